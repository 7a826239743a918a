import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import process from "node:process";
import { afterAll, beforeAll, expect, it } from "vitest";
import { ROOT } from "../harness/processes.ts";
import { useWorkbench } from "../harness/useWorkbench.ts";

const PUZZLES = 6;

const workbench = useWorkbench({ settings: { "workbench.colorTheme": "Dark Modern", "window.zoomLevel": 0 } });
const rows = () => workbench().page.locator(".pane-body .monaco-list-row");
const count = (state: string) => rows().filter({ hasText: state }).locator(".label-description");
const untilAllPending = () =>
  count("Pending")
    .filter({ hasText: String(PUZZLES) })
    .waitFor();
/** Titles of the pairs as they stand on the screen: the page's elements stand in the order in which they were drawn. */
const titles = async () => {
  const drawn = await rows().evaluateAll((all) =>
    all.map((row) => [Number(row.getAttribute("data-index")), row.querySelector(".label-name")?.textContent] as const),
  );
  const shown = drawn.toSorted(([a], [b]) => a - b).map(([, text]) => (text ?? "").replaceAll("\u00a0", " ").trim());
  return shown.filter((text) => text.startsWith("x =="));
};

/** A line of the editor, whose spaces do not break. */
const code = (text: string) =>
  workbench()
    .page.locator(".view-line", { hasText: text.replaceAll(" ", "\u00a0") })
    .first();

/** The cursor stands on this pair, and nothing still moves it: what a key has brought about ends with that. */
const untilCursorAt = (title: string) =>
  workbench().page.locator(".monaco-list-row.focused", { hasText: title }).waitFor();

/** Clicks a pair, presses keys that move the cursor or select, and accepts with a key what is there then: so many pairs. */
async function acceptFrom(title: string, keys: readonly string[], pairs: number): Promise<void> {
  await rows().filter({ hasText: title }).click();
  for (const key of [...keys, "a"]) await workbench().page.keyboard.press(key);
  await count("Accepted")
    .filter({ hasText: String(pairs) })
    .waitFor();
}

/** Another window, as far as this one can tell. */
let other: ChildProcess | undefined;
afterAll(() => other?.kill());

/** Fills the queue as the command line does beside an open editor, while another window has the workspace. */
beforeAll(async () => {
  const { workspace, page } = workbench();
  const holder = join(ROOT, "test/real/windowLockHolder.ts");
  const held = spawn(process.execPath, [holder, join(workspace, ".autodidact")], {
    stdio: ["ignore", "pipe", "ignore"],
  });
  other = held;
  await once(held.stdout, "data");
  const file = join(workspace, "pairs.jsonl");
  const pairs = Array.from({ length: PUZZLES }, (_, n) => ({
    f: `def f(x: int, n=${n + 2}):\n    return x == n * ${n + 10}`,
    g: `def g(n=${n + 2}):\n    return n * ${n + 10}`,
  }));
  writeFileSync(file, pairs.map((pair) => JSON.stringify(pair)).join("\n"));
  execFileSync(process.execPath, [join(ROOT, "dist/cli.js"), "import", file, "--workspace", workspace, "--json"]);
  rmSync(file);
  await page.locator(".activitybar .action-label[aria-label^='Autodidact']").click();
  await untilAllPending();
  await rows()
    .locator(".label-name", { hasText: /^x ==/ })
    .nth(PUZZLES - 1)
    .waitFor();
});

it("only reads what another window has, and takes over when that is closed", async () => {
  const { page } = workbench();
  const hint = page.locator(".tree-explorer-viewlet-tree-view", { hasText: "Another window has this workspace." });
  await hint.waitFor();
  await workbench().screenshot("read only");
  other?.kill("SIGKILL");
  await hint.waitFor({ state: "hidden" });
});

it("reviews with single keys where the cursor stands, and goes on to the next pair", async () => {
  const { page } = workbench();
  const before = await titles();
  // The cursor leaves the selection behind.
  await acceptFrom(before[0] ?? "", ["ArrowDown"], 1);
  await untilCursorAt(before[2] ?? "");
  await code(before[2] ?? "").waitFor();
  await expect.poll(titles).toEqual(before.filter((_, n) => n !== 1));
  await page.keyboard.press("x");
  await count("Rejected").filter({ hasText: "1" }).waitFor();
  await untilCursorAt(before[3] ?? "");
  await workbench().screenshot("review keys");
  await page.keyboard.press("u");
  await count("Rejected").filter({ hasText: "0" }).waitFor();
  await page.keyboard.press("u");
  await untilAllPending();
  await expect.poll(titles).toEqual(before);
});

it("loses no key, however quickly they follow each other", async () => {
  const { page } = workbench();
  const before = await titles();
  await rows()
    .filter({ hasText: before[0] ?? "" })
    .click();
  for (const key of "axaxu") await page.keyboard.press(key);
  await count("Accepted").filter({ hasText: "2" }).waitFor();
  await count("Rejected").filter({ hasText: "1" }).waitFor();
  await expect.poll(titles).toEqual(before.slice(3));
  for (const key of "uuu") await page.keyboard.press(key);
  await untilAllPending();
  await expect.poll(titles).toEqual(before);
});

it("reviews the selected pairs with one key", async () => {
  const before = await titles();
  await acceptFrom(before[0] ?? "", ["Shift+ArrowDown", "Shift+ArrowDown"], 3);
  await expect.poll(titles).toEqual(before.slice(3));
  await workbench().page.keyboard.press("u");
  await count("Accepted").filter({ hasText: "0" }).waitFor();
  await untilCursorAt(before[0] ?? "");
});

it("writes tags, sorts and filters", async () => {
  const { page } = workbench();
  const [first = ""] = await titles();
  await workbench().contextMenu(rows().filter({ hasText: first }), "Edit Tags");
  const input = page.locator(".quick-input-widget input.input").first();
  await input.fill("neat");
  await page.locator(".quick-input-list .monaco-list-row", { hasText: "new tag" }).waitFor();
  await workbench().screenshot("tags");
  await page.keyboard.press("Enter");
  await rows().filter({ hasText: "#neat" }).waitFor();
  await workbench().command("Autodidact: Sort Queue…");
  await workbench().quickPick("Longest First");
  await workbench().command("Autodidact: Filter Queue…");
  await input.fill("neat");
  await page.keyboard.press("Enter");
  await page.locator(".tree-explorer-viewlet-tree-view", { hasText: "Only pairs with “neat”." }).waitFor();
  await count("Pending").filter({ hasText: "1" }).waitFor();
  await expect.poll(titles).toEqual([first]);
  await workbench().screenshot("filtered");
  await workbench().command("Autodidact: Clear Filter");
  await untilAllPending();
});

it("opens what is pending, and jumps to the cell of the pair that is clicked, in every theme", async () => {
  const { page } = workbench();
  await workbench().command("Autodidact: Open Pending Pairs");
  await page.locator(".tab.active", { hasText: /^review-.*\.puzzle\.py$/ }).waitFor();
  const last = (await titles()).at(-1) ?? "";
  await rows().filter({ hasText: last }).click();
  await page.locator(".tab.active", { hasText: /^review-/ }).waitFor();
  await page
    .locator(".view-line", { hasText: last.replaceAll(" ", "\u00a0") })
    .first()
    .waitFor();
  await rows().filter({ hasText: "Pending" }).hover();
  for (const theme of ["Dark Modern", "Light Modern", "Dark High Contrast"]) {
    await workbench().command("Preferences: Color Theme");
    await page.locator(".quick-input-list .monaco-list-row", { hasText: "Modern" }).first().waitFor();
    await page.locator(".quick-input-widget input.input").first().fill(theme);
    await workbench().quickPick(theme);
    await page.locator(".quick-input-widget").waitFor({ state: "hidden" });
    await rows().filter({ hasText: "Pending" }).hover();
    await workbench().screenshot(`queue ${theme}`);
  }
});
