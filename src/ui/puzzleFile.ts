/** New puzzle documents and the puzzles that a person points at. */
import * as vscode from "vscode";
import { UserError } from "../core/errors.ts";
import { type PuzzleCell, parseDocument, renderDocument } from "../core/puzzleDocument.ts";

/** Creates `<name>-<date>-<n>.puzzle.py` with this text. Throws `UserError` where nothing can be written. */
export async function createPuzzleFile(
  folder: vscode.Uri,
  name: "puzzles" | "review",
  text: string,
): Promise<vscode.Uri> {
  const now = new Date();
  const date = [now.getFullYear(), now.getMonth() + 1, now.getDate()].map((part) => String(part).padStart(2, "0"));
  for (let n = 1; ; n++) {
    const uri = vscode.Uri.joinPath(folder, `${name}-${date.join("-")}-${n}.puzzle.py`);
    if (!(await exists(uri))) {
      await create(uri, text);
      return uri;
    }
  }
}

async function create(uri: vscode.Uri, text: string): Promise<void> {
  try {
    await vscode.workspace.fs.writeFile(uri, new TextEncoder().encode(text));
  } catch (error) {
    throw new UserError(
      vscode.l10n.t("{0} cannot be written.", uri.fsPath),
      vscode.l10n.t("Open a workspace that you may write to, or change the setting autodidact.folder."),
      { cause: error },
    );
  }
}

async function exists(uri: vscode.Uri): Promise<boolean> {
  try {
    await vscode.workspace.fs.stat(uri);
    return true;
  } catch {
    return false;
  }
}

/** The puzzles of the selected text, as a document. Throws `UserError` where there are none. */
export function examplesInSelection(editor: vscode.TextEditor | undefined): string {
  const text = editor?.document.getText(editor.selection) ?? "";
  return exampleOf(parseDocument(text).cells, vscode.l10n.t("The selection holds no puzzle."));
}

/** The puzzle of the cell that the cursor stands in, as a document. Throws `UserError` where there is none. */
export function exampleAtCursor(editor: vscode.TextEditor | undefined): string {
  const line = editor?.selection.active.line ?? 0;
  const cells = parseDocument(editor?.document.getText() ?? "").cells;
  const under = cells.filter(({ lines }) => lines.start <= line && line < lines.end);
  return exampleOf(under, vscode.l10n.t("There is no puzzle at the cursor."));
}

function exampleOf(cells: readonly PuzzleCell[], without: string): string {
  const contents = cells.flatMap(({ id, f, g }, index) => (f === null ? [] : [{ id: id ?? `example${index}`, f, g }]));
  if (contents.length === 0) {
    throw new UserError(without, vscode.l10n.t("Select at least one `def f(answer: T, …) -> bool`."));
  }
  return renderDocument(contents);
}

/** Calls `start` once, when the first puzzle document is open. */
export function whenPuzzleFileOpens(start: () => Promise<void>, report: (error: unknown) => void): vscode.Disposable {
  let started = false;
  const look = (document: vscode.TextDocument) => {
    if (!started && document.uri.scheme === "file" && document.uri.path.endsWith(".puzzle.py")) {
      started = true;
      start().catch(report);
    }
  };
  vscode.workspace.textDocuments.forEach(look);
  return vscode.workspace.onDidOpenTextDocument(look);
}
