/** Names the functions of a cell f and g, where it has a puzzle of other names. */
import type { TextEdit } from "vscode-languageserver";
import type { LineRange } from "../../core/puzzleDocument.ts";
import { scanPython } from "../../core/pythonScanner.ts";
import { splitStatements } from "../../core/pythonStatements.ts";

export interface Renaming {
  readonly from: string;
  readonly to: "f" | "g";
}

/** What the functions of a cell without f should be called: its only one f; of two, the second g. */
export function renamingsOf(lines: readonly string[], cell: LineRange): Renaming[] {
  const { statements } = splitStatements(lines.slice(cell.start, cell.end).join("\n"));
  const names = statements.flatMap(({ kind, name }) => (kind === "def" && name !== null ? [name] : []));
  const [puzzle, solution, ...more] = names.filter((name) => name !== "g");
  if (puzzle === undefined || more.length > 0) return [];
  const renamings: Renaming[] = [{ from: puzzle, to: "f" }];
  if (solution === undefined) return renamings;
  return names.includes("g") || solution === puzzle ? [] : [...renamings, { from: solution, to: "g" }];
}

/** Renames every mention in the cell, but in strings, comments and attributes. */
export function rename(lines: readonly string[], cell: LineRange, renamings: readonly Renaming[]): TextEdit[] {
  const scanned = scanPython(lines.slice(cell.start, cell.end).join("\n")).lines;
  return scanned.flatMap(({ code }, index) =>
    renamings.flatMap(({ from, to }) =>
      [...code.matchAll(/(?<![\p{L}\p{N}_.])[\p{L}_][\p{L}\p{N}_]*(?!["\p{L}\p{N}_])/gu)]
        .filter(([name]) => name === from)
        .map(({ index: at }) => {
          const line = cell.start + index;
          return { range: { start: { line, character: at }, end: { line, character: at + from.length } }, newText: to };
        }),
    ),
  );
}
