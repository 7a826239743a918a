/** Review with the keyboard: commands on the cells at the cursor or in the selection, and on all of a document. */
import * as vscode from "vscode";
import { UserError } from "../core/errors.ts";
import { CELL_COMMANDS, type CellAction, type CellMark, cellOutcome } from "../protocol/lspMessages.ts";
import { acceptable, nextPending, rejectable } from "./cellChoice.ts";
import type { Notifier } from "./notify.ts";
import type { ReviewCells } from "./reviewCells.ts";

export interface CellCommandParts {
  readonly cells: ReviewCells;
  readonly notify: Notifier;
}

/** The handlers of the commands that review in an editor. */
export function cellHandlers(parts: CellCommandParts) {
  return {
    verifyCell: () => act(parts, "verify"),
    solveCell: () => act(parts, "solve"),
    solveCellHarder: () => act(parts, "solveHarder"),
    acceptCell: () => decide(parts, "accept"),
    rejectCell: () => decide(parts, "reject"),
    reconsiderCell: () => act(parts, "reconsider"),
    previousSolution: () => act(parts, "previousSolution"),
    nextSolution: () => act(parts, "nextSolution"),
    nextPending: () => goOn(parts, activeEditor(), 1),
    previousPending: () => goOn(parts, activeEditor(), -1),
    acceptVerified: () => decideAll(parts, "accept"),
    rejectWeak: () => decideAll(parts, "reject"),
    goToOtherHalf: () => goToOtherHalf(parts, activeEditor()),
  };
}

function activeEditor(): vscode.TextEditor {
  const editor = vscode.window.activeTextEditor;
  if (editor === undefined) {
    throw new UserError(vscode.l10n.t("No editor is open."), vscode.l10n.t("Open a `.puzzle.py` document first."));
  }
  return editor;
}

/** Runs a command on the selected cells; returns how many it was done for. */
async function act({ cells }: CellCommandParts, action: CellAction): Promise<number> {
  const editor = activeEditor();
  return run(action, editor, cells.selected(editor));
}

async function run(action: CellAction, { document }: vscode.TextEditor, cells: readonly CellMark[]): Promise<number> {
  if (cells.length === 0) {
    throw new UserError(
      vscode.l10n.t("There is no puzzle at the cursor."),
      vscode.l10n.t("Put the cursor into a cell of a `.puzzle.py` document."),
    );
  }
  const keys = cells.map(({ key }) => key);
  const outcome = await vscode.commands.executeCommand(CELL_COMMANDS[action], document.uri.toString(), keys);
  return cellOutcome.parse(outcome).done;
}

/** Decides about the selected cells and goes on to the next that waits. */
async function decide(parts: CellCommandParts, action: "accept" | "reject"): Promise<void> {
  const editor = activeEditor();
  const before = parts.cells.selected(editor);
  const next = nextPending(parts.cells.of(editor.document.uri.toString()), before.at(-1)?.line ?? 0, 1);
  const done = await run(action, editor, before);
  if (done > 0 && next !== undefined && !before.some(({ key }) => key === next.key)) {
    reveal(editor, next);
  }
}

async function goOn({ cells }: CellCommandParts, editor: vscode.TextEditor, step: 1 | -1): Promise<void> {
  const next = nextPending(cells.of(editor.document.uri.toString()), editor.selection.active.line, step);
  if (next === undefined) {
    void vscode.window.setStatusBarMessage(vscode.l10n.t("Nothing in this document waits for review."), 3_000);
    return;
  }
  reveal(editor, next);
}

/** Puts the cursor to the end of the cell's `def g`, where no word is marked, and the cell into view. */
function reveal(editor: vscode.TextEditor, { line, g, f }: CellMark): void {
  const at = editor.document.lineAt(g ?? f ?? line).range.end;
  editor.selection = new vscode.Selection(at, at);
  editor.revealRange(new vscode.Range(line, 0, at.line, 0), vscode.TextEditorRevealType.InCenterIfOutsideViewport);
}

async function decideAll({ cells, notify }: CellCommandParts, action: "accept" | "reject"): Promise<void> {
  const editor = activeEditor();
  const all = cells.of(editor.document.uri.toString());
  const chosen = action === "accept" ? acceptable(all) : rejectable(all);
  if (chosen.length === 0) {
    notify.inform(
      action === "accept"
        ? vscode.l10n.t("No verified pair of this document waits for review.")
        : vscode.l10n.t("No pair of this document that waits for review is trivial or a duplicate."),
      [],
    );
    return;
  }
  const done = await run(action, editor, chosen);
  notify.inform(
    action === "accept"
      ? vscode.l10n.t("{0} pairs are accepted.", done)
      : vscode.l10n.t("{0} pairs are rejected.", done),
    [],
  );
}

async function goToOtherHalf({ cells }: CellCommandParts, editor: vscode.TextEditor): Promise<void> {
  const [cell] = cells.selected(editor);
  if (cell === undefined || cell.f === null || cell.g === null) {
    throw new UserError(
      vscode.l10n.t("The cell at the cursor has no other half."),
      vscode.l10n.t("Write a solution first: `def g(…)`."),
    );
  }
  const onSolution = editor.selection.active.line >= cell.g;
  const at = new vscode.Position(onSolution ? cell.f : cell.g, 0);
  editor.selection = new vscode.Selection(at, at);
  editor.revealRange(new vscode.Range(at, at), vscode.TextEditorRevealType.InCenterIfOutsideViewport);
}
