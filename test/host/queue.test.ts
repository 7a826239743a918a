import assert from "node:assert/strict";
import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import process from "node:process";
import * as vscode from "vscode";
import type { Extension } from "../../src/extension.ts";
import type { PairNode, QueueNode } from "../../src/ui/queueNodes.ts";
import { clearWorkspace, type Opened, openExtension, remove } from "./opened.ts";
import { until } from "./until.ts";

/** Pairs that the command line verifies and queues: more than one page of the tree. */
const PAIRS = 53;

describe("the queue in the editor", () => {
  let opened: Opened;
  let extension: Extension;
  let root: string;

  before(async function () {
    this.timeout(60_000);
    opened = await openExtension();
    ({ extension, root } = opened);
    importPairs();
    extension.display.refresh();
    await until(async () => (await states()).length > 0);
  });
  after(() => clearWorkspace(opened));

  /** Runs the built command line on this workspace, as a person or a job would beside the editor. */
  function cli(...args: readonly string[]): string {
    const env = { ...process.env, ELECTRON_RUN_AS_NODE: "1" };
    const all = [extension.facts.script, ...args, "--workspace", root, "--json"];
    return execFileSync(process.execPath, all, { env, encoding: "utf8", stdio: ["ignore", "pipe", "pipe"] });
  }
  function importPairs(): void {
    const file = join(root, "pairs.jsonl");
    const pairs = Array.from({ length: PAIRS }, (_, n) => ({
      f: `def f(x: int, n=${n + 2}):\n    return x == n * ${n + 3}`,
      g: `def g(n=${n + 2}):\n    return n * ${n + 3}`,
    }));
    writeFileSync(file, pairs.map((pair) => JSON.stringify(pair)).join("\n"));
    cli("import", file);
    remove(file);
  }
  const states = (): Promise<QueueNode[]> => extension.view.getChildren();
  async function childrenOf(state: string): Promise<QueueNode[]> {
    const found = (await states()).find((each) => each.kind === "state" && each.state === state);
    assert.ok(found);
    return extension.view.getChildren(found);
  }
  async function pairsOf(state: string): Promise<PairNode[]> {
    return (await childrenOf(state)).filter((each) => each.kind === "pair");
  }
  async function counts(): Promise<Record<string, number>> {
    const all = await states();
    return Object.fromEntries(all.flatMap((each) => (each.kind === "state" ? [[each.state, each.count]] : [])));
  }
  const inQueue = (state: string): string[] =>
    [...cli("queue", "list", "--state", state, "--limit", "100").matchAll(/^\{"id":"(\w+)"/gm)].map(
      ([, id]) => id ?? "",
    );
  /** A process that holds the workspace as another window does. */
  async function otherWindow(): Promise<ChildProcess> {
    const program = `
      const { DatabaseSync } = require("node:sqlite");
      const lock = new DatabaseSync(process.argv[1], { timeout: 0 });
      lock.exec("BEGIN IMMEDIATE");
      console.log("held");
      setInterval(() => lock, 1000);`;
    const file = join(root, ".autodidact/window.sqlite");
    const env = { ...process.env, ELECTRON_RUN_AS_NODE: "1" };
    const child = spawn(process.execPath, ["-e", program, file], { env, stdio: ["ignore", "pipe", "inherit"] });
    await once(child.stdout, "data");
    return child;
  }

  it("shows every state with its count", async () => {
    assert.deepEqual(await counts(), { pending: PAIRS, accepted: 0, rejected: 0, trained: 0 });
  });

  it("lists a page, and the next one when asked for it", async () => {
    const first = await childrenOf("pending");
    assert.equal(first.length, 51);
    const more = first.at(-1);
    assert.ok(more?.kind === "more");
    assert.equal(more.left, PAIRS - 50);
    await vscode.commands.executeCommand("autodidact.showMore", more);
    assert.equal((await pairsOf("pending")).length, PAIRS);
    assert.equal((await childrenOf("pending")).length, PAIRS);
  });

  it("opens a pair as a document that nobody can change", async () => {
    const [pair] = await pairsOf("pending");
    await vscode.commands.executeCommand("autodidact.openPair", pair);
    const { document } = await until(() => vscode.window.activeTextEditor);
    assert.equal(document.uri.scheme, "autodidact");
    assert.equal(document.languageId, "python");
    assert.equal(
      document.getText(),
      `# %% ${pair?.pair.puzzleId}\n${pair?.pair.puzzle}\n\n\n${pair?.pair.solution}\n\n\nassert f(g())\n`,
    );
  });

  it("keeps a review on disk: accepted, rejected, and back to pending", async () => {
    const [a, b, c] = await pairsOf("pending");
    assert.ok(a && b && c);
    await vscode.commands.executeCommand("autodidact.accept", a, [a, b]);
    await vscode.commands.executeCommand("autodidact.reject", c);
    assert.deepEqual(inQueue("accepted").sort(), [a.pair.id, b.pair.id].sort());
    assert.deepEqual(inQueue("rejected"), [c.pair.id]);
    assert.deepEqual(await counts(), { pending: PAIRS - 3, accepted: 2, rejected: 1, trained: 0 });
    const [accepted] = await pairsOf("accepted");
    assert.equal(extension.view.getTreeItem(accepted as PairNode).contextValue, "pair.accepted");
    await vscode.commands.executeCommand("autodidact.reconsider", accepted);
    assert.equal(inQueue("accepted").length, 1);
  });

  it("sees what another process has written", async () => {
    const [pair] = await pairsOf("pending");
    assert.ok(pair);
    const shown = new Promise<void>((resolve) => {
      const listener = extension.view.onDidChangeTreeData(() => {
        listener.dispose();
        resolve();
      });
    });
    cli("queue", "accept", pair.pair.id);
    await shown;
    assert.ok((await pairsOf("accepted")).some((each) => each.pair.id === pair.pair.id));
  });

  it("is read-only while another window has the workspace, and says so", async () => {
    await extension.queue.dispose();
    const other = await otherWindow();
    try {
      extension.display.refresh();
      await until(() => extension.display.readOnly);
      const before = await counts();
      const [pair] = await pairsOf("pending");
      await assert.rejects(extension.queue.review([pair?.pair.id ?? ""], "accepted"), /Another window/);
      await assert.rejects(
        extension.generation.start({ count: 1, recipe: "quick", document: vscode.Uri.file("/x").toString() }),
        /Another window/,
      );
      assert.deepEqual(await counts(), before);
    } finally {
      other.kill();
      await once(other, "exit");
    }
    await until(() => {
      extension.display.refresh();
      return !extension.display.readOnly;
    });
    const [pair] = await pairsOf("pending");
    assert.equal(await extension.queue.review([pair?.pair.id ?? ""], "accepted"), 1);
  });

  it("runs and reviews nothing in a workspace that is not trusted", async () => {
    const before = await counts();
    const documents = await vscode.workspace.findFiles("**/*.puzzle.py");
    const [pair] = await pairsOf("pending");
    const trust = Object.getOwnPropertyDescriptor(vscode.workspace, "isTrusted") ?? {};
    Object.defineProperty(vscode.workspace, "isTrusted", { configurable: true, get: () => false });
    try {
      await vscode.commands.executeCommand("autodidact.accept", pair);
      await vscode.commands.executeCommand("autodidact.generate");
      await vscode.commands.executeCommand("autodidact.setup");
    } finally {
      Object.defineProperty(vscode.workspace, "isTrusted", trust);
    }
    assert.deepEqual(await counts(), before);
    assert.equal(extension.generation.running, false);
    assert.equal((await vscode.workspace.findFiles("**/*.puzzle.py")).length, documents.length);
    assert.equal(vscode.tasks.taskExecutions.length, 0);
  });

  it("opens the Training panel once", async () => {
    const panels = () =>
      vscode.window.tabGroups.all
        .flatMap(({ tabs }) => tabs)
        .filter((tab) => tab.input instanceof vscode.TabInputWebview);
    await vscode.commands.executeCommand("autodidact.openTrainingPanel");
    await until(() => panels().length === 1);
    await vscode.commands.executeCommand("autodidact.openTrainingPanel");
    assert.equal(panels().length, 1);
    await vscode.commands.executeCommand("workbench.action.closeAllEditors");
  });
});
