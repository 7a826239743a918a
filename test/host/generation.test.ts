import assert from "node:assert/strict";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import * as vscode from "vscode";
import type { Extension } from "../../src/extension.ts";
import { identifyProcess } from "../../src/node/processTree.ts";
import type { JobRequest } from "../../src/protocol/jobRequest.ts";
import { fixture, openExtension, remove } from "./opened.ts";
import { until } from "./until.ts";

describe("a generation in the editor", () => {
  let extension: Extension;
  let ownScript: string;
  let root: vscode.Uri;
  let runs: string;
  const documents: vscode.Uri[] = [];

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
  afterEach(async () => {
    await extension.generation.stop();
    await until(() => !extension.generation.running);
    delete process.env["FAKE_MODE"];
    delete process.env["FAKE_PAUSE_MS"];
    remove(runs);
    await vscode.commands.executeCommand("workbench.action.closeAllEditors");
    await Promise.all(documents.splice(0).map((uri) => vscode.workspace.fs.delete(uri)));
  });

  async function start(request: Partial<JobRequest> & { count: number }) {
    const uri = vscode.Uri.joinPath(root, `puzzles-${Math.random().toString(36).slice(2)}.puzzle.py`);
    await vscode.workspace.fs.writeFile(uri, new Uint8Array());
    documents.push(uri);
    const document = await vscode.workspace.openTextDocument(uri);
    const editor = await vscode.window.showTextDocument(document);
    await extension.generation.start({ recipe: "quick", document: uri.toString(), ...request });
    return { document, editor };
  }
  const idOf = (n: number) => n.toString(16).padStart(16, "0");
  const cell = (n: number) =>
    `# %% ${idOf(n)}\ndef f(x: int, n=${n}):\n    return x == n + ${n}\n\n\ndef g(n=${n}):\n    return n + ${n}\n\n\nassert f(g())`;
  const ended = () => until(() => !extension.generation.running);
  /** The end of a run that leaves these cells in its document and in the document's file. */
  async function saves(document: vscode.TextDocument, numbers: readonly number[]): Promise<void> {
    const whole = `${numbers.map(cell).join("\n\n\n")}\n`;
    const onDisk = () => readFileSync(document.uri.fsPath, "utf8");
    await ended();
    // Where the two never agree, the comparison says how they differ.
    await Promise.race([until(() => onDisk() === whole && !document.isDirty), sleep(10_000)]);
    assert.equal(onDisk(), whole);
    assert.equal(document.getText(), whole);
  }
  const theJob = () => join(runs, readdirSync(runs)[0] ?? "");

  it("fills its document while the model writes, and saves it", async () => {
    const { document } = await start({ count: 3 });
    await until(() => document.getText().includes(`# %% ${idOf(1)}`));
    await saves(document, [1, 2, 3]);
  });

  it("leaves a cell as a person has changed it, and what the person adds", async () => {
    process.env["FAKE_PAUSE_MS"] = "400";
    const { document, editor } = await start({ count: 3 });
    await until(() => document.getText().includes(`# %% ${idOf(1)}`));
    await editor.edit((edit) => {
      const at = document.positionAt(document.getText().indexOf("return x == n + 1") + "return x == n + 1".length);
      edit.insert(at, " + 0 * 7");
    });
    await ended();
    const text = document.getText();
    assert.match(text, /return x == n \+ 1 \+ 0 \* 7\n/);
    assert.ok(!text.includes("def g(n=1)"), text);
    assert.ok(text.includes(cell(2)) && text.includes(cell(3)), text);
  });

  it("does not move the cursor or the selection of a person", async () => {
    process.env["FAKE_PAUSE_MS"] = "100";
    const { document, editor } = await start({ count: 4 });
    await until(() => document.getText().includes(`# %% ${idOf(2)}`));
    assert.deepEqual([editor.selection.active.line, editor.selection.active.character], [0, 0]);
    editor.selection = new vscode.Selection(1, 4, 1, 5);
    await until(() => document.getText().includes(`# %% ${idOf(3)}`));
    assert.deepEqual([editor.selection.start.line, editor.selection.start.character], [1, 4]);
    await ended();
    assert.deepEqual([editor.selection.end.line, editor.selection.end.character], [1, 5]);
  });

  it("keeps what was written when it is stopped, and ends the whole process tree", async () => {
    process.env["FAKE_MODE"] = "deaf";
    const { document } = await start({ count: 1000 });
    await until(() => document.getText().includes(cell(2)));
    const { process: identity } = JSON.parse(readFileSync(join(theJob(), "state.json"), "utf8"));
    const child = Number(readFileSync(join(theJob(), "child.pid"), "utf8"));
    assert.ok(identifyProcess(identity.pid) && identifyProcess(child));
    await vscode.commands.executeCommand("autodidact.stop");
    await ended();
    await until(() => identifyProcess(child) === undefined);
    assert.equal(identifyProcess(identity.pid), undefined);
    assert.ok(document.getText().includes(cell(2)));
    await until(() => !document.isDirty);
  });

  it("goes on while no window watches, and the next window takes it up", async () => {
    process.env["FAKE_PAUSE_MS"] = "200";
    const { document } = await start({ count: 8 });
    await until(() => document.getText().includes(cell(2)));
    extension.generation.dispose();
    assert.equal(extension.generation.running, false);
    const deleted = new vscode.WorkspaceEdit();
    const firstCell = new vscode.Range(0, 0, cell(1).split("\n").length + 2, 0);
    deleted.delete(document.uri, firstCell);
    // The editor refuses an edit that the stream's last one, still on its way, overtakes; nothing has changed then.
    await until(async () => vscode.workspace.applyEdit(deleted));
    await extension.generation.reattach();
    assert.equal(extension.generation.running, true);
    await saves(document, [2, 3, 4, 5, 6, 7, 8]);
  });

  it("resumes by itself after a crash", async () => {
    process.env["FAKE_MODE"] = "crashOnce";
    const { document } = await start({ count: 4 });
    await saves(document, [1, 2, 3, 4]);
  });

  it("refuses a second generation while one runs", async () => {
    process.env["FAKE_PAUSE_MS"] = "100";
    await start({ count: 1000 });
    await assert.rejects(start({ count: 1 }), /is running/);
  });

  it("hands the interpreter, the model and the examples to its process", async () => {
    await start({ count: 1, model: "coder:7b", example: "# %% e\ndef f(x: int):\n    return x == 3\n" });
    await ended();
    const seen = JSON.parse(readFileSync(join(theJob(), "seen.json"), "utf8"));
    assert.ok(existsSync(seen.env), `AUTODIDACT_PYTHON=${seen.env}`);
    assert.equal(seen.argv[seen.argv.indexOf("--model") + 1], "coder:7b");
    assert.match(readFileSync(seen.argv[seen.argv.indexOf("--example-file") + 1], "utf8"), /x == 3/);
  });
});
