import { execFileSync } from "node:child_process";
import { existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import process from "node:process";
import { beforeAll, expect, it } from "vitest";
import { type Prepared, prepareEvaluation, prepareModel } from "../harness/preparedModels.ts";
import { ROOT } from "../harness/processes.ts";
import { useWorkbench } from "../harness/useWorkbench.ts";
import { exercises } from "../real/exercises.ts";

const mediaFolder = join(ROOT, "media");
const BASE: Prepared = { name: "qwen2.5-coder:1.5b", skill: 0.22 };
const FIRST: Prepared = { name: "qwen2.5-coder-autodidact:1.5b-r1-20261120", skill: 0.42 };
const SECOND: Prepared = { name: "qwen2.5-coder-autodidact:1.5b-r2-20261122", skill: 0.45 };
const WORSE: Prepared = { name: "qwen2.5-coder-autodidact:1.5b-r1-20261121", skill: 0.06 };
const NEWEST: Prepared = { name: "qwen2.5-coder-autodidact:1.5b-r3-20261124", skill: 0.7 };
const THEMES = ["Dark High Contrast", "Light Modern", "Dark Modern"];

// Nothing answers there: no journey of this file needs a model.
const workbench = useWorkbench({
  settings: { "workbench.colorTheme": "Dark Modern", "autodidact.ollamaUrl": "http://127.0.0.1:9" },
});
const page = () => workbench().page;
const panel = () => workbench().webview;
const card = ({ name }: Prepared) => panel().getByRole("article", { name });
const promotions = () => {
  const file = join(workbench().workspace, ".autodidact/promotions.json");
  const all: { model: string }[] = existsSync(file) ? JSON.parse(readFileSync(file, "utf8")) : [];
  return all.map(({ model }) => model);
};
const inAllThemes = async (name: string) => {
  for (const theme of THEMES) {
    await workbench().colorTheme(theme);
    await workbench().screenshot(`${name} ${theme}`);
  }
};

beforeAll(() => {
  const { workspace } = workbench();
  const file = join(workspace, "pairs.jsonl");
  writeFileSync(
    file,
    exercises(3)
      .map((pair) => JSON.stringify(pair))
      .join("\n"),
  );
  execFileSync(process.execPath, [join(ROOT, "dist/cli.js"), "import", file, "--workspace", workspace, "--json"]);
  rmSync(file);
  for (const [model, base, day] of [
    [FIRST, BASE, 20],
    [WORSE, BASE, 21],
    [SECOND, FIRST, 22],
    [NEWEST, SECOND, 24],
  ] as const) {
    prepareModel(workspace, model, base, Date.UTC(2026, 10, day, 12));
    if (model !== NEWEST) prepareEvaluation(workspace, model, base, { mediaFolder });
  }
});

it("says of each model whether it is better than its base, in a tree of what was tuned from what", async () => {
  await workbench().command("Autodidact: Open Training");
  await card(FIRST).getByText(`Better than ${BASE.name}`).waitFor();
  await card(WORSE).getByText(`Worse than ${BASE.name}`).waitFor();
  await card(SECOND).getByText(`No clear difference from ${FIRST.name}`).waitFor();
  await card(NEWEST).getByText(`Not evaluated against ${SECOND.name} yet.`).waitFor();
  await card(FIRST)
    .getByRole("img", { name: /pass@1: tuned \d.* base \d.* difference \+\d/ })
    .waitFor();
  const below = panel()
    .getByRole("listitem")
    .filter({ has: card(FIRST) })
    .last();
  expect(await below.getByRole("article", { name: SECOND.name }).count()).toBe(1);
  expect(await below.getByRole("article", { name: WORSE.name }).count()).toBe(0);
  await panel()
    .getByRole("heading", { name: "Models", exact: true })
    .evaluate((element) => element.scrollIntoView());
  await workbench().screenshot("compare top");
  await card(FIRST).evaluate((element) => element.scrollIntoView());
  await inAllThemes("compare better");
  await card(WORSE).evaluate((element) => element.scrollIntoView());
  await inAllThemes("compare worse");
  await card(FIRST).getByText("The figures as a table").click();
  const table = card(FIRST).getByRole("grid", { name: `pass@k of ${FIRST.name} and its base` });
  expect(await table.getByRole("row").allInnerTexts()).toHaveLength(3);
  await card(FIRST).getByText("The figures as a table").click();
});

it("promotes a model and takes that back, by keys alone", async () => {
  await panel()
    .getByRole("button", { name: `Promote ${FIRST.name}` })
    .focus();
  await page().keyboard.press("Enter");
  await panel().getByText(`${FIRST.name} is promoted`).waitFor();
  await card(FIRST).getByText("Promoted", { exact: true }).waitFor();
  expect(promotions()).toEqual([FIRST.name]);
  await page().keyboard.press("Enter"); // the focus is on what came in its place
  await panel().getByText("No tuned model is promoted").waitFor();
  expect(promotions()).toEqual([]);
});

it("refuses to promote a model that is worse, and says so, unless a person insists", async () => {
  const warning = page().locator(".notification-toast", { hasText: `${WORSE.name} is worse than its base` });
  await panel()
    .getByRole("button", { name: `Promote ${WORSE.name}` })
    .click();
  await warning.waitFor();
  expect(promotions()).toEqual([]);
  await warning.getByRole("button", { name: "Promote All the Same" }).click();
  await panel().getByText(`${WORSE.name} is promoted`).waitFor();
  expect(promotions()).toEqual([WORSE.name]);
  await panel()
    .getByRole("button", { name: `Roll back the promotion of ${WORSE.name}` })
    .click();
  await panel().getByText("No tuned model is promoted").waitFor();
});

it("lists the puzzles that were gained and lost, and shows what both models wrote for one", async () => {
  await page().keyboard.press("Escape");
  const details = card(FIRST).getByText("Puzzle by puzzle");
  await details.click();
  const gained = card(FIRST).getByText(/^Newly solved \(\d+\)$/);
  await gained.waitFor();
  await gained.evaluate((element) => element.scrollIntoView({ block: "center" }));
  await inAllThemes("compare puzzles");
  const first = card(FIRST)
    .getByRole("listitem")
    .filter({ hasText: /tuned \d+, base 0 of 10/ })
    .first();
  const title = (await first.getByRole("button").textContent()) ?? "";
  await first.getByRole("button").focus();
  await page().keyboard.press("Enter");
  const text = page().locator(".editor-group-container .view-lines", { hasText: "def f(" });
  await text.waitFor();
  const shown = ((await text.textContent()) ?? "").replaceAll("\u00a0", " ");
  expect(shown).toContain(title.slice(0, 20));
  expect(shown).toContain(`${FIRST.name} · verified`);
  expect(shown).toContain(`${BASE.name} · refuted`);
  await workbench().screenshot("compare samples");
  await workbench().command("View: Close Editor");
  await details.click();
  await gained.waitFor({ state: "hidden" });
});

it("shows an evaluation that the command line has made since", async () => {
  prepareEvaluation(workbench().workspace, NEWEST, SECOND, { mediaFolder });
  await card(NEWEST).getByText(`Better than ${SECOND.name}`).waitFor();
});
