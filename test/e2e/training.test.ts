import { execFileSync } from "node:child_process";
import { globSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import process from "node:process";
import { afterAll, beforeAll, expect, it } from "vitest";
import { createFromGguf } from "../../src/node/ollama/register.ts";
import { endProcessTree } from "../../src/node/processTree.ts";
import { readSeeds } from "../../src/node/seedFiles.ts";
import { prepareTraining } from "../harness/preparedTraining.ts";
import { ROOT } from "../harness/processes.ts";
import { useWorkbench } from "../harness/useWorkbench.ts";
import { exercises } from "../real/exercises.ts";
import { smolLm2, startRealOllama } from "../real/realOllama.ts";

const BASE = "smollm2:135m";
const PAIRS = 20;
/** They differ in constants only: the recipe takes four of them. */
const ALIKE = 26;
const SEEDS = 2;
/** A real model on a CPU, which may be busy with other things. */
const PHASE_MS = 200_000;
const CLICK_MS = 10_000;
const WITHIN = { timeout: CLICK_MS };
const THEMES = ["Dark High Contrast", "Light Modern", "Dark Modern"];

const ollama = await startRealOllama(2);
await createFromGguf(ollama.url, { name: BASE, file: await smolLm2() }, () => {}, new AbortController().signal);
afterAll(() => ollama[Symbol.asyncDispose]());
const workbench = useWorkbench({
  settings: { "workbench.colorTheme": "Dark Modern", "window.zoomLevel": 0, "autodidact.ollamaUrl": ollama.url },
});
const page = () => workbench().page;
const panel = () => workbench().webview;
const status = () => page().locator("#autodidact\\.autodidact\\.autodidact\\.training");
const choose = async (list: string, entry: string) => {
  await panel().getByRole("combobox", { name: list }).click();
  await panel().getByRole("option", { name: entry }).click();
};
const alike = (n: number) => ({
  f: `def f(x: int, offset=${n}, target=${100 + n}):\n    return x + offset == target`,
  g: `def g(offset=${n}, target=${100 + n}):\n    return target - offset`,
});
const inAllThemes = async (name: string) => {
  for (const theme of THEMES) {
    await workbench().colorTheme(theme);
    await workbench().screenshot(`${name} ${theme}`);
  }
};

/** A journey that broke off leaves a training that no window ends. */
afterAll(async () => {
  const runs = join(workbench().workspace, ".autodidact/runs");
  for (const file of globSync("*/state.json", { cwd: runs })) {
    const { process: identity } = JSON.parse(readFileSync(join(runs, file), "utf8"));
    await endProcessTree(identity, 0);
  }
});

/** Pairs as the command line imports them beside an open editor. */
beforeAll(() => {
  const { workspace } = workbench();
  const file = join(workspace, "pairs.jsonl");
  const seeds = readSeeds(join(ROOT, "media")).slice(0, SEEDS);
  const pairs = [
    ...exercises(PAIRS),
    ...Array.from({ length: ALIKE }, (_, n) => alike(n)),
    ...seeds.map(({ f, g: [g] }) => ({ f, g })),
  ];
  writeFileSync(file, pairs.map((pair) => JSON.stringify(pair)).join("\n"));
  execFileSync(process.execPath, [join(ROOT, "dist/cli.js"), "import", file, "--workspace", workspace, "--json"]);
  rmSync(file);
});

it("accepts what is pending at once", async () => {
  await page().locator(".activitybar .action-label[aria-label^='Autodidact']").click();
  const rows = page().locator(".pane-body .monaco-list-row");
  const pending = rows.filter({ hasText: "Pending" });
  const accepted = rows
    .filter({ hasText: "Accepted" })
    .locator(".label-description", { hasText: String(PAIRS + ALIKE + SEEDS) });
  // A tree that is being filled swallows a click.
  const acceptAll = async () => {
    const limit = { timeout: CLICK_MS };
    const click = async () => {
      await pending.hover(limit);
      await pending.locator(".action-label[aria-label^='Accept All']").click(limit);
      await accepted.waitFor(limit);
    };
    return click().then(
      () => true,
      () => accepted.isVisible(),
    );
  };
  await expect.poll(acceptAll, { timeout: 5 * CLICK_MS }).toBe(true);
});

it("shows what would be trained on and what that takes before anything is spent", async () => {
  await workbench().command("Autodidact: Open Training");
  await panel()
    .getByText(/\d+ rows of \d+ puzzles would be trained on/)
    .waitFor({ timeout: PHASE_MS });
  await panel()
    .getByText(/About .* for \d+ steps on/)
    .waitFor({ timeout: PHASE_MS });
  await choose("Recipe", "paper");
  await panel().getByText("The published method's own parameters").waitFor();
  await choose("Recipe", "adaptive");
  await panel().getByText("Parameters", { exact: true }).click();
  const batch = panel().getByRole("textbox", { name: "Batch" });
  await batch.fill("4");
  await batch.press("Tab");
  const epochs = panel().getByRole("textbox", { name: "Epochs" });
  await epochs.fill("1000");
  await epochs.press("Tab");
  await panel().getByRole("alert").getByText("A whole number from 1 to 100.").waitFor();
  await epochs.fill("1");
  await epochs.press("Tab");
  await panel()
    .getByText(/for 12 steps on/)
    .waitFor({ timeout: PHASE_MS });
  await inAllThemes("training form");
});

it("names the pairs that are left out, some at a time, and opens one, by keys alone", async () => {
  const reason = "Differs from others only in constants";
  const list = panel().getByRole("list", { name: reason });
  const links = list.getByRole("button");
  await panel()
    .locator("summary", { hasText: `${reason} (${ALIKE - 4})` })
    .focus();
  await page().keyboard.press("Enter");
  await panel().getByText("And 2 more.").waitFor();
  expect(await links.count()).toBe(20);
  await panel()
    .getByRole("button", { name: `Show more: ${reason}` })
    .focus();
  await page().keyboard.press("Enter");
  await links.nth(ALIKE - 5).waitFor();
  await expect.poll(() => links.nth(20).evaluate((link) => link.matches(":focus")), WITHIN).toBe(true);
  await panel().getByText("Rounds, skills and lengths").click();
  const skills = panel().getByRole("grid", { name: "Training rows by skill" });
  await skills.getByRole("gridcell", { name: "None" }).waitFor();
  await skills.getByRole("gridcell", { name: "strings" }).waitFor();
  await panel()
    .getByRole("heading", { name: "Left Out" })
    .evaluate((element) => element.scrollIntoView());
  await inAllThemes("training left out");
  await skills.evaluate((element) => element.scrollIntoView());
  await inAllThemes("training skills");
  await links.nth(20).focus();
  await page().keyboard.press("Enter");
  await page().locator(".tab.active", { hasText: ".puzzle.py" }).waitFor();
  await page().locator(".view-lines", { hasText: "return target - offset" }).waitFor();
  await workbench().screenshot("training left out opened");
  await workbench().command("View: Close Editor");
  await panel().locator("summary", { hasText: reason }).click();
  await panel().getByText("Rounds, skills and lengths").click();
});

it("trains on the real base while its losses are drawn, pauses, goes on, and is still there after a reload", {
  timeout: 600_000,
}, async () => {
  await panel().getByRole("button", { name: "Start Training" }).focus();
  await page().keyboard.press("Enter");
  await status().waitFor({ timeout: PHASE_MS });
  await panel()
    .getByRole("img", { name: /Training loss from/ })
    .waitFor({ timeout: PHASE_MS });
  await status()
    .filter({ hasText: /Training: \d+ %/ })
    .waitFor({ timeout: PHASE_MS });
  await panel().getByRole("button", { name: "Pause" }).click();
  await panel().getByText("Paused. Resume it whenever you like").waitFor({ timeout: PHASE_MS });
  await workbench().screenshot("training paused");
  await panel().getByRole("button", { name: "Resume" }).click();
  await panel()
    .getByRole("img", { name: /at step [3-6]/ })
    .waitFor({ timeout: PHASE_MS });
  await workbench().screenshot("training running");
  await page().reload();
  await panel().getByRole("heading", { name: "Latest Training" }).waitFor({ timeout: PHASE_MS });
  await panel()
    .getByRole("img", { name: /Training loss from/ })
    .waitFor({ timeout: PHASE_MS });
  await workbench().screenshot("training reloaded");
  await panel()
    .getByText(/is ready in Ollama/)
    .waitFor({ timeout: PHASE_MS });
  const model = panel().getByRole("article", { name: /^smollm2-autodidact:135m-/ });
  await model.getByText(`Not evaluated against ${BASE} yet.`).waitFor();
  await inAllThemes("training finished");
  await panel().getByText("The losses as a table").click();
  expect(await panel().getByRole("grid", { name: "Losses by step" }).getByRole("row").count()).toBeGreaterThan(5);
  await panel().getByText("The losses as a table").click();
  await panel().getByRole("heading", { name: "New Training" }).scrollIntoViewIfNeeded();
  await panel().getByRole("heading", { name: "Models", exact: true }).scrollIntoViewIfNeeded();
  await workbench().screenshot("training models");
});

it("shows the losses and the log of trainings that have ended, in a window that was opened later", async () => {
  prepareTraining(workbench().workspace, BASE, 1, "The trainer's last words.");
  await page().reload();
  const latest = panel().getByRole("region", { name: "Latest Training" });
  await latest.getByText("Log", { exact: true }).click({ timeout: PHASE_MS });
  await expect.poll(() => latest.getByRole("region", { name: "Log" }).textContent(), WITHIN).toMatch(/\w/);
  await latest.getByRole("region", { name: "Log" }).scrollIntoViewIfNeeded();
  await workbench().screenshot("training log reloaded");
  const earlier = panel().getByRole("region", { name: "Earlier Trainings" });
  await earlier.locator("summary", { hasText: "Losses and log" }).focus();
  await page().keyboard.press("Enter");
  await earlier.getByRole("img", { name: /Training loss from 2\.400 to 0\.500 at step 20/ }).waitFor();
  await earlier.getByText("The trainer's last words.").waitFor();
  await earlier.evaluate((element) => element.scrollIntoView());
  await inAllThemes("training earlier");
  await earlier.locator("summary", { hasText: "Losses and log" }).focus();
  await page().keyboard.press("Enter");
  await earlier.getByText("The trainer's last words.").waitFor({ state: "hidden" });
});
