/** The puzzle documents that are open in the editor, with what is known of their cells now. */
import type { TextDocument } from "vscode-languageserver-textdocument";
import type { KeyedCell } from "../core/cellKeys.ts";
import { type CellView, recordOf, type ViewSources, viewCells } from "./cellView.ts";
import type { Checks } from "./checks.ts";
import { ReviewDocument } from "./reviewDocument.ts";

interface OpenDocument {
  readonly document: ReviewDocument;
  /** The views with the text's version and the revision that they are of. */
  views: { readonly version: number; readonly revision: number; readonly cells: readonly CellView[] } | undefined;
}

export class OpenDocuments {
  readonly #open = new Map<string, OpenDocument>();
  readonly #checks: Checks;
  readonly #sources: () => ViewSources;
  #revision = 0;
  /** Views that hold for as long as neither the queue nor the settings change. */
  #seen = new WeakMap<KeyedCell, CellView>();
  #unjudged = false;

  constructor(checks: Checks, sources: () => ViewSources) {
    this.#checks = checks;
    this.#sources = sources;
  }

  get all(): readonly ReviewDocument[] {
    return [...this.#open.values()].map(({ document }) => document);
  }

  get(uri: string): ReviewDocument | undefined {
    return this.#open.get(uri)?.document;
  }

  open(text: TextDocument): void {
    this.#open.set(text.uri, { document: new ReviewDocument(text), views: undefined });
  }

  close(uri: string): void {
    this.#open.delete(uri);
    this.#checks.forget(uri);
  }

  /** What the checks say has changed. */
  invalidate(): void {
    this.#revision += 1;
  }

  /** What the queue or the settings say has changed. */
  invalidateAll(): void {
    this.#seen = new WeakMap();
    this.invalidate();
  }

  /** The cells of the newest text; none for a document that is not open. */
  views(uri: string): readonly CellView[] {
    const open = this.#open.get(uri);
    if (open === undefined) return [];
    const { document, views } = open;
    const { version } = document.text;
    if (views?.version === version && views.revision === this.#revision) return views.cells;
    const sources = this.#sources();
    if (sources.unjudged !== this.#unjudged) this.#seen = new WeakMap();
    this.#unjudged = sources.unjudged;
    const cells = viewCells(document.cells, document.problems, sources, this.#seen);
    open.views = { version, revision: this.#revision, cells };
    return cells;
  }

  /** Asks the checks for what is not known of a document's cells. */
  requestChecks(uri: string): void {
    const sources = this.#sources();
    const cells = this.get(uri)?.cells ?? [];
    this.#checks.want(
      uri,
      cells.flatMap((cell) => {
        const { text } = cell;
        return text === null || recordOf(cell.id, text, sources) !== null ? [] : [text];
      }),
    );
  }
}
