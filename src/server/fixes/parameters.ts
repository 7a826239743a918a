/** Where the parameters of a `def` stand in the text. */
import type { Position } from "vscode-languageserver";
import { TextDocument } from "vscode-languageserver-textdocument";
import { scanPython } from "../../core/pythonScanner.ts";

export interface ParameterPlace {
  readonly name: string;
  /** Behind its name. */
  readonly nameEnd: Position;
  /** Behind all of it. */
  readonly end: Position;
}

const DEPTH: Readonly<Record<string, -1 | 1>> = { "(": 1, "[": 1, "{": 1, ")": -1, "]": -1, "}": -1 };

/** The parameters of the `def` that begins with line `first`, in their order; none where its brackets do not close. */
export function parametersAt(lines: readonly string[], first: number): ParameterPlace[] {
  const scanned = scanPython(lines.slice(first).join("\n")).lines.map(({ code }) => code);
  const code = TextDocument.create("", "python", 0, scanned.join("\n"));
  const positionAt = (offset: number) => {
    const { line, character } = code.positionAt(offset);
    return { line: first + line, character };
  };
  return segmentsWithin(code.getText()).flatMap(({ start, text }) => {
    const name = /^[\p{L}_][\p{L}\p{N}_]*/u.exec(text)?.[0];
    if (name === undefined) return [];
    return [{ name, nameEnd: positionAt(start + name.length), end: positionAt(start + text.length) }];
  });
}

/** What stands between the commas of the first bracket of `code`, without the blanks around it. */
function segmentsWithin(code: string): { start: number; text: string }[] {
  const segments: { start: number; text: string }[] = [];
  let start = code.indexOf("(") + 1;
  let depth = 1;
  for (let at = start; at > 0 && at < code.length; at++) {
    const character = code.charAt(at);
    depth += DEPTH[character] ?? 0;
    if (depth > 1 || (depth === 1 && character !== ",")) continue;
    const text = code.slice(start, at);
    segments.push({ start: start + text.length - text.trimStart().length, text: text.trim() });
    if (depth === 0) return segments;
    start = at + 1;
  }
  return [];
}
