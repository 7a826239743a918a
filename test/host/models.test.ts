import assert from "node:assert/strict";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import process from "node:process";
import * as vscode from "vscode";
import type { Extension } from "../../src/extension.ts";
import type { PanelEntry } from "../../src/protocol/panelModels.ts";
import { ModelsPart } from "../../src/ui/modelsPart.ts";
import { type Prepared, prepareEvaluation, prepareModel } from "../harness/preparedModels.ts";
import { DIGEST, FaultyOllama, json } from "../unit/faultyOllama.ts";
import { clearWorkspace, fixture, type Opened, openExtension, remove } from "./opened.ts";
import { until } from "./until.ts";

const BASE: Prepared = { name: "base:1b", skill: 0.3 };
const BETTER: Prepared = { name: "better:1b", skill: 0.9 };
const WORSE: Prepared = { name: "worse:1b", skill: 0.01 };
const UNKNOWN: Prepared = { name: "unknown:1b", skill: 0.5 };

describe("the models of a workspace", () => {
  let opened: Opened;
  let extension: Extension;
  let part: ModelsPart;
  let ownScript: string;
  let said: string[] = [];
  let answer: string | undefined;
  const own = {
    showErrorMessage: vscode.window.showErrorMessage,
    showInformationMessage: vscode.window.showInformationMessage,
    showWarningMessage: vscode.window.showWarningMessage,
  };

  before(async () => {
    opened = await openExtension();
    extension = opened.extension;
    ownScript = extension.facts.script;
    extension.facts.script = fixture(opened, "fakeCli.mjs");
    const mediaFolder = vscode.Uri.joinPath(opened.extensionUri, "media").fsPath;
    for (const [day, model] of [BETTER, WORSE, UNKNOWN].entries()) {
      prepareModel(opened.root, model, BASE, day);
      if (model !== UNKNOWN) prepareEvaluation(opened.root, model, BASE, { mediaFolder, puzzles: 40 });
    }
  });
  after(async () => {
    extension.facts.script = ownScript;
    await clearWorkspace(opened);
  });
  beforeEach(async () => {
    said = [];
    answer = undefined;
    const take = async (text: string) => void said.push(text);
    const ask = async (text: string) => {
      said.push(text);
      return answer;
    };
    Object.assign(vscode.window, { showErrorMessage: take, showInformationMessage: take, showWarningMessage: ask });
    const memory = new Map<string, unknown>();
    part = new ModelsPart({
      tuned: extension.tuned,
      evaluation: extension.evaluation,
      memory: {
        get: <T>(key: string) => memory.get(key) as T | undefined,
        update: async (key: string, value: unknown) => void memory.set(key, value),
      },
      notify: { inform: (sentence) => void said.push(sentence) },
      onChange: () => {},
    });
    await part.read();
  });
  afterEach(async () => {
    await extension.evaluation.cancel();
    await until(() => !extension.evaluation.running);
    Object.assign(vscode.window, own);
    for (const name of ["FAKE_MODE", "FAKE_PAUSE_MS"]) delete process.env[name];
    remove(opened.root, ".autodidact/promotions.json");
  });

  const entry = ({ name }: Prepared): PanelEntry | undefined =>
    part.view(10).entries.find((each) => each.name === name);
  const outcome = (model: Prepared) => entry(model)?.made?.evaluation?.outcome;
  const promotions = (): unknown => {
    const file = join(opened.root, ".autodidact/promotions.json");
    return existsSync(file) ? JSON.parse(readFileSync(file, "utf8")).map(({ model }: { model: string }) => model) : [];
  };

  it("are shown below their base with what their evaluation says", () => {
    assert.deepEqual(
      part.view(10).entries.map(({ name, depth }) => [name, depth]),
      [
        [BASE.name, 0],
        [BETTER.name, 1],
        [WORSE.name, 1],
        [UNKNOWN.name, 1],
      ],
    );
    assert.deepEqual([outcome(BETTER), outcome(WORSE), outcome(UNKNOWN)], ["better", "worse", undefined]);
  });

  it("are promoted, one in the place of the other, and rolled back", async () => {
    await part.take({ type: "promote", model: BETTER.name });
    assert.equal(part.view(10).promoted, BETTER.name);
    assert.equal(entry(BETTER)?.promoted, true);
    assert.deepEqual(promotions(), [BETTER.name]);
    await part.take({ type: "rollBack" });
    assert.equal(part.view(10).promoted, null);
    assert.deepEqual(promotions(), []);
    assert.ok(said.some((sentence) => sentence.includes("is no longer promoted; the best model that Ollama has")));
    await assert.rejects(part.take({ type: "rollBack" }), /No model is promoted in this workspace/);
  });

  it("are not promoted where they are worse, unless a person insists", async () => {
    await part.take({ type: "promote", model: WORSE.name });
    assert.match(said[0] ?? "", /^worse:1b is worse than its base, base:1b: pass@1 differs by -/);
    assert.deepEqual(promotions(), []);
    answer = "Promote All the Same";
    await part.take({ type: "promote", model: WORSE.name });
    assert.deepEqual(promotions(), [WORSE.name]);
  });

  it("are evaluated first where nobody knows whether they are better", async () => {
    answer = "Evaluate";
    await part.take({ type: "promote", model: UNKNOWN.name });
    assert.equal(said[0], "unknown:1b was not evaluated against its base, base:1b.");
    assert.deepEqual(promotions(), []);
    assert.equal(extension.evaluation.current?.model, UNKNOWN.name);
  });

  it("are evaluated in a process that is followed, and what it finds is shown at its end", async () => {
    process.env["FAKE_PAUSE_MS"] = "60";
    await part.take({ type: "chooseEvaluation", recipe: "quick" });
    await part.take({ type: "evaluate", model: UNKNOWN.name });
    await until(() => /Evaluation: [1-9]\d* % of unknown:1b/.test(extension.evaluationStatus.text));
    await assert.rejects(part.take({ type: "evaluate", model: BETTER.name }), /A model is being evaluated/);
    await assert.rejects(part.take({ type: "remove", model: UNKNOWN.name }), /unknown:1b is being evaluated/);
    await until(() => !extension.evaluation.running);
    await until(() => said.includes("unknown:1b is evaluated against base:1b."));
    assert.equal(extension.evaluationStatus.text, "");
    const words = JSON.parse(readFileSync(join(opened.root, ".autodidact/evaluations/latest/seen.json"), "utf8"));
    assert.deepEqual(words.slice(-6), ["--model", UNKNOWN.name, "--against", BASE.name, "--recipe", "quick"]);
  });

  it("go on being evaluated while no window watches, and the next window takes it up", async () => {
    process.env["FAKE_PAUSE_MS"] = "250";
    await part.take({ type: "evaluate", model: UNKNOWN.name });
    await until(() => extension.evaluation.current?.asked != null);
    extension.evaluation.dispose();
    assert.equal(extension.evaluation.running, false);
    await extension.evaluation.reattach();
    assert.equal(extension.evaluation.current?.model, UNKNOWN.name);
    await part.take({ type: "cancelEvaluation" });
    await until(() => !extension.evaluation.running);
    assert.deepEqual(said, []);
  });

  it("say why they could not be evaluated, and when that ended unexpectedly", async () => {
    process.env["FAKE_MODE"] = "fail";
    await part.take({ type: "evaluate", model: UNKNOWN.name });
    await until(() => said.includes("Ollama has no model unknown:1b. Pull it."));
    process.env["FAKE_MODE"] = "die";
    await until(() => !extension.evaluation.running);
    await part.take({ type: "evaluate", model: UNKNOWN.name });
    await until(() => said.some((sentence) => sentence.startsWith("The evaluation ended unexpectedly.")));
  });

  it("list which puzzles were gained and lost, as many as were counted, and show attempts at one", async () => {
    await part.take({ type: "openPuzzles", model: BETTER.name });
    const view = part.view(10).opened;
    const counted = entry(BETTER)?.made?.evaluation?.solved;
    assert.ok(view && counted);
    const listed = Object.entries(view.groups).map(([group, puzzles]) => [group, puzzles.length]);
    assert.deepEqual(Object.fromEntries(listed), counted);
    const [first] = view.groups.gained;
    assert.ok(first && first.tuned > 0 && first.base === 0);
    await part.take({ type: "openSamples", model: BETTER.name, puzzle: first.id });
    const text = vscode.window.activeTextEditor?.document.getText() ?? "";
    assert.match(text, /def f\(/);
    assert.ok(text.includes(`# ${BETTER.name} · verified`) && text.includes(`# ${BASE.name} · refuted`));
    await vscode.commands.executeCommand("workbench.action.closeAllEditors");
    await part.take({ type: "closePuzzles" });
    assert.equal(part.view(10).opened, null);
  });

  it("say so where their attempts are gone", async () => {
    const folder = join(opened.root, ".autodidact/evaluations");
    for (const file of readdirSync(folder)) if (file !== "results.jsonl") remove(folder, file);
    await part.take({ type: "openPuzzles", model: BETTER.name });
    assert.equal(part.view(10).opened?.problem, "The attempts of this evaluation are gone. Evaluate the model again.");
  });

  it("are removed only after a person has said yes", async () => {
    await part.take({ type: "remove", model: WORSE.name });
    assert.equal(said[0], `Remove ${WORSE.name}?`);
    assert.ok(entry(WORSE));
    await using server = await FaultyOllama.start();
    const asked: string[] = [];
    server.routes["/api/version"] = json(200, { version: "0.34.1" });
    server.routes["/api/tags"] = json(200, { models: [{ name: WORSE.name, size: 1, digest: DIGEST }] });
    server.routes["/api/delete"] = (response, request) => {
      asked.push(request.body);
      json(200, {})(response, request);
    };
    const { settings } = extension.facts;
    Object.assign(extension.facts, { settings: () => ({ ...settings(), ollamaUrl: server.url }) });
    try {
      answer = "Remove";
      await part.take({ type: "promote", model: BETTER.name });
      await part.take({ type: "remove", model: BETTER.name }); // Ollama has it no more
      await part.take({ type: "remove", model: WORSE.name });
    } finally {
      Object.assign(extension.facts, { settings });
    }
    assert.deepEqual(
      asked.map((body) => JSON.parse(body).name),
      [WORSE.name],
    );
    assert.deepEqual(
      part.view(10).entries.map(({ name }) => name),
      [BASE.name, UNKNOWN.name],
    );
    assert.deepEqual(promotions(), []);
  });
});
