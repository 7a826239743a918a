/** Ranges of the protocol: lines and characters from 0. */
import { type Range, uinteger } from "vscode-languageserver";
import type { LineRange } from "../../core/puzzleDocument.ts";

/** Whole lines; a character past the end of a line means its end. */
export function rangeOf({ start, end }: LineRange): Range {
  return { start: { line: start, character: 0 }, end: { line: end - 1, character: uinteger.MAX_VALUE } };
}

/** The last line of a range that is not blank, or its first. `lines` is the document's text. */
export function lastLine({ start, end }: LineRange, lines: readonly string[]): number {
  let last = end - 1;
  while (last > start && lines[last]?.trim() === "") last -= 1;
  return last;
}

/** All of one line but its indentation. */
export function lineRange(line: number, text = ""): Range {
  const character = text.length - text.trimStart().length;
  return { start: { line, character }, end: { line, character: uinteger.MAX_VALUE } };
}
