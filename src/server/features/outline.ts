/** A puzzle document's outline: symbols and folding. */
import { type DocumentSymbol, type FoldingRange, FoldingRangeKind, SymbolKind } from "vscode-languageserver";
import type { PuzzleCell } from "../../core/puzzleDocument.ts";
import { lastLine, rangeOf } from "./ranges.ts";

/** One symbol a cell, named by its id or, where a person wrote none, by its place; in it f and g. */
export function documentSymbols(cells: readonly PuzzleCell[]): DocumentSymbol[] {
  return cells.map((cell, index) => {
    const symbol: DocumentSymbol = {
      name: cell.id ?? `Puzzle ${index + 1}`,
      kind: SymbolKind.Module,
      range: rangeOf(cell.lines),
      selectionRange: rangeOf({ start: cell.lines.start, end: cell.lines.start + 1 }),
      children: definitionsOf(cell),
    };
    return cell.f !== null && cell.g === null ? { ...symbol, detail: "unsolved" } : symbol;
  });
}

/** One range a cell; the blank lines that part it from the next stay in sight. */
export function foldingRanges(cells: readonly PuzzleCell[], lines: readonly string[]): FoldingRange[] {
  return cells
    .map(({ lines: range }) => ({
      startLine: range.start,
      endLine: lastLine(range, lines),
      kind: FoldingRangeKind.Region,
    }))
    .filter(({ startLine, endLine }) => endLine > startLine);
}

function definitionsOf(cell: PuzzleCell): DocumentSymbol[] {
  const definitions = [
    { name: "f", range: cell.fLines, line: cell.fLine },
    { name: "g", range: cell.gLines, line: cell.gLine },
  ];
  return definitions.flatMap(({ name, range, line }) => {
    if (range === null || line === null) return [];
    const selectionRange = rangeOf({ start: line, end: line + 1 });
    return [{ name, kind: SymbolKind.Function, range: rangeOf(range), selectionRange }];
  });
}
