import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { useWorkbench } from "../harness/useWorkbench.ts";

const NAME = "solve.puzzle.py";
/** So much like a worked example that the small model solves it nine times of ten. */
const EASY = '# %%\ndef f(s: str, word="river", n=3):\n    return s.startswith(word) and s.count(word) == n\n';
const IMPOSSIBLE = "# %%\ndef f(x: int):\n    return x == 5 and x == 6\n";
/** Two right bodies: a person writes the one that the model did not. */
const BY_HAND = ["return 'riverriverriver'", "return ''.join([word, word, word])"] as const;
/** A real model on a CPU, which may be busy with other things. */
const MODEL = { timeout: 240_000 };

const workbench = useWorkbench({ settings: { "workbench.colorTheme": "Dark Modern" } });
const lens = (text: string | RegExp) =>
  workbench().page.locator(".codelens-decoration", { hasText: text }).filter({ visible: true });
const progress = () => workbench().page.locator(".notification-list-item", { hasText: "Solv" });
const line = (text: string) =>
  workbench()
    .page.locator(".view-line", { hasText: text.replaceAll(" ", "\u00a0") })
    .first();
/** The document as the editor has it; saved, since the page draws only what is in view. */
async function saved(): Promise<string> {
  const { page } = workbench();
  await page.keyboard.press("Control+S");
  await page.locator(".tab.active.dirty").waitFor({ state: "hidden" });
  return readFileSync(join(workbench().workspace, NAME), "utf8");
}

it("puts the model's proven solution below the puzzle", MODEL, async () => {
  writeFileSync(join(workbench().workspace, NAME), EASY);
  await workbench().openFile(NAME);
  await lens("Solve").locator("a", { hasText: "Solve" }).click();
  await lens("✓ Verified · pending").waitFor(MODEL);
  await progress().waitFor({ state: "hidden" });
  await line("def g(word=").waitFor();
  await line("Verified · 'riverriverriver'").waitFor();
  await workbench().screenshot("solved");
  await expect.poll(saved).toMatch(/\n\n\ndef g\(word="river", n=3\):\n {4}[\s\S]*\n\n\nassert f\(g\(\)\)\n$/);
});

it("keeps its solution behind ‹ › when a person writes another", async () => {
  const { page } = workbench();
  const before = await saved();
  const lines = before.split("\n");
  const start = lines.findIndex((each) => each.startsWith("def g")) + 1;
  const end = lines.indexOf("", start);
  const byHand = lines[start]?.trim() === BY_HAND[0] ? BY_HAND[1] : BY_HAND[0];
  await workbench().goToLine(start + 1);
  await page.keyboard.press("Home");
  for (let line = start + 1; line < end; line++) await page.keyboard.press("Shift+ArrowDown");
  await page.keyboard.press("Shift+End");
  await page.keyboard.type(byHand);
  await lens(/Verified(?! · )/).waitFor();
  await page.keyboard.press("Alt+A");
  await lens("✓ Verified · accepted").waitFor();
  await lens(/[12]\/2/).waitFor();
  await page.keyboard.press("Alt+.");
  await lens("✓ Verified · pending").waitFor();
  await workbench().screenshot("other solution");
  await expect.poll(saved).toBe(before);
});

it("counts its attempts, is cancelled by the person, and offers to try harder", MODEL, async () => {
  const { page, workspace } = workbench();
  await workbench().command("View: Revert and Close Editor");
  writeFileSync(join(workspace, NAME), IMPOSSIBLE);
  await workbench().openFile(NAME);
  await lens("○ Unsolved").waitFor();
  await line("def f(x: int)").click();
  await page.keyboard.press("Alt+M");
  await progress()
    .filter({ hasText: /0 verified of \d+ attempts/ })
    .waitFor(MODEL);
  await workbench().screenshot("solving");
  await progress().hover();
  await progress().getByRole("button", { name: "Cancel" }).click();
  await progress().waitFor({ state: "hidden" });
  await lens("Solve Harder").waitFor();
  await workbench().screenshot("solve cancelled");
  expect(await saved()).toBe(IMPOSSIBLE);
});
