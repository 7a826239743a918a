/**
 * What a running generation does to a puzzle document's text. Only cells that are still as they were written are
 * touched: what a person has changed, deleted or added is left alone.
 */
import { type PuzzleCell, parseDocument, renderCell, renderHead, typingNamesOf } from "../core/puzzleDocument.ts";

/** What should become of a puzzle's cell; at most one of a puzzle in a batch. */
export type CellChange =
  | { readonly kind: "add"; readonly id: string; readonly f: string; readonly g: string | null }
  | { readonly kind: "solve"; readonly id: string; readonly f: string; readonly g: string }
  | { readonly kind: "remove"; readonly id: string; readonly f: string };

/** Replaces the lines' text from one position to another; lines and characters counted from 0. */
export interface TextChange {
  readonly from: { readonly line: number; readonly character: number };
  readonly to: { readonly line: number; readonly character: number };
  readonly text: string;
}

/** Two blank lines, from the end of a line to the start of the next definition or cell. */
const GAP = "\n\n\n";

/**
 * The edits that bring a document's text to where `changes` want it; they do not overlap.
 * `placed` are the puzzles that were written into it before: one that is gone was deleted by a person.
 * Each removal is a batch of its own, and additions come without others.
 */
export function planCellEdits(
  text: string,
  changes: readonly CellChange[],
  placed: ReadonlySet<string>,
): readonly TextChange[] {
  const lines = text.split("\n");
  const { cells } = parseDocument(text);
  const cellOf = new Map(cells.flatMap((cell) => (cell.id === null ? [] : [[cell.id, cell] as const])));
  const edits: TextChange[] = [];
  const written: { f: string; g: string | null }[] = [];
  const added: string[] = [];
  for (const change of changes) {
    const cell = cellOf.get(change.id);
    if (cell === undefined) {
      if (change.kind === "add" && !placed.has(change.id)) {
        added.push(renderCell(change).trimEnd());
        written.push(change);
      }
    } else if (isUntouched(cell, lines, change)) {
      if (change.kind === "remove") {
        edits.push(removal(cell, lines));
      } else if (change.g !== null) {
        edits.push(insertion(endOf(cell, lines), solutionText({ ...change, g: change.g })));
        written.push({ f: "", g: change.g });
      }
    }
  }
  if (added.length > 0) {
    edits.push(addition(added.join(GAP), lines, lastPlaced(cells, placed)));
  }
  const head = headEdit(text, lines, written.flatMap(typingNamesOf));
  return head === undefined ? edits : [head, ...edits];
}

/** Says whether a cell is as it was written, whatever a formatter has made of its spaces, quotes and brackets. */
function isUntouched(cell: PuzzleCell, lines: readonly string[], { id, f }: CellChange): boolean {
  const current = lines.slice(cell.lines.start, cell.lines.end).join("\n");
  return essence(current) === essence(renderCell({ id, f, g: null }));
}

function essence(text: string): string {
  return text.replaceAll(/[\s'"(),\\]/g, "");
}

function solutionText({ id, f, g }: { id: string; f: string; g: string }): string {
  const unsolved = renderCell({ id, f, g: null }).trimEnd();
  return renderCell({ id, f, g }).trimEnd().slice(unsolved.length);
}

/** The end of a cell's last line that is not blank. */
function endOf(cell: PuzzleCell, lines: readonly string[]): TextChange["from"] {
  let line = cell.lines.end - 1;
  while (line > cell.lines.start && lines[line]?.trim() === "") {
    line -= 1;
  }
  return { line, character: lines[line]?.length ?? 0 };
}

function insertion(at: TextChange["from"], text: string): TextChange {
  return { from: at, to: at, text };
}

/** A cell goes with the blank lines after it; the last one with those before it, but for the last line break. */
function removal(cell: PuzzleCell, lines: readonly string[]): TextChange {
  const from = { line: cell.lines.start, character: 0 };
  if (cell.lines.end < lines.length) {
    return { from, to: { line: cell.lines.end, character: 0 }, text: "" };
  }
  const to = { line: lines.length - 1, character: lines.at(-1)?.length ?? 0 };
  const before = lines.slice(0, from.line).findLastIndex((line) => line.trim() !== "");
  return before < 0
    ? { from, to, text: "" }
    : { from: { line: before, character: lines[before]?.length ?? 0 }, to, text: "\n" };
}

function lastPlaced(cells: readonly PuzzleCell[], placed: ReadonlySet<string>): PuzzleCell | undefined {
  return cells.findLast((cell) => cell.id !== null && placed.has(cell.id));
}

/** New cells follow the last of ours, else all that there is. */
function addition(text: string, lines: readonly string[], after: PuzzleCell | undefined): TextChange {
  if (after !== undefined) {
    return insertion(endOf(after, lines), `${GAP}${text}`);
  }
  const last = lines.findLastIndex((line) => line.trim() !== "");
  const end = { line: lines.length - 1, character: lines.at(-1)?.length ?? 0 };
  if (last < 0) {
    return { from: { line: 0, character: 0 }, to: end, text: `${text}\n` };
  }
  return { from: { line: last, character: lines[last]?.length ?? 0 }, to: end, text: `${GAP}${text}\n` };
}

const TYPING_IMPORT = /^from typing import ([\w, ]+)$/;

/** Widens the document's own `from typing import …`, or adds one at the top. */
function headEdit(text: string, lines: readonly string[], needed: readonly string[]): TextChange | undefined {
  const { headLines } = parseDocument(text);
  const line = lines.slice(0, headLines.end).findIndex((each) => TYPING_IMPORT.test(each));
  const there = (TYPING_IMPORT.exec(lines[line] ?? "")?.[1] ?? "").split(",").map((name) => name.trim());
  if (needed.every((name) => there.includes(name))) {
    return undefined;
  }
  const head = renderHead([...there, ...needed].filter((name) => name !== "")).trimEnd();
  if (line >= 0) {
    return { from: { line, character: 0 }, to: { line, character: lines[line]?.length ?? 0 }, text: head };
  }
  return insertion({ line: 0, character: 0 }, `${head}${GAP}`);
}
