/** Writes puzzle documents as a formatter would leave them: two blank lines between top-level definitions. */
import { splitStatements, usedNames } from "./pythonStatements.ts";

/** What a cell shows. */
export interface CellContent {
  readonly id: string;
  readonly f: string;
  /** Null for an unsolved puzzle. */
  readonly g: string | null;
}

/** Names of `typing` that puzzles use without importing them, as P3's do. */
export const TYPING_NAMES: ReadonlySet<string> = new Set(
  ["Any", "Callable", "DefaultDict", "Deque", "Dict", "FrozenSet", "Generator", "Iterable", "Iterator", "List"].concat([
    "Literal",
    "Mapping",
    "NamedTuple",
    "Optional",
    "Sequence",
    "Set",
    "Tuple",
    "Type",
    "TypeVar",
    "Union",
  ]),
);

/** Two blank lines stand between cells, and between the imports and the first cell. */
const CELL_GAP = "\n\n";

/** One cell, from its `# %%` line to the end of its last line. */
export function renderCell({ id, f, g }: CellContent): string {
  const solved = g === null ? "" : `\n\n\n${tidy(g)}\n\n\nassert f(g())`;
  return `# %% ${id}\n${tidy(f)}${solved}\n`;
}

/** The import line that these cells need above them, or the empty string. */
export function renderHead(typingNames: Iterable<string>): string {
  const names = [...new Set(typingNames)].sort();
  return names.length === 0 ? "" : `from typing import ${names.join(", ")}\n`;
}

/** The names of `typing` that a cell uses and does not import itself. */
export function typingNamesOf({ f, g }: Omit<CellContent, "id">): string[] {
  return [f, g ?? ""].flatMap((source) => {
    const { statements } = splitStatements(source);
    const imported = new Set(statements.flatMap(({ binds }) => binds));
    return [...usedNames(source)].filter((name) => TYPING_NAMES.has(name) && !imported.has(name));
  });
}

/** A whole document. `parseDocument` gives the same cells back. */
export function renderDocument(cells: readonly CellContent[]): string {
  const head = renderHead(cells.flatMap(typingNamesOf));
  return [...(head === "" ? [] : [head]), ...cells.map(renderCell)].join(CELL_GAP);
}

function tidy(source: string): string {
  return source
    .replaceAll(/\r\n?/g, "\n")
    .replace(/^(?:[ \t]*\n)+/, "")
    .trimEnd();
}
