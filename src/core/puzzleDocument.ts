/**
 * The puzzle document, `NAME.puzzle.py`: plain Python in cells, each `# %% id`, a puzzle f, and where it is solved a
 * solution g and `assert f(g())`. A reader for text that people and models are still writing: it never throws.
 */
import { isTypingImport, type Statement, splitStatements, usedNames } from "./pythonStatements.ts";

export { renderCell, renderDocument, renderHead, typingNamesOf } from "./renderDocument.ts";

/** Lines counted from 0; `end` is the line after the last. */
export interface LineRange {
  readonly start: number;
  readonly end: number;
}

export interface PuzzleCell {
  /** The content id in the cell's line; null where a person wrote none. */
  readonly id: string | null;
  /** The whole cell, its `# %%` line included. */
  readonly lines: LineRange;
  /** Source of f with the imports it uses; null where the cell has none or is in conflict. */
  readonly f: string | null;
  readonly fLines: LineRange | null;
  /** The line of `def f` itself, below its imports, comments and decorators. */
  readonly fLine: number | null;
  /** Source of g with the imports it uses; null where the puzzle is unsolved. */
  readonly g: string | null;
  readonly gLines: LineRange | null;
  readonly gLine: number | null;
}

export interface DocumentProblem {
  readonly kind: "unfinished" | "conflict" | "noPuzzle" | "secondSolution" | "noCellLine";
  readonly line: number;
  readonly message: string;
}

export interface PuzzleDocument {
  /** What stands before the first cell: imports for all cells. */
  readonly head: string;
  readonly headLines: LineRange;
  /** In order; head and cells together cover every line once. */
  readonly cells: readonly PuzzleCell[];
  /** In the order of their lines. */
  readonly problems: readonly DocumentProblem[];
}

interface OpenCell {
  readonly id: string | null;
  readonly start: number;
  readonly marked: boolean;
  readonly statements: Statement[];
}

export function parseDocument(text: string): PuzzleDocument {
  const { lines, statements, unfinished } = splitStatements(text);
  const { head, open } = groupIntoCells(statements);
  const texts = lines.map((line) => line.text);
  const problems: DocumentProblem[] = unfinished.map((line) => problem("unfinished", line));
  const cells = open.map((cell, index) => {
    const end = open[index + 1]?.start ?? texts.length;
    return readCell(cell, end, head, texts, problems);
  });
  const headEnd = open[0]?.start ?? texts.length;
  for (const statement of head) if (statement.kind === "conflict") problems.push(problem("conflict", statement.start));
  return {
    head: texts.slice(0, headEnd).join("\n"),
    headLines: { start: 0, end: headEnd },
    cells,
    problems: problems.sort((a, b) => a.line - b.line),
  };
}

/** The document's line on which line `line` (from 0) of a cell's source stands, e.g. for a traceback's line. */
export function documentLine(source: string, lines: LineRange, line: number): number {
  const importedAbove = source.split("\n").length - (lines.end - lines.start);
  return Math.min(Math.max(lines.start, lines.start + line - importedAbove), lines.end - 1);
}

/** A definition's own line, below its decorators. */
const DEFINITION_LINE = /^(?:async[ \t]+)?def\b/;

const MESSAGES: Readonly<Record<DocumentProblem["kind"], string>> = {
  unfinished: "A string or bracket here is not closed, or closes nothing.",
  conflict: "A merge conflict is not resolved here.",
  noPuzzle: "This cell has no puzzle: write `def f(answer: T, …) -> bool`.",
  secondSolution: "This cell has a second `def g`; only the first counts.",
  noCellLine: "This puzzle begins without a `# %%` line.",
};

function problem(kind: DocumentProblem["kind"], line: number): DocumentProblem {
  return { kind, line, message: MESSAGES[kind] };
}

/** A cell begins at its `# %%` line; a further f without one begins a cell of its own. */
function groupIntoCells(statements: readonly Statement[]): { head: readonly Statement[]; open: readonly OpenCell[] } {
  const head: Statement[] = [];
  const open: OpenCell[] = [];
  for (const statement of statements) {
    const cell = open.at(-1);
    if (statement.kind === "cell") {
      open.push({ id: statement.name, start: statement.start, marked: true, statements: [] });
    } else if (beginsUnmarked(statement, cell)) {
      const lead = cell === undefined ? [] : takeTrailingImports(cell.statements);
      const start = (lead[0] ?? statement).start;
      open.push({ id: null, start, marked: false, statements: [...lead, statement] });
    } else {
      (cell?.statements ?? head).push(statement);
    }
  }
  return { head, open };
}

function beginsUnmarked(statement: Statement, cell: OpenCell | undefined): boolean {
  if (cell === undefined) return isDefinition(statement, "f") || isDefinition(statement, "g");
  const { statements } = cell;
  if (!isDefinition(statement, "f") || statements.some(({ kind }) => kind === "conflict")) return false;
  return statements.some((other) => isDefinition(other, "f"));
}

function takeTrailingImports(statements: Statement[]): Statement[] {
  const last = statements.findLastIndex(({ kind }) => kind !== "import");
  return statements.splice(last + 1);
}

function isDefinition(statement: Statement, name: "f" | "g"): boolean {
  return statement.kind === "def" && statement.name === name;
}

function readCell(
  cell: OpenCell,
  end: number,
  head: readonly Statement[],
  texts: readonly string[],
  problems: DocumentProblem[],
): PuzzleCell {
  const lines = { start: cell.start, end };
  const { statements } = cell;
  if (!cell.marked) problems.push(problem("noCellLine", cell.start));
  const conflict = statements.find(({ kind }) => kind === "conflict");
  if (conflict !== undefined) {
    problems.push(problem("conflict", conflict.start));
    return { id: cell.id, lines, f: null, fLines: null, fLine: null, g: null, gLines: null, gLine: null };
  }
  const [f] = statements.filter((statement) => isDefinition(statement, "f"));
  const [g, secondG] = statements.filter((statement) => isDefinition(statement, "g"));
  if (f === undefined && statements.length > 0) problems.push(problem("noPuzzle", cell.start));
  if (secondG !== undefined) problems.push(problem("secondSolution", secondG.start));
  const first = cell.marked ? cell.start + 1 : cell.start;
  const read = (definition: Statement | undefined) =>
    definition === undefined ? null : readDefinition(definition, first, statements, head, texts);
  const puzzle = read(f);
  const solution = read(g);
  return {
    id: cell.id,
    lines,
    f: puzzle?.source ?? null,
    fLines: puzzle?.lines ?? null,
    fLine: puzzle?.line ?? null,
    g: solution?.source ?? null,
    gLines: solution?.lines ?? null,
    gLine: solution?.line ?? null,
  };
}

/** The definition with the imports and comments right above it, below those earlier imports whose names it uses. */
function readDefinition(
  definition: Statement,
  firstLine: number,
  statements: readonly Statement[],
  head: readonly Statement[],
  texts: readonly string[],
): { source: string; lines: LineRange; line: number } {
  const index = statements.indexOf(definition);
  const before = statements.findLastIndex((statement, at) => at < index && statement.kind !== "import");
  let start = before === -1 ? firstLine : (statements[before]?.end ?? firstLine);
  while (texts[start]?.trim() === "") start += 1;
  const own = texts.slice(start, definition.end).join("\n");
  const lines = { start, end: definition.end };
  let line = definition.start;
  while (line < definition.end && !DEFINITION_LINE.test(texts[line] ?? "")) line += 1;
  const bound = new Set(statements.slice(before + 1, index).flatMap(({ binds }) => binds));
  const used = usedNames(own);
  const imports = [...head, ...statements.slice(0, Math.max(before, 0))]
    .filter(({ binds }) => binds.some((name) => name === "*" || (used.has(name) && !bound.has(name))))
    .filter((statement) => !isTypingImport(statement))
    .map(({ start: from, end }) => texts.slice(from, end).join("\n"));
  return { source: imports.length === 0 ? own : `${imports.join("\n")}\n\n\n${own}`, lines, line };
}
