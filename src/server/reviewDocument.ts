/** One open puzzle document: its text as it is now, read into cells that keep their keys. */
import type { TextDocument } from "vscode-languageserver-textdocument";
import { type KeyedCell, keepKeys } from "../core/cellKeys.ts";
import { DocumentReader } from "../core/documentReader.ts";
import type { DocumentProblem, LineRange } from "../core/puzzleDocument.ts";

export class ReviewDocument {
  /** Kept up to date by the connection's `TextDocuments`. */
  readonly text: TextDocument;
  readonly #reader = new DocumentReader();
  #version: number | undefined;
  #cells: readonly KeyedCell[] = [];
  #problems: readonly DocumentProblem[] = [];
  #headLines: LineRange = { start: 0, end: 0 };
  #lastKey = 0;

  constructor(text: TextDocument) {
    this.text = text;
  }

  get uri(): string {
    return this.text.uri;
  }

  /** The cells of the newest text. */
  get cells(): readonly KeyedCell[] {
    this.#read();
    return this.#cells;
  }

  get problems(): readonly DocumentProblem[] {
    this.#read();
    return this.#problems;
  }

  /** What stands above the first cell. */
  get headLines(): LineRange {
    this.#read();
    return this.#headLines;
  }

  /** The text of every line, without its end. */
  get lines(): string[] {
    return this.text.getText().split(/\r\n|\r|\n/);
  }

  /** Text of a line, without its end. */
  line(number: number): string {
    const text = this.text.getText({ start: { line: number, character: 0 }, end: { line: number + 1, character: 0 } });
    return text.replace(/[\r\n]+$/, "");
  }

  #read(): void {
    if (this.#version === this.text.version) return;
    this.#version = this.text.version;
    const { cells, problems, headLines } = this.#reader.read(this.text.getText());
    this.#cells = keepKeys(this.#cells, cells, () => {
      this.#lastKey += 1;
      return `c${this.#lastKey}`;
    });
    this.#problems = problems;
    this.#headLines = headLines;
  }
}
