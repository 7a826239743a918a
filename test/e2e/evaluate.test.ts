import { afterAll, beforeAll, expect, it } from "vitest";
import { readResults } from "../../src/node/evaluation/evaluationFiles.ts";
import { workspaceFiles } from "../../src/node/workspaceFiles.ts";
import { digestOf, prepareModel } from "../harness/preparedModels.ts";
import { useWorkbench } from "../harness/useWorkbench.ts";
import { BASE, startSeededOllama, TUNED } from "../real/seededOllama.ts";
import { json } from "../unit/faultyOllama.ts";

/** Of 100 attempts at a held-out puzzle that `return n + 1` solves. */
const CHANCES = { base: 20, tuned: 60 };

const server = await startSeededOllama(CHANCES);
const models = [BASE, TUNED].map(({ name }) => ({ name, digest: digestOf(name), size: 1e9, size_vram: 0 }));
server.routes["/api/tags"] = json(200, { models });
server.routes["/api/ps"] = json(200, { models });

const workbench = useWorkbench({
  settings: { "workbench.colorTheme": "Dark Modern", "autodidact.ollamaUrl": server.url },
});
const panel = () => workbench().webview;
const card = () => panel().getByRole("article", { name: TUNED.name });

beforeAll(() => {
  const prepared = { name: TUNED.name, skill: 0 };
  prepareModel(workbench().workspace, prepared, { name: BASE.name, skill: 0 }, Date.UTC(2026, 10, 25, 12));
});
afterAll(() => server[Symbol.asyncDispose]());

it("evaluates a tuned model against its base with one click, up to the verdict on it", async () => {
  await workbench().command("Autodidact: Open Training");
  await card().getByText(`Not evaluated against ${BASE.name} yet.`).waitFor();
  await panel()
    .getByRole("button", { name: `Evaluate ${TUNED.name} against its base` })
    .click();
  await workbench().page.locator(".statusbar-item", { hasText: "Evaluation: " }).waitFor();
  await workbench().screenshot("evaluating");
  await card()
    .getByText(/^(Better than|No clear difference from) base:1b/)
    .waitFor({ timeout: 240_000 });
  await workbench().screenshot("evaluated");
  const [result] = readResults(workspaceFiles(workbench().workspace));
  expect(result).toMatchObject({ model: TUNED.name, against: { model: BASE.name }, n: 10 });
  const verdicts = Object.values(result?.verdicts ?? {});
  expect(verdicts.reduce((sum, each) => sum + each, 0)).toBe(10 * (result?.puzzles ?? 0));
});
