/** Puts cells in order: a line for each, none twice, one solution each. */
import type { TextEdit } from "vscode-languageserver";
import type { LineRange } from "../../core/puzzleDocument.ts";
import { splitStatements } from "../../core/pythonStatements.ts";
import { insertBefore, removeLines } from "./edits.ts";

/** Puts a `# %%` line above each of the cells, which begin at these lines without one, and above their comments. */
export function addCellLines(lines: readonly string[], starts: readonly number[]): TextEdit[] {
  return starts.map((start) => {
    let first = start;
    while (first > 0 && /^#(?![ \t]*%%)/.test(lines[first - 1] ?? "")) first -= 1;
    return insertBefore(lines, first, "# %%");
  });
}

/** Takes cells out. */
export function removeCells(lines: readonly string[], cells: readonly { readonly lines: LineRange }[]): TextEdit[] {
  const runs: { start: number; end: number }[] = [];
  for (const { lines: range } of cells) {
    const last = runs.at(-1);
    if (last?.end === range.start) last.end = range.end;
    else runs.push({ ...range });
  }
  return runs.map((run) => removeLines(lines, run));
}

/** Takes out the function that is defined at a line, with its decorators; null where there is none. */
export function removeDefinition(lines: readonly string[], line: number): TextEdit | null {
  const { statements } = splitStatements(lines.join("\n"));
  const definition = statements.find(({ kind, start, end }) => kind === "def" && start <= line && line < end);
  return definition === undefined ? null : removeLines(lines, definition);
}
