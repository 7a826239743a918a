/** Makes the signature of f what it has to be: one annotated answer, then inputs with defaults. */
import type { TextEdit } from "vscode-languageserver";
import type { Parameter } from "../../core/puzzle.ts";
import { insertAt } from "./edits.ts";
import { parametersAt } from "./parameters.ts";

/** The text of f's line and what Python reads there. */
export interface Signature {
  readonly lines: readonly string[];
  /** The line of `def f`. */
  readonly fLine: number;
  readonly parameters: readonly Parameter[];
}

/** The type that is most likely where nothing is known. */
const USUAL_TYPE = "int";

/** Annotates the answer with the type that `answer`, a Python `repr`, has; null where it is annotated, or not found. */
export function annotateAnswer({ lines, fLine, parameters }: Signature, answer: string | null): TextEdit | null {
  const [first] = parameters;
  const place = parametersAt(lines, fLine).find(({ name }) => name === first?.name);
  if (place === undefined || first?.annotation !== null) return null;
  return insertAt(place.nameEnd, `: ${typeOf(answer ?? "")}`);
}

/** Gives every input that has no default one of its type. */
export function addDefaults({ lines, fLine, parameters }: Signature): TextEdit[] {
  const places = parametersAt(lines, fLine);
  return parameters.slice(1).flatMap(({ name, annotation, default: given }) => {
    const place = places.find((each) => each.name === name);
    if (given !== null || place === undefined) return [];
    const value = defaultOf(annotation);
    return [insertAt(place.end, annotation === null ? `=${value}` : ` = ${value}`)];
  });
}

/** By how the `repr` begins; of a list, by its first element. */
const TYPES: readonly (readonly [RegExp, string])[] = [
  [/^(?:True|False)\b/, "bool"],
  [/^-?\d+(?![\d.eEj])/, "int"],
  [/^-?[\d.]+(?:e[+-]?\d+)?(?![\d.eEj])/, "float"],
  [/^["']/, "str"],
  [/^b["']/, "bytes"],
  [/^\(/, "tuple"],
  [/^\{(?:\}|[^,]*:)/, "dict"],
  [/^(?:\{|set\()/, "set"],
];

function typeOf(answer: string): string {
  if (answer.startsWith("[")) return `list[${typeOf(answer.slice(1))}]`;
  return TYPES.find(([beginning]) => beginning.test(answer))?.[1] ?? USUAL_TYPE;
}

const DEFAULTS: Readonly<Record<string, string>> = {
  bool: "False",
  int: "0",
  float: "0.0",
  str: '""',
  bytes: 'b""',
  list: "[]",
  sequence: "[]",
  iterable: "[]",
  dict: "{}",
  mapping: "{}",
  set: "set()",
  tuple: "()",
};

function defaultOf(annotation: string | null): string {
  const name = /^(?:typing\.)?(\w+)/.exec(annotation ?? "")?.[1] ?? "";
  return DEFAULTS[name.toLowerCase()] ?? "0";
}
