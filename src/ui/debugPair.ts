/** Runs one pair under the debugger of the user's Python extension, which is outside the sandbox: only if agreed. */
import * as vscode from "vscode";
import { UserError } from "../core/errors.ts";
import { parseDocument } from "../core/puzzleDocument.ts";
import { requireTrust } from "./trust.ts";

const DEBUGGER = "ms-python.debugpy";

/**
 * Debugs the cell at `range` of a document; breakpoints in the document hold. Throws `UserError` without a debugger, in
 * an untrusted workspace, and where there is no pair.
 */
export async function debugPair(uri: vscode.Uri, range: vscode.Range): Promise<void> {
  requireTrust();
  if (vscode.extensions.getExtension(DEBUGGER) === undefined) {
    throw new UserError(
      vscode.l10n.t("There is no debugger for Python."),
      vscode.l10n.t("Install the extension Python Debugger ({0}).", DEBUGGER),
    );
  }
  const document = await vscode.workspace.openTextDocument(uri);
  if (!(await isAgreed())) {
    return;
  }
  await vscode.debug.startDebugging(vscode.workspace.getWorkspaceFolder(uri), {
    type: "debugpy",
    request: "launch",
    name: vscode.l10n.t("Pair"),
    code: programOf(document, range),
    console: "internalConsole",
    justMyCode: true,
  });
}

async function isAgreed(): Promise<boolean> {
  const yes = vscode.l10n.t("Debug");
  const detail = vscode.l10n.t(
    "The debugger runs the pair with all your rights: what a model wrote could read and change your files. Read f and g first.",
  );
  const question = vscode.l10n.t("Run this pair outside the sandbox?");
  return (await vscode.window.showWarningMessage(question, { modal: true, detail }, yes)) === yes;
}

/** A program that runs the document's imports and the cell under the document's own name and line numbers. */
function programOf(document: vscode.TextDocument, range: vscode.Range): string {
  const { cells, headLines } = parseDocument(document.getText());
  const cell = cells.find(({ lines }) => lines.start <= range.start.line && range.start.line < lines.end);
  if (cell === undefined || cell.f === null || cell.g === null) {
    throw new UserError(
      vscode.l10n.t("There is no puzzle with a solution here."),
      vscode.l10n.t("Solve the puzzle first."),
    );
  }
  const isMeant = (line: number) => line < headLines.end || (line >= cell.lines.start && line < cell.lines.end);
  const lines = Array.from({ length: cell.lines.end }, (_, n) => (isMeant(n) ? document.lineAt(n).text : ""));
  const source = `${lines.join("\n")}\nprint("f(g()) is", f(g()))\n`;
  return `exec(compile(${JSON.stringify(source)}, ${JSON.stringify(document.uri.fsPath)}, "exec"))`;
}
