import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { useWorkbench } from "../harness/useWorkbench.ts";

const workbench = useWorkbench({ settings: { "workbench.colorTheme": "Dark Modern" } });

const PATIENCE = { timeout: 20_000 };
const HEAD = "from typing import List\n\n\n";
const cell = (n: number, body: string) =>
  `# %%\ndef f(x: List[int], n=${n}):\n    return len(x) == n and sum(x) == ${10 * n}\n\n\ndef g(n=${n}):\n    ${body}\n\n\nassert f(g())\n`;
const RIGHT = "return [10] * n";
const NAME = "review.puzzle.py";

async function openDocument(cells: readonly string[]): Promise<void> {
  writeFileSync(join(workbench().workspace, NAME), HEAD + cells.join("\n\n"));
  const { page } = workbench();
  await workbench().command("View: Show Explorer");
  await page.locator(".explorer-folders-view .monaco-list-row", { hasText: NAME }).waitFor();
  await workbench().openFile(NAME);
}

const lens = (text: string) =>
  workbench().page.locator(".codelens-decoration", { hasText: text }).filter({ visible: true });

it("shows what was proven, what was not, and why", async () => {
  const { page } = workbench();
  await openDocument([
    cell(2, RIGHT),
    cell(3, "return [9] * n"),
    cell(4, "return [10 // (n - 4)] * n"),
    `# %%\ndef f(x: List[int], n=6):\n    return sorted(x) == list(range(n))\n`,
    cell(7, RIGHT),
  ]);
  await lens("✓ Verified").first().waitFor();
  await lens("✗ Refuted").first().waitFor();
  await page.locator(".view-lines", { hasText: "Verified · [10, 10]" }).first().waitFor();
  await workbench().screenshot("review dark");
  await page
    .locator(".view-line", { hasText: "def g(n=3)" })
    .first()
    .hover({ position: { x: 40, y: 8 } });
  await page.locator(".monaco-hover", { hasText: "Refuted" }).first().waitFor();
  await workbench().screenshot("review hover");
});

it("is readable in light and in high contrast", async () => {
  for (const theme of ["Light Modern", "Dark High Contrast", "Dark Modern"]) {
    await workbench().colorTheme(theme);
    await workbench().screenshot(`review ${theme}`);
  }
});

it("judges a pair again as it is edited, and shows no verdict of what it was", async () => {
  const { page } = workbench();
  await workbench().command("View: Revert and Close Editor");
  await openDocument([cell(3, "return [9] * n")]);
  await lens("✗ Refuted").waitFor();
  const line = page.locator(".view-line", { hasText: "return [9] * n" });
  await line.click();
  await page.keyboard.press("End");
  for (let i = 0; i < "9] * n".length; i++) await page.keyboard.press("Backspace");
  await page.keyboard.type("10, 10, 10]");
  await lens("✓ Verified").waitFor();
  await page.keyboard.press("Alt+A");
  await lens("✓ Verified · accepted").waitFor();
  await workbench().screenshot("review edited and accepted");
});

it("is done for ten pairs with the keyboard alone", async () => {
  const { page } = workbench();
  await workbench().command("View: Revert and Close Editor");
  await openDocument(Array.from({ length: 10 }, (_, n) => cell(n + 11, RIGHT)));
  await lens("✓ Verified").first().waitFor();
  await page.keyboard.press("Control+Home");
  await page.keyboard.press("Alt+N");
  const accepted = page.locator(".pane-body .monaco-list-row", { hasText: "Accepted" }).locator(".label-description");
  await page.locator(".activitybar .action-label[aria-label^='Autodidact']").click();
  await page.locator(".tab.active", { hasText: NAME }).click();
  for (let n = 0; n < 10; n++) {
    await page.keyboard.press(n === 3 || n === 6 ? "Alt+X" : "Alt+A");
    const decided = page.locator(".pane-body .monaco-list-row", { hasText: /Accepted|Rejected/ });
    await expect
      .poll(async () => sum(await decided.locator(".label-description").allTextContents()), PATIENCE)
      .toBe(n + 2);
  }
  expect(await accepted.textContent()).toBe("9");
  await expect.poll(() => lens("✓ Verified · accepted").count(), PATIENCE).toBeGreaterThan(1);
  await expect.poll(() => lens("✓ Verified | Accept").count(), PATIENCE).toBe(0);
  await workbench().screenshot("review ten done");
  expect(readFileSync(join(workbench().workspace, NAME), "utf8")).not.toContain("erified");
});

function sum(texts: readonly string[]): number {
  return texts.reduce((total, text) => total + Number(text), 0);
}
