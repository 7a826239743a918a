/**
 * Reads a puzzle document again and again while it is typed in. The text falls into segments at its `# %% id` lines:
 * such a line ends whatever is open, so each segment reads the same without the others. Only changed ones are read.
 */
import { type LineRange, type PuzzleCell, type PuzzleDocument, parseDocument } from "./puzzleDocument.ts";

const BOUNDARY = /(?:\r\n|\r|\n)(?=# %% [0-9a-f]{8,64}[ \t]*(?:[\r\n]|$))/;
const LINE_END = /\r\n|\r|\n/;

/** Cells and problems count lines from the segment's first. */
interface Segment extends Pick<PuzzleDocument, "cells" | "problems"> {
  readonly text: string;
  readonly lineCount: number;
}

export class DocumentReader {
  /** The imports above all cells that the segments were read with. */
  #head = "";
  #segments: readonly Segment[] = [];

  /** The same as `parseDocument(text)`, at the cost of what has changed since the last call. */
  read(text: string): PuzzleDocument {
    const [first = "", ...rest] = text.split(BOUNDARY);
    const opening = parseDocument(first);
    const { head, headLines } = opening;
    const segments = takeUp(head === this.#head ? this.#segments : [], rest, (part) => readSegment(head, part));
    const cells: PuzzleCell[] = [...opening.cells];
    const problems = [...opening.problems];
    let line = first.split(LINE_END).length;
    for (const segment of segments) {
      for (const cell of segment.cells) cells.push(moveCell(cell, line));
      for (const problem of segment.problems) problems.push({ ...problem, line: problem.line + line });
      line += segment.lineCount;
    }
    this.#head = head;
    this.#segments = segments;
    return { head, headLines, cells, problems };
  }
}

/**
 * The segments of `parts`, of `known` where their texts are equal. What stands before and after an edit is compared
 * place by place; only what lies between is looked up.
 */
function takeUp(known: readonly Segment[], parts: readonly string[], read: (part: string) => Segment): Segment[] {
  let start = 0;
  while (start < parts.length && known[start]?.text === parts[start]) start += 1;
  let [knownEnd, end] = [known.length, parts.length];
  while (end > start && knownEnd > start && known[knownEnd - 1]?.text === parts[end - 1]) {
    knownEnd -= 1;
    end -= 1;
  }
  const byText = new Map(known.slice(start, knownEnd).map((segment) => [segment.text, segment]));
  const between = parts.slice(start, end).map((part) => {
    const segment = byText.get(part) ?? read(part);
    byText.set(part, segment);
    return segment;
  });
  return [...known.slice(0, start), ...between, ...known.slice(knownEnd)];
}

function readSegment(head: string, part: string): Segment {
  const { cells, problems } = parseDocument(head === "" ? part : `${head}\n${part}`);
  const above = head === "" ? 0 : head.split("\n").length;
  return {
    text: part,
    lineCount: part.split(LINE_END).length,
    cells: cells.map((cell) => moveCell(cell, -above)),
    problems: problems
      .filter(({ line }) => line >= above)
      .map((problem) => ({ ...problem, line: problem.line - above })),
  };
}

function moveCell(cell: PuzzleCell, by: number): PuzzleCell {
  const { lines, fLines, fLine, gLines, gLine } = cell;
  return {
    ...cell,
    lines: moveLines(lines, by),
    fLines: fLines && moveLines(fLines, by),
    fLine: fLine === null ? null : fLine + by,
    gLines: gLines && moveLines(gLines, by),
    gLine: gLine === null ? null : gLine + by,
  };
}

function moveLines({ start, end }: LineRange, by: number): LineRange {
  return { start: start + by, end: end + by };
}
