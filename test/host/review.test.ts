import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import * as vscode from "vscode";
import type { Extension } from "../../src/extension.ts";
import type { CellMark } from "../../src/protocol/lspMessages.ts";
import { clearWorkspace, type Opened, openExtension, remove } from "./opened.ts";
import { until } from "./until.ts";

const cell = (n: number, answer: string) =>
  `# %%\ndef f(x: int, n=${n}):\n    return x == n * n + 1\n\n\ndef g(n=${n}):\n    return ${answer}\n`;
const RIGHT = "n * n + 1";

describe("review in an editor", function () {
  this.timeout(60_000);
  let opened: Opened;
  let extension: Extension;
  let root: string;
  let editor: vscode.TextEditor;

  before(async () => {
    opened = await openExtension();
    ({ extension, root } = opened);
  });
  beforeEach(async () => {
    const file = join(root, "review.puzzle.py");
    writeFileSync(file, [cell(21, RIGHT), cell(22, "n"), cell(23, RIGHT), cell(24, RIGHT)].join("\n\n"));
    editor = await vscode.window.showTextDocument(vscode.Uri.file(file));
  });
  afterEach(async () => {
    await vscode.commands.executeCommand("workbench.action.revertAndCloseActiveEditor");
    remove(root, "review.puzzle.py");
    await clearWorkspace(opened);
  });

  const cells = () => extension.cells.of(editor.document.uri.toString());
  const when = (holds: (all: readonly CellMark[]) => boolean) =>
    until(() => (cells().length > 0 && holds(cells()) ? cells() : undefined));
  const states = (all: readonly CellMark[]) => all.map(({ state }) => state);
  const put = (line: number) => {
    editor.selection = new vscode.Selection(line, 0, line, 0);
  };

  it("judges the cells of a document that is opened", async () => {
    const all = await when((each) => each.every(({ state }) => state !== "checking"));
    assert.deepEqual(states(all), ["verified", "refuted", "verified", "verified"]);
    const problems = await until(() => {
      const found = vscode.languages
        .getDiagnostics(editor.document.uri)
        .filter(({ source }) => source === "autodidact");
      return found.some(({ code }) => code === "refuted") ? found : undefined;
    });
    assert.ok(problems.some(({ range }) => range.start.line === all[1]?.g));
  });

  it("accepts and rejects with the cursor going on to the next that waits, and undoes", async () => {
    await when((each) => each.filter(({ state }) => state === "verified").length === 3);
    put(1);
    await vscode.commands.executeCommand("autodidact.acceptCell");
    assert.equal(editor.selection.active.line, cells()[2]?.g);
    await vscode.commands.executeCommand("autodidact.rejectCell");
    assert.equal(editor.selection.active.line, cells()[3]?.g);
    const reviews = (all: readonly CellMark[]) => all.map(({ review }) => review);
    await when((all) => reviews(all).join() === "accepted,,rejected,");
    await vscode.commands.executeCommand("autodidact.undoReview");
    await when((all) => reviews(all).join() === "accepted,,pending,");
  });

  it("does not show the verdict of another text after an edit", async () => {
    await when((each) => each[0]?.state === "verified");
    const edit = new vscode.WorkspaceEdit();
    edit.replace(editor.document.uri, new vscode.Range(6, 11, 6, 11 + RIGHT.length), "n - 1");
    await vscode.workspace.applyEdit(edit);
    await when((each) => each[0]?.state === "refuted");
    put(6);
    await vscode.commands.executeCommand("autodidact.acceptCell");
    assert.equal((await extension.queue.stats())?.pairs.accepted ?? 0, 0);
  });

  it("shows lenses whose commands work", async () => {
    await when((each) => each.every(({ state }) => state !== "checking"));
    const lenses = await until(async () => {
      const found = await vscode.commands.executeCommand<vscode.CodeLens[]>(
        "vscode.executeCodeLensProvider",
        editor.document.uri,
      );
      return found.some(({ command }) => command?.title === "Accept") ? found : undefined;
    });
    const accept = lenses.find(({ command }) => command?.title === "Accept")?.command;
    assert.ok(accept);
    await vscode.commands.executeCommand(accept.command, ...(accept.arguments ?? []));
    await when((all) => all[0]?.review === "accepted");
  });

  it("accepts all that is verified at once", async () => {
    await when((each) => each.every(({ state, review }) => state !== "checking" && review === null));
    await vscode.commands.executeCommand("autodidact.acceptVerified");
    await when((all) => all.filter(({ review }) => review === "accepted").length === 3);
    assert.equal((await extension.queue.stats())?.pairs.accepted, 3);
  });

  it("lists each pair in the Test Explorer", async () => {
    await when((each) => each.every(({ state }) => state !== "checking"));
    const file = extension.tests.items.get(editor.document.uri.toString());
    assert.ok(file);
    assert.deepEqual(
      [...file.children].map(([, item]) => item.label),
      Array(4).fill("x == n * n + 1"),
    );
    await vscode.commands.executeCommand("testing.runAll");
  });

  it("uses keys that VS Code itself leaves free in an editor", async () => {
    const uri = vscode.Uri.parse("vscode://defaultsettings/keybindings.json");
    const text = (await vscode.workspace.openTextDocument(uri)).getText().replaceAll(/^\s*\/\/.*$/gm, "");
    const defaults: { key: string; command: string; when?: string }[] = JSON.parse(text);
    assert.ok(defaults.length > 300);
    const { contributes } = vscode.extensions.getExtension("autodidact.autodidact")?.packageJSON ?? {};
    const ours: { key: string; command: string; when: string }[] = contributes.keybindings;
    const inEditor = ours.filter(({ when: clause }) => clause.includes("editorTextFocus"));
    const taken = inEditor.filter(({ key }) =>
      defaults.some(
        (other) => other.key === key && !other.command.startsWith("autodidact.") && mayHoldInEditor(other.when ?? ""),
      ),
    );
    assert.deepEqual(taken, []);
  });
});

/** Whether a clause can be true while text is typed in an ordinary editor. */
function mayHoldInEditor(clause: string): boolean {
  return !/terminalFocus|listFocus|findInputFocussed|searchView|notebook|inDebugMode|suggestWidgetVisible|findWidget|replaceInput|inlineSuggestion|quickInput|inQuickOpen|filesExplorer|accessib|markers|chat|problems|scm|webview|treeFind/i.test(
    clause,
  );
}
