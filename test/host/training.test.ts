import assert from "node:assert/strict";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import process from "node:process";
import * as vscode from "vscode";
import type { Extension } from "../../src/extension.ts";
import { identifyProcess } from "../../src/node/processTree.ts";
import { acquireWindowLock } from "../../src/node/windowLock.ts";
import type { StoredTrainRequest } from "../../src/protocol/trainRequest.ts";
import { askEpochs } from "../../src/ui/trainOn.ts";
import { fixture, openExtension, remove } from "./opened.ts";
import { until } from "./until.ts";

const REQUEST: StoredTrainRequest = {
  base: "fake:1b",
  recipe: "adaptive",
  overrides: {},
  seed: 1,
  unload: true,
  source: { kind: "queue", from: "accepted" },
};

describe("a training in the editor", () => {
  let extension: Extension;
  let ownScript: string;
  let root: vscode.Uri;
  let runs: string;
  const own = {
    showErrorMessage: vscode.window.showErrorMessage,
    showInformationMessage: vscode.window.showInformationMessage,
  };
  let said: string[] = [];

  before(async () => {
    const opened = await openExtension();
    extension = opened.extension;
    ownScript = extension.facts.script;
    extension.facts.script = fixture(opened, "fakeCli.mjs");
    root = opened.folder.uri;
    runs = join(opened.root, ".autodidact/runs");
  });
  after(() => {
    extension.facts.script = ownScript;
  });
  beforeEach(() => {
    said = [];
    const take = async (text: string) => void said.push(text);
    Object.assign(vscode.window, { showErrorMessage: take, showInformationMessage: take });
  });
  afterEach(async () => {
    await extension.training.cancel();
    await until(() => !extension.training.running);
    Object.assign(vscode.window, own);
    delete process.env["FAKE_MODE"];
    delete process.env["FAKE_PAUSE_MS"];
    remove(runs);
    await vscode.commands.executeCommand("workbench.action.closeAllEditors");
  });

  const start = (environment: Record<string, string> = {}) => {
    Object.assign(process.env, environment);
    return extension.training.start(REQUEST);
  };
  const newest = () => extension.training.all[0];
  const steps = () => newest()?.status.losses.length ?? 0;
  const ended = () => until(() => !extension.training.running);

  it("is shown in the status bar while it runs, and told when it is done", async () => {
    await start({ FAKE_PAUSE_MS: "60" });
    await until(() => /Training: [1-9]\d* %/.test(extension.trainingStatus.text));
    await ended();
    await until(() => newest()?.state === "finished");
    assert.equal(extension.trainingStatus.text, "");
    await until(() => said.includes("fake-autodidact:1b-r1 is tuned and ready in Ollama."));
  });

  it("is paused with its checkpoint, and goes on from it", async () => {
    await start({ FAKE_PAUSE_MS: "60" });
    await until(() => steps() > 2);
    await extension.training.pause();
    await until(() => newest()?.state === "paused");
    await extension.training.resume(newest()?.id ?? "");
    await ended();
    await until(() => newest()?.state === "finished");
    assert.deepEqual(
      newest()?.status.losses.map(({ step }) => step),
      [1, 2, 3, 4, 5, 6, 7, 8, 9, 10],
    );
  });

  it("is trained on from its end where a person wants more epochs than it has had", async () => {
    await start();
    await ended();
    await until(() => newest()?.state === "finished");
    const { id = "" } = newest() ?? {};
    const { showInputBox } = vscode.window;
    let checked: unknown[] = [];
    const answer = async ({ validateInput }: vscode.InputBoxOptions) => {
      checked = ["2", "3", "101"].map((text) => validateInput?.(text));
      return "3";
    };
    Object.assign(vscode.window, { showInputBox: answer });
    try {
      await askEpochs(extension.training, id);
    } finally {
      Object.assign(vscode.window, { showInputBox });
    }
    const rule = "A whole number from 3 to 100.";
    assert.deepEqual(checked, [rule, undefined, rule]);
    await ended();
    const { argv } = JSON.parse(readFileSync(join(runs, id, "seen.json"), "utf8"));
    assert.deepEqual(argv.slice(-4), ["--resume", id, "--epochs", "3"]);
  });

  it("is cancelled with all that it started", async () => {
    await start({ FAKE_MODE: "deaf" });
    await until(() => steps() > 1);
    const folder = join(runs, readdirSync(runs)[0] ?? "");
    const child = Number(readFileSync(join(folder, "child.pid"), "utf8"));
    assert.ok(identifyProcess(child));
    const cancelling = extension.training.cancel();
    assert.equal(extension.training.current?.ending, "cancelling");
    await cancelling;
    await until(() => newest()?.state === "cancelled");
    await until(() => identifyProcess(child) === undefined);
    assert.deepEqual(said, []);
  });

  it("goes on while no window watches, and the next window takes it up with all its losses", async () => {
    await start({ FAKE_PAUSE_MS: "250" });
    await until(() => steps() > 2);
    extension.training.dispose();
    assert.equal(extension.training.running, false);
    await extension.training.reattach();
    assert.equal(extension.training.running, true);
    await ended();
    assert.equal(steps(), 10);
  });

  it("that has died is shown as interrupted, with what to do", async () => {
    await start({ FAKE_MODE: "crashOnce" });
    await ended();
    await until(() => newest()?.state === "interrupted");
    await until(() => said.includes("The training ended unexpectedly. It can be resumed in the panel."));
  });

  it("that has failed says why", async () => {
    await start({ FAKE_MODE: "fail" });
    await ended();
    await until(() => newest()?.state === "failed");
    await until(() => said.includes("Ollama holds big:70b in memory. Wait until it is free."));
  });

  it("refuses another one, and a generation, while it runs", async () => {
    await start({ FAKE_PAUSE_MS: "500" });
    await assert.rejects(start(), /A training runs in this workspace/);
    const document = vscode.Uri.joinPath(root, "none.puzzle.py").toString();
    await assert.rejects(extension.generation.start({ count: 1, recipe: "quick", document }), /A training runs/);
    assert.equal(readdirSync(runs).length, 1);
  });

  it("is not started where another window has the workspace", async () => {
    await extension.queue.dispose();
    const lock = acquireWindowLock(join(root.fsPath, ".autodidact"));
    try {
      assert.ok(lock.held);
      await assert.rejects(start(), /Another window has this workspace/);
      assert.equal(existsSync(runs) ? readdirSync(runs).length : 0, 0);
    } finally {
      if (lock.held) lock.release();
      await extension.queue.claim();
    }
  });

  it("is not started in a workspace that is not trusted", async () => {
    const { isTrusted } = extension.facts;
    Object.assign(extension.facts, { isTrusted: () => false });
    try {
      await assert.rejects(start(), /not trusted/);
    } finally {
      Object.assign(extension.facts, { isTrusted });
    }
  });
});
