/** Puts a solution into a cell: in place of the one that stands there, or below the puzzle. */
import { type TextEdit, uinteger } from "vscode-languageserver";
import type { PuzzleCell } from "../core/puzzleDocument.ts";

/** The edit, or null where the cell holds no puzzle. */
export function solutionEdit({ fLines, gLines }: PuzzleCell, solution: string): TextEdit | null {
  const text = solution.trimEnd();
  if (gLines !== null) {
    const start = { line: gLines.start, character: 0 };
    return { range: { start, end: { line: gLines.end - 1, character: uinteger.MAX_VALUE } }, newText: text };
  }
  if (fLines === null) return null;
  const end = { line: fLines.end - 1, character: uinteger.MAX_VALUE };
  return { range: { start: end, end }, newText: `\n\n\n${text}\n\n\nassert f(g())` };
}
