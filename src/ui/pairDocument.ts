/** Pairs of the queue as read-only documents. */
import * as vscode from "vscode";
import type { QueuedPair } from "../core/ports.ts";
import { renderDocument } from "../core/puzzleDocument.ts";
import { cellLine } from "./cellLine.ts";
import type { QueueAccess } from "./ports.ts";

const SCHEME = "autodidact";

export function registerPairDocuments(queue: QueueAccess): vscode.Disposable {
  return vscode.workspace.registerTextDocumentContentProvider(SCHEME, {
    async provideTextDocumentContent(uri) {
      const pair = await queue.pair(uri.path.slice(1).replace(/\.puzzle\.py$/, ""));
      return pair === undefined ? `# ${vscode.l10n.t("This pair is no longer in the queue.")}\n` : textOf(pair);
    },
  });
}

/**
 * Shows a pair: its puzzle's cell where an open document of the workspace has one, else the pair as a document of its
 * own. From the tree the keyboard stays where it is, so that a review goes on; from the panel it goes along, and a
 * document of its own comes up beside the panel.
 */
export async function openPair(pair: QueuedPair, from: "tree" | "panel"): Promise<void> {
  const preserveFocus = from === "tree";
  const own = from === "tree" ? vscode.ViewColumn.Active : vscode.ViewColumn.Beside;
  for (const { document, viewColumn } of openPuzzleDocuments()) {
    const line = cellLine(document.getText(), pair.puzzleId);
    if (line !== undefined) {
      const selection = new vscode.Range(line, 0, line, 0);
      const editor = await vscode.window.showTextDocument(document, { viewColumn, selection, preserveFocus });
      editor.revealRange(selection, vscode.TextEditorRevealType.AtTop);
      return;
    }
  }
  const uri = vscode.Uri.from({ scheme: SCHEME, path: `/${pair.id}.puzzle.py` });
  const document = await vscode.workspace.openTextDocument(uri);
  await vscode.window.showTextDocument(document, { preview: true, preserveFocus, viewColumn: own });
}

/** The puzzle documents of the workspace that have a tab, those that are in sight first. */
function openPuzzleDocuments(): { document: vscode.TextDocument; viewColumn: vscode.ViewColumn }[] {
  const tabs = vscode.window.tabGroups.all.flatMap((group) => group.tabs);
  const inSightFirst = [...tabs].sort((a, b) => Number(b.isActive) - Number(a.isActive));
  return inSightFirst.flatMap(({ input, group: { viewColumn } }) => {
    if (!(input instanceof vscode.TabInputText) || !input.uri.path.endsWith(".puzzle.py")) return [];
    const document = vscode.workspace.textDocuments.find(({ uri }) => uri.toString() === input.uri.toString());
    const ours = document !== undefined && vscode.workspace.getWorkspaceFolder(document.uri) !== undefined;
    return ours ? [{ document, viewColumn }] : [];
  });
}

/** A pair as a puzzle document of one cell. */
export function textOf({ puzzleId, puzzle, solution }: QueuedPair): string {
  return renderDocument([{ id: puzzleId, f: puzzle, g: solution }]);
}
