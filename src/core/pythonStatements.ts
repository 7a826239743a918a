/** The top-level statements of a Python text: where each begins and ends, and the few kinds that a document needs. */
import { type ScannedLine, scanPython } from "./pythonScanner.ts";

export interface Statement {
  readonly kind: "cell" | "import" | "def" | "conflict" | "other";
  /** Lines from 0; `end` is the line after the last. Decorators belong to their def. */
  readonly start: number;
  readonly end: number;
  /** The function of a `def`, the id of a `cell`. */
  readonly name: string | null;
  /** The statement without comments and strings. */
  readonly code: string;
  /** The names that an import binds; `*` where it binds all of a module. None for other kinds. */
  readonly binds: readonly string[];
}

const CELL = /^#[ \t]*%%/;
const CELL_ID = /^#[ \t]*%%[ \t]+([0-9a-f]{8,64})(?![^ \t])/;
const DEFINITION = /^(?:async[ \t]+)?def[ \t]+([\p{L}_][\p{L}\p{N}_]*)/u;
const IMPORT = /^(?:import|from)\b/;
/** A name that is neither an attribute nor the prefix of a string. Looks back only where a name begins: blanks are many. */
const NAME = /(?=[\p{L}_])(?<![\p{L}\p{N}_])(?<!\.[ \t]*)[\p{L}_][\p{L}\p{N}_]*(?![\p{L}\p{N}_"])/gu;

/** Splits `text` into its top-level statements. Blank lines and plain comments belong to none. */
export function splitStatements(text: string): {
  lines: readonly ScannedLine[];
  statements: readonly Statement[];
  unfinished: readonly number[];
} {
  const { lines, unfinished } = scanPython(text.replace(/^\uFEFF/, ""));
  const starts: { start: number; end: number; kind: Statement["kind"]; decorator: boolean; name: string | null }[] = [];
  for (const [index, line] of lines.entries()) {
    const last = starts.at(-1);
    const begun = begin(line);
    if (begun !== null && last?.decorator && (begun.decorator || begun.kind === "def")) {
      Object.assign(last, begun, { end: index + 1 });
    } else if (begun !== null) {
      starts.push({ start: index, end: index + 1, ...begun });
    } else if (last !== undefined && last.kind !== "cell" && last.kind !== "conflict" && goesOn(line)) {
      last.end = index + 1;
    }
  }
  const statements = starts.map(({ start, end, kind, name }) => {
    const code = lines
      .slice(start, end)
      .map((line) => line.code)
      .join("\n");
    return { kind, start, end, name, code, binds: kind === "import" ? importedNames(code) : [] };
  });
  return { lines, statements, unfinished };
}

function begin(line: ScannedLine): { kind: Statement["kind"]; decorator: boolean; name: string | null } | null {
  if (line.conflict) return { kind: "conflict", decorator: false, name: null };
  if (line.continues) return null;
  if (CELL.test(line.text)) return { kind: "cell", decorator: false, name: CELL_ID.exec(line.text)?.[1] ?? null };
  if (!/^[^\s]/.test(line.code)) return null;
  const name = DEFINITION.exec(line.code)?.[1];
  if (name !== undefined) return { kind: "def", decorator: false, name };
  return { kind: IMPORT.test(line.code) ? "import" : "other", decorator: line.code.startsWith("@"), name: null };
}

function goesOn(line: ScannedLine): boolean {
  return line.continues || /^\s+\S/.test(line.code);
}

function importedNames(code: string): string[] {
  return code
    .replaceAll(/(?:\\\n|[()\s])+/g, " ")
    .split(";")
    .flatMap((part) => {
      const from = /^\s*from\s.*?\simport\s(.*)$/.exec(part)?.[1];
      const names = from ?? /^\s*import\s(.*)$/.exec(part)?.[1] ?? "";
      return names.split(",").map((clause) => {
        const [name = "", alias] = clause.trim().split(" as ");
        return alias ?? (from === undefined ? (name.split(".")[0] ?? "") : name);
      });
    })
    .filter((name) => name !== "");
}

/** `from typing import …` without aliases: the judge supplies these names by itself. */
export function isTypingImport({ code }: Statement): boolean {
  return /^from[ \t]+typing[ \t]+import\b/.test(code) && !/\sas\s|;/.test(code);
}

/** Every name that the code mentions by itself, not as an attribute of something. */
export function usedNames(source: string): Set<string> {
  const code = scanPython(source)
    .lines.map((line) => line.code)
    .join("\n");
  return new Set(code.match(NAME) ?? []);
}
