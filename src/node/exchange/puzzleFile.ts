/** Puzzle documents in and out. */
import type { Queue } from "../../core/ports.ts";
import type { ReviewState } from "../../core/puzzle.ts";
import { parseDocument, renderCell, renderHead, typingNamesOf } from "../../core/puzzleDocument.ts";
import type { ImportItem } from "./importItem.ts";
import { pagesOf } from "./jsonLines.ts";

/** An item for each cell; a cell without a puzzle says why, unless it is empty. */
export function* readPuzzleFile(text: string): Generator<ImportItem> {
  const { cells, problems } = parseDocument(text);
  for (const { f, g, lines } of cells) {
    const number = lines.start + 1;
    const problem = problems.find(({ line }) => line >= lines.start && line < lines.end);
    if (f !== null) yield { number, f, solutions: g === null ? [] : [{ g }] };
    else if (problem !== undefined) yield { number, unreadable: problem.message };
  }
}

/** Pairs as one document, newest first; the queue is read twice, since the imports stand above the first cell. */
export function* renderPuzzleFile(queue: Queue, state?: ReviewState): Generator<string> {
  const typingNames = new Set<string>();
  for (const page of pagesOf(queue, state)) {
    for (const { puzzle, solution } of page) {
      for (const name of typingNamesOf({ f: puzzle, g: solution })) typingNames.add(name);
    }
  }
  let gap = renderHead(typingNames);
  if (gap !== "") gap += "\n\n";
  for (const page of pagesOf(queue, state)) {
    yield gap +
      page.map(({ puzzleId, puzzle, solution }) => renderCell({ id: puzzleId, f: puzzle, g: solution })).join("\n\n");
    gap = "\n\n";
  }
}
