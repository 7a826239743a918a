/** What the editor is told without being asked: findings, marks, and sentences for the person. */
import { t } from "@vscode/l10n";
import {
  CodeLensRefreshRequest,
  type Connection,
  type Diagnostic,
  type InitializeParams,
  MessageType,
  ShowMessageNotification,
} from "vscode-languageserver/node";
import { UserError } from "../core/errors.ts";
import { Throttle } from "../core/throttle.ts";
import { CELLS_CHANGED, type CellsChanged } from "../protocol/lspMessages.ts";
import { type CellView, markOf } from "./cellView.ts";
import { diagnostics } from "./features/diagnostics.ts";
import type { OpenDocuments } from "./openDocuments.ts";
import type { ReviewDocument } from "./reviewDocument.ts";

/** Least milliseconds between two tellings: of what stands in view, and of what VS Code asks for whole documents. */
const TELL_MS = 30;
const TELL_ALL_MS = 250;

export class Telling {
  readonly #connection: Connection;
  readonly #capabilities: InitializeParams["capabilities"];
  readonly #documents: () => OpenDocuments;
  /** The diagnostics of each document's cells as they were sent. */
  readonly #told = new Map<string, readonly (readonly Diagnostic[])[]>();
  readonly #diagnosed = new WeakMap<CellView, readonly Diagnostic[]>();
  readonly #tell = new Throttle(() => this.#send(this.#tellFindings()), TELL_MS);
  readonly #tellAll = new Throttle(() => this.#send(this.#tellMarks()), TELL_ALL_MS);
  #ended = false;

  constructor(connection: Connection, capabilities: InitializeParams["capabilities"], documents: () => OpenDocuments) {
    this.#connection = connection;
    this.#capabilities = capabilities;
    this.#documents = documents;
  }

  /** Something about the documents has changed. */
  request(): void {
    this.#tell.request();
    this.#tellAll.request();
  }

  /** A document was closed. */
  close(uri: string): void {
    this.#told.delete(uri);
    void this.#send(this.#connection.sendDiagnostics({ uri, diagnostics: [] }));
  }

  /** The editor is about to go. */
  end(): void {
    this.#ended = true;
    this.#tell.dispose();
    this.#tellAll.dispose();
  }

  /** Shows a failure: the sentence of a `UserError`, anything else as the bug that it is. */
  readonly report = (error: unknown): void => {
    if (error instanceof UserError) {
      this.show(MessageType.Error, error.sentence);
      return;
    }
    this.#connection.console.error(error instanceof Error ? (error.stack ?? error.message) : String(error));
    this.show(MessageType.Error, t("Something unexpected went wrong in Autodidact: {0}", String(error)));
  };

  /** Shows a sentence to the person; nobody waits until it was read. */
  show(type: MessageType, message: string): void {
    void this.#send(this.#connection.sendNotification(ShowMessageNotification.type, { type, message }));
  }

  /** What cannot be told because the editor has gone is lost without a word. */
  async #send(telling: Promise<void>): Promise<void> {
    try {
      await telling;
    } catch (error) {
      if (!this.#ended) this.#connection.console.error(String(error));
    }
  }

  /** What the editor asks for by itself for the lines in view, and the diagnostics where they have changed. */
  async #tellFindings(): Promise<void> {
    for (const document of this.#documents().all) {
      const { uri, text } = document;
      const found = this.#documents()
        .views(uri)
        .map((view) => this.#diagnose(document, view));
      await this.#sendIfNew(uri, text.version, found);
    }
    if (this.#capabilities.workspace?.inlayHint?.refreshSupport) await this.#connection.languages.inlayHint.refresh();
  }

  /** A view that is the same object has the same diagnostics. */
  #diagnose(document: ReviewDocument, view: CellView): readonly Diagnostic[] {
    const known = this.#diagnosed.get(view);
    if (known !== undefined) return known;
    const found = diagnostics(document.uri, [view], (line) => document.line(line));
    this.#diagnosed.set(view, found);
    return found;
  }

  async #sendIfNew(uri: string, version: number, found: readonly (readonly Diagnostic[])[]): Promise<void> {
    const told = this.#told.get(uri);
    this.#told.set(uri, found);
    if (told !== undefined && areSame(told, found)) return;
    await this.#connection.sendDiagnostics({ uri, version, diagnostics: found.flat() });
  }

  /** What is asked for, or marked, for a document as a whole. */
  async #tellMarks(): Promise<void> {
    for (const { uri, text } of this.#documents().all) {
      const cells = this.#documents().views(uri).map(markOf);
      await this.#connection.sendNotification(CELLS_CHANGED, {
        uri,
        version: text.version,
        cells,
      } satisfies CellsChanged);
    }
    if (this.#capabilities.workspace?.codeLens?.refreshSupport) {
      await this.#connection.sendRequest(CodeLensRefreshRequest.type);
    }
  }
}

/** Compares cell by cell, and the texts of those alone that are not the same objects. */
function areSame(a: readonly (readonly Diagnostic[])[], b: readonly (readonly Diagnostic[])[]): boolean {
  if (a.length !== b.length) return false;
  return a.every((cell, index) => {
    const other = b[index];
    if (cell === other || (cell.length === 0 && other?.length === 0)) return true;
    return JSON.stringify(cell) === JSON.stringify(other);
  });
}
