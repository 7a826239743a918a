/** Edits of whole lines, as a formatter would leave the text: two blank lines before what begins at the margin. */
import type { Position, TextEdit } from "vscode-languageserver";
import type { LineRange } from "../../core/puzzleDocument.ts";

/** Two blank lines, from the end of a line. */
const GAP = "\n\n\n";

export function insertAt(position: Position, newText: string): TextEdit {
  return { range: { start: position, end: position }, newText };
}

/** The end of the last line before `line` that is not blank; null where there is none. */
function endBefore(lines: readonly string[], line: number): Position | null {
  const last = lines.slice(0, line).findLastIndex((text) => text.trim() !== "");
  return last === -1 ? null : { line: last, character: lines[last]?.length ?? 0 };
}

/** Takes lines out, with the blank lines after them, or at the document's end with those before. */
export function removeLines(lines: readonly string[], { start, end }: LineRange): TextEdit {
  let next = end;
  while (next < lines.length && lines[next]?.trim() === "") next += 1;
  if (next < lines.length) {
    return { range: { start: { line: start, character: 0 }, end: { line: next, character: 0 } }, newText: "" };
  }
  const before = endBefore(lines, start);
  const last = { line: lines.length - 1, character: lines.at(-1)?.length ?? 0 };
  return { range: { start: before ?? { line: 0, character: 0 }, end: last }, newText: before === null ? "" : "\n" };
}

/** Puts `text`, one or more whole lines, above a line, two blank lines below what stands before. */
export function insertBefore(lines: readonly string[], line: number, text: string): TextEdit {
  const before = endBefore(lines, line);
  const start = before ?? { line: 0, character: 0 };
  return {
    range: { start, end: { line, character: 0 } },
    newText: `${before === null ? "" : GAP}${text}\n`,
  };
}
