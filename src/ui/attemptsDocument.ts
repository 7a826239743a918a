/** All attempts at a puzzle, as a read-only document. */
import * as vscode from "vscode";
import { renderAttempts } from "../core/attemptsText.ts";
import type { QueueAccess } from "./ports.ts";

const SCHEME = "autodidact-attempts";
/** Attempts that a document shows; the newest. */
const MOST_ATTEMPTS = 1_000;

export function registerAttemptsDocuments(queue: QueueAccess): vscode.Disposable {
  return vscode.workspace.registerTextDocumentContentProvider(SCHEME, {
    async provideTextDocumentContent(uri) {
      const log = await queue.attemptsOf(uri.path.slice(1).replace(/\.py$/, ""), MOST_ATTEMPTS);
      return log === undefined || log.attempts.length === 0
        ? `# ${vscode.l10n.t("No attempts at this puzzle are recorded.")}\n`
        : renderAttempts(log, (time) => new Date(time).toLocaleString(vscode.env.language));
    },
  });
}

/** Opens the attempts at the puzzle of this content id. */
export async function showAttempts(puzzleId: string): Promise<void> {
  const uri = vscode.Uri.from({ scheme: SCHEME, path: `/${puzzleId}.py` });
  await vscode.window.showTextDocument(await vscode.workspace.openTextDocument(uri), { preview: true });
}
