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
import { markOf } from "./cellView.ts";
import { diagnostics } from "./features/diagnostics.ts";
import type { OpenDocuments } from "./openDocuments.ts";

/** Least milliseconds between two tellings: of what stands in view, and of what VS Code asks for whole documents. */
const TELL_MS = 30;
const TELL_ALL_MS = 250;

export class Telling {
  readonly #connection: Connection;
  readonly #capabilities: InitializeParams["capabilities"];
  readonly #documents: () => OpenDocuments;
  /** The diagnostics of each document as they were sent. */
  readonly #told = new Map<string, string>();
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
      const found = diagnostics(uri, this.#documents().views(uri), (line) => document.line(line));
      await this.#sendIfNew(uri, text.version, found);
    }
    if (this.#capabilities.workspace?.inlayHint?.refreshSupport) await this.#connection.languages.inlayHint.refresh();
  }

  async #sendIfNew(uri: string, version: number, found: Diagnostic[]): Promise<void> {
    const told = JSON.stringify(found);
    if (this.#told.get(uri) === told) return;
    this.#told.set(uri, told);
    await this.#connection.sendDiagnostics({ uri, version, diagnostics: found });
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
