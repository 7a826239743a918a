import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import process from "node:process";
import { DatabaseSync } from "node:sqlite";
import * as vscode from "vscode";
import { parseDocument } from "../../src/core/puzzleDocument.ts";
import type { Extension } from "../../src/extension.ts";
import type { PairNode, QueueNode, StateNode } from "../../src/ui/queueNodes.ts";
import { clearWorkspace, type Opened, openExtension, remove } from "./opened.ts";
import { until } from "./until.ts";

/** Puzzles with two solutions each, of which the second is longer. */
const PUZZLES = 6;

describe("the queue's list in the editor", () => {
  let workspace: Opened;
  let extension: Extension;
  let folder: vscode.WorkspaceFolder;
  const documents: vscode.Uri[] = [];

  before(async function () {
    this.timeout(60_000);
    workspace = await openExtension();
    ({ extension, folder } = workspace);
  });
  beforeEach(async function () {
    this.timeout(60_000);
    importPairs();
    extension.display.refresh();
    await until(async () => (await extension.view.getChildren()).length > 0);
  });
  afterEach(async () => {
    extension.view.filterBy(undefined);
    await extension.view.sortBy("newest");
    await vscode.commands.executeCommand("workbench.action.closeAllEditors");
    await clearWorkspace(workspace);
  });

  after(() => Promise.all(documents.map((uri) => vscode.workspace.fs.delete(uri))));

  function importPairs(): void {
    const file = join(folder.uri.fsPath, "pairs.jsonl");
    const pairs = Array.from({ length: PUZZLES }, (_, n) => ({
      f: `def f(x: int, n=${n + 2}):\n    return x == n * ${n + 3}`,
      g: [`def g(n=${n + 2}):\n    return n * ${n + 3}`, `def g(n=${n + 2}):\n    return sum([${n + 3}] * n)`],
    }));
    writeFileSync(file, pairs.map((pair) => JSON.stringify(pair)).join("\n"));
    const args = [extension.facts.script, "import", file, "--workspace", folder.uri.fsPath, "--json"];
    execFileSync(process.execPath, args, { env: { ...process.env, ELECTRON_RUN_AS_NODE: "1" } });
    remove(file);
  }
  /** Puts three pairs into a round, as a generation would have. */
  function makeRound(): void {
    const db = new DatabaseSync(join(folder.uri.fsPath, ".autodidact/queue.sqlite"));
    db.exec(`INSERT INTO runs VALUES (1, 'r', 'tiny', 'd', 'cpu', 1, '{"recipe":"quick"}', 4, 'done', 0, 0);
      CREATE TEMP TABLE moved AS SELECT * FROM pairs LIMIT 3;
      DELETE FROM pairs WHERE seq IN (SELECT seq FROM moved);
      INSERT INTO pairs (id, puzzle_id, attempt, run_id, added_at) SELECT id, puzzle_id, attempt, 'r', 0 FROM moved`);
    db.close();
  }
  async function stateNode(state: string, under?: QueueNode): Promise<StateNode> {
    const found = (await extension.view.getChildren(under)).find(
      (each) => each.kind === "state" && each.state === state,
    );
    assert.ok(found?.kind === "state");
    return found;
  }
  async function pairsOf(state: string): Promise<PairNode[]> {
    return (await extension.view.getChildren(await stateNode(state))).filter((each) => each.kind === "pair");
  }
  const run = (command: string, ...args: unknown[]) => vscode.commands.executeCommand(`autodidact.${command}`, ...args);
  /** The document that a command has opened; deleted after the last test. */
  async function opened(): Promise<vscode.TextDocument> {
    const { document } = await until(() => {
      const editor = vscode.window.activeTextEditor;
      return editor?.document.uri.scheme === "file" ? editor : undefined;
    });
    documents.push(document.uri);
    return document;
  }

  it("has rounds where there are several", async () => {
    makeRound();
    const rounds = await extension.view.getChildren();
    assert.deepEqual(
      rounds.map((node) => extension.view.getTreeItem(node)).map(({ label, description }) => [label, description]),
      [
        ["Round 4", "3"],
        ["By Hand", `${PUZZLES * 2 - 3}`],
      ],
    );
    const pending = await stateNode("pending", rounds[0]);
    assert.equal(pending.count, 3);
    assert.equal((await extension.view.getChildren(pending)).length, 3);
  });

  it("is sorted and filtered, and says so", async () => {
    await extension.view.sortBy("shortest");
    const lengths = (await pairsOf("pending")).map(({ pair }) => pair.solution.length);
    assert.deepEqual(
      lengths,
      [...lengths].sort((a, b) => a - b),
    );
    extension.view.filterBy(" SUM( ");
    assert.equal((await stateNode("pending")).count, PUZZLES);
    assert.ok((await pairsOf("pending")).every(({ pair }) => pair.solution.includes("sum(")));
    assert.match(extension.view.shownMessage, /“SUM\(”/);
    await run("clearFilter");
    assert.equal((await stateNode("pending")).count, PUZZLES * 2);
    assert.equal(extension.view.shownMessage, "");
  });

  it("has all pairs of a state reviewed at once, those that the filter hides excepted, and taken back", async () => {
    extension.view.filterBy("sum(");
    await run("acceptAll", await stateNode("pending"));
    extension.view.filterBy(undefined);
    assert.equal((await stateNode("accepted")).count, PUZZLES);
    await run("rejectAll", await stateNode("pending"));
    assert.equal((await stateNode("rejected")).count, PUZZLES);
    await run("undoReview");
    assert.equal((await stateNode("pending")).count, PUZZLES);
    await run("undoReview");
    assert.equal((await stateNode("pending")).count, PUZZLES * 2);
    await run("undoReview"); // nothing left: says so, changes nothing
    assert.equal((await stateNode("pending")).count, PUZZLES * 2);
  });

  it("opens what is pending as a document, each puzzle once with its shortest solution", async () => {
    const [first] = await pairsOf("pending");
    assert.ok(first);
    await run("reject", first);
    await run("openPending");
    const document = await opened();
    assert.match(document.uri.path, /\/review-\d{4}-\d\d-\d\d-\d+\.puzzle\.py$/);
    const { cells, problems } = parseDocument(document.getText());
    assert.deepEqual(problems, []);
    assert.equal(cells.length, PUZZLES);
    assert.equal(new Set(cells.map(({ id }) => id)).size, PUZZLES);
    const long = cells.filter(({ g }) => g?.includes("sum("));
    assert.deepEqual(
      long.map(({ id }) => id),
      first.pair.solution.includes("sum(") ? [] : [first.pair.puzzleId],
    );
  });

  it("opens what is pending of one round", async () => {
    makeRound();
    const [round] = await extension.view.getChildren();
    await run("openPending", await stateNode("pending", round));
    assert.equal(parseDocument((await opened()).getText()).cells.length, 2);
  });

  it("jumps to a pair's cell in a document that is open", async () => {
    await run("openPending");
    const document = await opened();
    await vscode.commands.executeCommand("workbench.action.files.newUntitledFile");
    const pair = (await pairsOf("pending")).at(-1);
    await run("openPair", pair);
    const editor = await until(() =>
      vscode.window.activeTextEditor?.document === document ? vscode.window.activeTextEditor : undefined,
    );
    assert.equal(document.lineAt(editor.selection.active.line).text, `# %% ${pair?.pair.puzzleId}`);
  });

  it("shows a note and tags", async () => {
    const [pair] = await pairsOf("pending");
    assert.ok(pair);
    await extension.queue.annotate(pair.pair.id, { note: "neat", tags: ["sums"] });
    const [again] = await pairsOf("pending");
    assert.ok(again);
    const item = extension.view.getTreeItem(again);
    assert.match(String(item.description), /by hand · #sums$/);
    assert.match((item.tooltip as vscode.MarkdownString).value, /neat/);
  });
});
