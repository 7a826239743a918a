/** A selection that grows: line, function, cell, document. */
import type { Position, Range, SelectionRange } from "vscode-languageserver";
import type { LineRange, PuzzleCell } from "../../core/puzzleDocument.ts";
import { lastLine } from "./ranges.ts";

/** For each position the ranges around it, the smallest first. `lines` is the document's text. */
export function selectionRanges(
  cells: readonly PuzzleCell[],
  lines: readonly string[],
  positions: readonly Position[],
): SelectionRange[] {
  const wholeLines = (range: LineRange): Range => {
    const last = lastLine(range, lines);
    return { start: { line: range.start, character: 0 }, end: { line: last, character: lines[last]?.length ?? 0 } };
  };
  return positions.map((position) => {
    const { line } = position;
    const holds = (range: LineRange | null) => range !== null && range.start <= line && line < range.end;
    const cell = cells.find((each) => holds(each.lines));
    const definition = [cell?.fLines, cell?.gLines].find((range) => range !== undefined && holds(range));
    const ranges = [
      wordAt(lines[line] ?? "", position),
      lineAt(lines[line] ?? "", line),
      ...[definition, cell?.lines].flatMap((range) => (range == null ? [] : [wholeLines(range)])),
      wholeLines({ start: 0, end: lines.length }),
    ];
    return nest(ranges, { start: position, end: position });
  });
}

function wordAt(text: string, { line, character }: Position): Range {
  const before = /[\p{L}\p{N}_]*$/u.exec(text.slice(0, character))?.[0].length ?? 0;
  const after = /^[\p{L}\p{N}_]*/u.exec(text.slice(character))?.[0].length ?? 0;
  return { start: { line, character: character - before }, end: { line, character: character + after } };
}

function lineAt(text: string, line: number): Range {
  const end = text.trimEnd().length;
  return {
    start: { line, character: Math.min(end, text.length - text.trimStart().length) },
    end: { line, character: end },
  };
}

/** Each range in the next that holds it and is larger; one that does not hold what it should is left out. */
function nest(ranges: readonly Range[], inner: Range): SelectionRange {
  const chain = [inner];
  for (const range of ranges) {
    const last = chain.at(-1) ?? inner;
    if (isBefore(range.start, last.start) && isBefore(last.end, range.end) && !isSame(range, last)) chain.push(range);
  }
  return (
    chain.reduceRight<SelectionRange | undefined>(
      (parent, range) => (parent === undefined ? { range } : { range, parent }),
      undefined,
    ) ?? { range: inner }
  );
}

function isBefore(a: Position, b: Position): boolean {
  return a.line < b.line || (a.line === b.line && a.character <= b.character);
}

function isSame(a: Range, b: Range): boolean {
  return isBefore(a.start, b.start) && isBefore(b.start, a.start) && isBefore(a.end, b.end) && isBefore(b.end, a.end);
}
