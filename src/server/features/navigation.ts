/** From f to g and back. */
import type { Location } from "vscode-languageserver";
import type { PuzzleCell } from "../../core/puzzleDocument.ts";
import { lineRange } from "./ranges.ts";

/** From the line of `def f` to its cell's g, and back; null elsewhere, where Python's own tools know better. */
export function otherHalf(uri: string, cells: readonly PuzzleCell[], line: number): Location | null {
  const cell = cells.find(({ fLine, gLine }) => fLine === line || gLine === line);
  const target = cell?.fLine === line ? cell.gLine : (cell?.fLine ?? null);
  return target === null ? null : { uri, range: lineRange(target) };
}
