/** The pairs that wait for review, as a puzzle document of their own. */
import * as vscode from "vscode";
import { UserError } from "../core/errors.ts";
import { type CellContent, renderDocument } from "../core/renderDocument.ts";
import type { PairsQuery } from "../core/review.ts";
import type { QueueAccess } from "./ports.ts";
import { createPuzzleFile } from "./puzzleFile.ts";

/** Most cells of one document: what an editor and a language server still handle with ease. */
const MOST_CELLS = 5_000;
const PAGE = 500;

/**
 * Writes the selected pairs into a new document, each puzzle once with its shortest solution, and opens it. Returns
 * whether there are more than it holds. Throws `UserError` where there are none, or where nothing can be written.
 */
export async function openPending(
  queue: QueueAccess,
  folder: vscode.Uri,
  query: Omit<PairsQuery, "limit" | "after" | "onePerPuzzle">,
): Promise<{ cells: number; more: boolean }> {
  const cells = await cellsOf(queue, query);
  if (cells.length === 0) {
    throw new UserError(
      vscode.l10n.t("No pair waits for review."),
      vscode.l10n.t("Generate puzzles, or clear the queue's filter."),
    );
  }
  const text = renderDocument(cells.slice(0, MOST_CELLS));
  const uri = await createPuzzleFile(folder, "review", text);
  await vscode.window.showTextDocument(uri, { preview: false });
  return { cells: Math.min(cells.length, MOST_CELLS), more: cells.length > MOST_CELLS };
}

/** One cell more than a document holds, where there are so many. */
async function cellsOf(queue: QueueAccess, query: Omit<PairsQuery, "limit">): Promise<CellContent[]> {
  const cells: CellContent[] = [];
  for (let after: string | undefined; ; ) {
    const limit = Math.min(PAGE, MOST_CELLS + 1 - cells.length);
    const page = await queue.pairs({ ...query, onePerPuzzle: true, limit, ...(after === undefined ? {} : { after }) });
    cells.push(...page.map(({ puzzleId, puzzle, solution }) => ({ id: puzzleId, f: puzzle, g: solution })));
    after = page.at(-1)?.id;
    if (page.length < limit || cells.length > MOST_CELLS) {
      return cells;
    }
  }
}
