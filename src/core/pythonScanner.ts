/**
 * Reads Python text line by line far enough to tell code from strings and comments, and to see which lines go on from
 * the line before. It never fails: half-typed text is marked as unfinished and scanning starts afresh at the next line
 * that can only begin a statement, so one open bracket does not swallow the rest of the document.
 */

export interface ScannedLine {
  /** The line without its end. */
  readonly text: string;
  /** `text` with every character of a comment made a blank, of a string (without its prefix) a `"`; same length. */
  readonly code: string;
  /** Inside a string or bracket that an earlier line opened, or after a backslash. */
  readonly continues: boolean;
  /** One of the four lines by which version control marks a conflict. */
  readonly conflict: boolean;
}

export interface Scan {
  readonly lines: readonly ScannedLine[];
  /** Lines (from 0) with a string or bracket that is never closed, or a bracket that nothing opened. */
  readonly unfinished: readonly number[];
}

/** Frames name the string they lie in, so that no depth of nesting makes a step dear. */
type Frame =
  | OpenString
  | { readonly kind: "bracket"; readonly close: string; readonly line: number; readonly within: OpenString | undefined }
  /** A replacement field of an f-string, before and after its colon. */
  | { readonly kind: "field" | "spec"; readonly close: "}"; readonly line: number; readonly within: OpenString };

interface OpenString {
  readonly kind: "string";
  readonly quote: string;
  readonly format: boolean;
  readonly line: number;
  readonly within: OpenString | undefined;
}

const CLOSING: Readonly<Record<string, string>> = { "(": ")", "[": "]", "{": "}" };
const CONFLICT = /^(?:<{7}|>{7}|\|{7})(?: |$)|^={7}$/;
/** A cell's line with its id: it ends whatever is open, even a string, as VS Code's own Python cells do. */
const CELL_WITH_ID = /^# %% [0-9a-f]{8,64}[ \t]*$/;
/** Words that begin a statement and cannot stand at the start of a line inside brackets. */
const STATEMENT = /^(?:def|class|import|assert|async[ \t]+def)\b/;
const FORMAT_PREFIX = /(?<![\w"'])(?:[ft]|[ft]r|r[ft])$/i;

/** Runs that open and close nothing, taken in one step. */
const PLAIN_CODE = /[^"'#()[\]{}:\\]+/y;
const PLAIN_LITERAL = /[^"'{}\\]+/y;

export function scanPython(text: string): Scan {
  const scanner = new Scanner();
  const lines = text.split(/\r\n|\r|\n/).map((line, index) => scanner.scanLine(line, index));
  return { lines, unfinished: scanner.finish() };
}

class Scanner {
  #open: Frame[] = [];
  #backslash = false;
  readonly #unfinished = new Set<number>();

  scanLine(text: string, line: number): ScannedLine {
    const inString = this.#string() !== undefined;
    if (CELL_WITH_ID.test(text) || (!inString && STATEMENT.test(text))) this.#abandon();
    const continues = this.#open.length > 0 || this.#backslash;
    if (!inString && CONFLICT.test(text)) return { text, code: " ".repeat(text.length), continues, conflict: true };
    this.#backslash = false;
    const code = this.#blank(text, line);
    if (!this.#backslash) this.#endSingleQuoted();
    return { text, code, continues, conflict: false };
  }

  finish(): number[] {
    this.#abandon();
    return [...this.#unfinished].sort((a, b) => a - b);
  }

  /** The innermost open string, whatever is open in its fields. */
  #string(): OpenString | undefined {
    const top = this.#open.at(-1);
    return top?.kind === "string" ? top : top?.within;
  }

  #abandon(): void {
    const outermost = this.#open[0];
    if (outermost !== undefined) this.#unfinished.add(outermost.line);
    this.#open = [];
    this.#backslash = false;
  }

  /** A string in single quotes ends with its line; only a field of an f-string may go on. */
  #endSingleQuoted(): void {
    for (let top = this.#open.at(-1); top?.kind === "spec" || top?.kind === "string"; top = this.#open.at(-1)) {
      if (this.#string()?.quote.length !== 1) return;
      this.#unfinished.add(top.line);
      this.#open.pop();
    }
  }

  #blank(text: string, line: number): string {
    const parts: string[] = [];
    for (let at = 0; at < text.length; at += parts.at(-1)?.length ?? 1) {
      const top = this.#open.at(-1);
      const literal = top?.kind === "string" || top?.kind === "spec";
      const plain = plainAt(text, at, literal ? PLAIN_LITERAL : PLAIN_CODE);
      if (plain !== "") parts.push(literal ? '"'.repeat(plain.length) : plain);
      else if (top?.kind === "string") parts.push(this.#literal(text, at, top, top, line));
      else if (top?.kind === "spec") parts.push(this.#literal(text, at, top, top.within, line));
      else if (text[at] === "#") parts.push(" ".repeat(text.length - at));
      else parts.push(this.#code(text, at, line));
    }
    return parts.join("");
  }

  /** Takes one step inside a string or a format specification; returns what stands for it. */
  #literal(text: string, at: number, top: Frame, string: OpenString, line: number): string {
    if (text[at] === "\\" && top.kind === "string") {
      this.#backslash = at + 1 === text.length;
      return this.#backslash ? '"' : '""';
    }
    if (text.startsWith(string.quote, at)) {
      this.#open.length = this.#open.lastIndexOf(string);
      return '"'.repeat(string.quote.length);
    }
    if (string.format && text[at] === "{") {
      if (top.kind === "string" && text[at + 1] === "{") return '""';
      this.#open.push({ kind: "field", close: "}", line, within: string });
    } else if (top.kind === "spec" && text[at] === "}") {
      this.#open.pop();
    }
    return '"';
  }

  /** Takes one step in code; returns what stands for it. */
  #code(text: string, at: number, line: number): string {
    const character = text.charAt(at);
    if (character === '"' || character === "'") {
      const quote = text.startsWith(character.repeat(3), at) ? character.repeat(3) : character;
      const format = FORMAT_PREFIX.test(text.slice(Math.max(0, at - 3), at));
      this.#open.push({ kind: "string", quote, format, line, within: this.#string() });
      return '"'.repeat(quote.length);
    }
    const top = this.#open.at(-1);
    const close = CLOSING[character];
    if (close !== undefined) this.#open.push({ kind: "bracket", close, line, within: this.#string() });
    else if (character === ")" || character === "]" || character === "}") this.#closeBracket(character, line);
    else if (character === ":" && top?.kind === "field") this.#open.splice(-1, 1, { ...top, kind: "spec" });
    else if (character === "\\" && at + 1 === text.length) this.#backslash = true;
    return character;
  }

  #closeBracket(character: string, line: number): void {
    const top = this.#open.at(-1);
    if (top !== undefined && top.kind !== "string" && top.close === character) this.#open.pop();
    else this.#unfinished.add(line);
  }
}

function plainAt(text: string, at: number, run: RegExp): string {
  run.lastIndex = at;
  return run.exec(text)?.[0] ?? "";
}
