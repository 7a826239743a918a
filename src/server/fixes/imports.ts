/** The imports at a document's head: sorted, merged, and with one more. */
import type { TextEdit } from "vscode-languageserver";
import type { LineRange } from "../../core/puzzleDocument.ts";
import { type Statement, splitStatements } from "../../core/pythonStatements.ts";
import { insertBefore } from "./edits.ts";
import { importOf, STANDARD_MODULES } from "./knownNames.ts";

/** One name that an import binds: a module, or what it takes from one. */
interface Import {
  readonly module: string;
  /** Null for the module itself. */
  readonly name: string | null;
  readonly alias: string | null;
}

/** Longest line of an import, as the common formatters have it. */
const MOST_CHARACTERS = 88;

/** Sorts and merges the imports; null where they are in order, or where other text stands among them. */
export function sortImports(lines: readonly string[], head: LineRange): TextEdit | null {
  const found = importsOf(lines, head);
  return found === null ? null : replaceImports(lines, found, found.imports);
}

/** Imports what a name usually means; null where it means nothing known. */
export function importName(lines: readonly string[], head: LineRange, name: string): TextEdit | null {
  const known = importOf(name);
  if (known === null) return null;
  const added: Import = { ...known, alias: null };
  const found = importsOf(lines, head);
  if (found !== null) return replaceImports(lines, found, [...found.imports, added]);
  return insertBelow(lines, head, render([added]));
}

interface FoundImports {
  readonly lines: LineRange;
  readonly imports: readonly Import[];
}

/** The imports of the head; null where there are none, or more than plain ones between the first and the last. */
function importsOf(lines: readonly string[], { start, end }: LineRange): FoundImports | null {
  const { statements } = splitStatements(lines.slice(start, end).join("\n"));
  const own = statements.filter(({ kind }) => kind === "import");
  const [first, last] = [own[0], own.at(-1)];
  if (first === undefined || last === undefined) return null;
  const between = statements.filter((each) => each.start >= first.start && each.end <= last.end);
  const hasComment = lines.slice(start + first.start, start + last.end).some((line) => /[#;\\]/.test(line));
  if (hasComment || between.some(({ kind }) => kind !== "import")) return null;
  return { lines: { start: start + first.start, end: start + last.end }, imports: own.flatMap(readImports) };
}

function readImports({ code }: Statement): Import[] {
  const text = code.replaceAll(/[()\s]+/g, " ").trim();
  const [, module, names] = /^from ?(\S+) import (.*)$/.exec(text) ?? [];
  const clauses = (names ?? text.replace(/^import /, "")).split(",").map((clause) => clause.trim());
  return clauses
    .filter((clause) => clause !== "")
    .map((clause) => {
      const [name = "", alias = null] = clause.split(" as ");
      return module === undefined ? { module: name, name: null, alias } : { module, name, alias };
    });
}

function replaceImports(
  lines: readonly string[],
  { lines: { start, end } }: FoundImports,
  imports: readonly Import[],
): TextEdit | null {
  const text = render(imports);
  if (text === lines.slice(start, end).join("\n")) return null;
  const last = { line: end - 1, character: lines[end - 1]?.length ?? 0 };
  return { range: { start: { line: start, character: 0 }, end: last }, newText: text };
}

/** Below what stands in a head that has no imports to be sorted, e.g. comments; two blank lines above the cells. */
function insertBelow(lines: readonly string[], { end }: LineRange, text: string): TextEdit {
  const edit = insertBefore(lines, end, text);
  return { ...edit, newText: `${edit.newText.replace(/^\n+/, "\n\n")}\n\n` };
}

/** As isort has it: future, standard and other modules apart; whole modules before names; a line for each alias. */
function render(imports: readonly Import[]): string {
  const sections = [0, 1, 2].map((rank) => imports.filter(({ module }) => rankOf(module) === rank));
  return sections
    .filter((section) => section.length > 0)
    .map((section) => [...wholeModules(section), ...namesOfModules(section)].join("\n"))
    .join("\n\n");
}

function rankOf(module: string): number {
  if (module === "__future__") return 0;
  return STANDARD_MODULES.has(module.split(".")[0] ?? "") ? 1 : 2;
}

function wholeModules(imports: readonly Import[]): string[] {
  const whole = imports.filter(({ name }) => name === null);
  return unique(whole.map(({ module, alias }) => `import ${module}${asAlias(alias)}`)).sort();
}

function namesOfModules(imports: readonly Import[]): string[] {
  const taken = imports.filter((each): each is Import & { name: string } => each.name !== null);
  return unique(taken.map(({ module }) => module))
    .sort()
    .flatMap((module) => {
      const own = taken.filter((each) => each.module === module);
      const plain = unique(own.filter(({ alias }) => alias === null).map(({ name }) => name)).sort(byKind);
      const aliased = own
        .filter(({ alias }) => alias !== null)
        .map(({ name, alias }) => `from ${module} import ${name}${asAlias(alias)}`);
      return [...(plain.length === 0 ? [] : [wrapped(module, plain)]), ...unique(aliased).sort()];
    });
}

function wrapped(module: string, names: readonly string[]): string {
  const line = `from ${module} import ${names.join(", ")}`;
  if (line.length <= MOST_CHARACTERS) return line;
  return `from ${module} import (\n${names.map((name) => `    ${name},\n`).join("")})`;
}

/** Constants, then classes, then the rest. */
function byKind(a: string, b: string): number {
  const kind = (name: string) => (/^[A-Z\d_]{2,}$/.test(name) ? 0 : /^[A-Z]/.test(name) ? 1 : 2);
  return kind(a) - kind(b) || (a < b ? -1 : 1);
}

function asAlias(alias: string | null): string {
  return alias === null ? "" : ` as ${alias}`;
}

function unique(texts: readonly string[]): string[] {
  return [...new Set(texts)];
}
