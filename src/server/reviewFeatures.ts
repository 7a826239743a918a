/** What the language server says about the text of a puzzle document. Ranges are the protocol's: lines from 0. */
import {
  type DocumentSymbol,
  type FoldingRange,
  FoldingRangeKind,
  type Range,
  SymbolKind,
  uinteger,
} from "vscode-languageserver";
import { type LineRange, type PuzzleCell, parseDocument } from "../core/puzzleDocument.ts";

/** One symbol a cell, named by its id or, where a person wrote none, by its place; in it f and g. */
export function documentSymbols(text: string): DocumentSymbol[] {
  const lines = text.split(/\r\n|\r|\n/);
  return parseDocument(text).cells.map((cell, index) => {
    const symbol: DocumentSymbol = {
      name: cell.id ?? `Puzzle ${index + 1}`,
      kind: SymbolKind.Module,
      range: rangeOf(cell.lines),
      selectionRange: rangeOf({ start: cell.lines.start, end: cell.lines.start + 1 }),
      children: definitionsOf(cell, lines),
    };
    return cell.f !== null && cell.g === null ? { ...symbol, detail: "unsolved" } : symbol;
  });
}

/** One range a cell; the blank lines that part it from the next stay in sight. */
export function foldingRanges(text: string): FoldingRange[] {
  const lines = text.split(/\r\n|\r|\n/);
  return parseDocument(text)
    .cells.map(({ lines: { start, end } }) => ({
      startLine: start,
      endLine: lines.findLastIndex((line, index) => index < end && line.trim() !== ""),
      kind: FoldingRangeKind.Region,
    }))
    .filter(({ startLine, endLine }) => endLine > startLine);
}

function definitionsOf(cell: PuzzleCell, lines: readonly string[]): DocumentSymbol[] {
  const definitions = [
    { name: "f", range: cell.fLines },
    { name: "g", range: cell.gLines },
  ];
  return definitions.flatMap(({ name, range }) => {
    if (range === null) return [];
    // Imports and comments may stand above the definition.
    const offset = lines.slice(range.start, range.end).findIndex((line) => line.startsWith("def "));
    const start = range.start + Math.max(offset, 0);
    const selectionRange = rangeOf({ start, end: start + 1 });
    return [{ name, kind: SymbolKind.Function, range: rangeOf(range), selectionRange }];
  });
}

/** Whole lines; a character past the end of a line means its end. */
function rangeOf({ start, end }: LineRange): Range {
  return { start: { line: start, character: 0 }, end: { line: end - 1, character: uinteger.MAX_VALUE } };
}
