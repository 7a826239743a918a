/** Pairs of the queue as read-only documents. */
import * as vscode from "vscode";
import type { QueuedPair } from "../core/ports.ts";
import { renderDocument } from "../core/puzzleDocument.ts";
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

export async function openPair(pair: QueuedPair): Promise<void> {
  const uri = vscode.Uri.from({ scheme: SCHEME, path: `/${pair.id}.puzzle.py` });
  await vscode.window.showTextDocument(await vscode.workspace.openTextDocument(uri), { preview: true });
}

/** A pair as a puzzle document of one cell. */
export function textOf({ puzzleId, puzzle, solution }: QueuedPair): string {
  return renderDocument([{ id: puzzleId, f: puzzle, g: solution }]);
}
