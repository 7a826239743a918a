/**
 * Reads a puzzle document again and again while it is typed in. The text falls into segments at its `# %% id` lines:
 * such a line ends whatever is open, so each segment reads the same without the others. Only changed ones are read.
 */
import { type LineRange, type PuzzleCell, type PuzzleDocument, parseDocument } from "./puzzleDocument.ts";

const BOUNDARY = /(?:\r\n|\r|\n)(?=# %% [0-9a-f]{8,64}[ \t]*(?:[\r\n]|$))/;
const LINE_END = /\r\n|\r|\n/;

/** Cells and problems count lines from the segment's first. */
interface Segment extends Pick<PuzzleDocument, "cells" | "problems"> {
  readonly lineCount: number;
}

export class DocumentReader {
  /** The imports above all cells that the segments were read with. */
  #head = "";
  #segments = new Map<string, Segment>();

  /** The same as `parseDocument(text)`, at the cost of what has changed since the last call. */
  read(text: string): PuzzleDocument {
    const [first = "", ...rest] = text.split(BOUNDARY);
    const opening = parseDocument(first);
    const { head, headLines } = opening;
    const known = head === this.#head ? this.#segments : new Map<string, Segment>();
    const segments = new Map<string, Segment>();
    const cells: PuzzleCell[] = [...opening.cells];
    const problems = [...opening.problems];
    let line = first.split(LINE_END).length;
    for (const part of rest) {
      const segment = segments.get(part) ?? known.get(part) ?? readSegment(head, part);
      segments.set(part, segment);
      for (const cell of segment.cells) cells.push(moveCell(cell, line));
      for (const problem of segment.problems) problems.push({ ...problem, line: problem.line + line });
      line += segment.lineCount;
    }
    this.#head = head;
    this.#segments = segments;
    return { head, headLines, cells, problems };
  }
}

function readSegment(head: string, part: string): Segment {
  const { cells, problems } = parseDocument(head === "" ? part : `${head}\n${part}`);
  const above = head === "" ? 0 : head.split("\n").length;
  return {
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
