/** An editor that a test plays: it speaks to the real language server and keeps what it was told. */
import { type ChildProcess, spawn } from "node:child_process";
import { join } from "node:path";
import process from "node:process";
import {
  ApplyWorkspaceEditRequest,
  type CodeLens,
  CodeLensRefreshRequest,
  createProtocolConnection,
  type Diagnostic,
  type InlayHint,
  InlayHintRefreshRequest,
  type ProtocolConnection,
  RegistrationRequest,
  StreamMessageReader,
  StreamMessageWriter,
  type TextEdit,
} from "vscode-languageserver/node";
import { TextDocument } from "vscode-languageserver-textdocument";
import {
  CELL_COMMANDS,
  CELLS_CHANGED,
  type CellAction,
  type CellMark,
  type CellOutcome,
  type CellsChanged,
  type ServerOptions,
} from "../../src/protocol/lspMessages.ts";
import { ROOT } from "../harness/processes.ts";

const PATIENCE_MS = 20_000;

export class LspClient {
  readonly process: ChildProcess;
  readonly connection: ProtocolConnection;
  /** What the server showed to the person. */
  readonly shown: string[] = [];
  readonly #told: CellsChanged[] = [];
  readonly #documents = new Map<string, TextDocument>();
  readonly #diagnostics = new Map<string, { version: number | undefined; diagnostics: Diagnostic[] }>();
  readonly #cells = new Map<string, CellsChanged>();
  readonly #waiting = new Set<() => void>();
  #refreshes = 0;
  #exited = false;

  private constructor(child: ChildProcess) {
    if (child.stdout === null || child.stdin === null) throw new Error("The server has no pipes.");
    this.process = child;
    this.connection = createProtocolConnection(
      new StreamMessageReader(child.stdout),
      new StreamMessageWriter(child.stdin),
    );
    this.#listen();
    child.once("exit", () => {
      this.#exited = true;
      this.connection.dispose();
      this.#wake();
    });
  }

  /** Starts the server of `dist` for the folder `workspace`. */
  static async start(workspace: string, options: ServerOptions = {}): Promise<LspClient> {
    const child = spawn(process.execPath, [join(ROOT, "dist/server.js"), "--stdio"], {
      stdio: ["pipe", "pipe", "inherit"],
    });
    const client = new LspClient(child);
    await client.connection.sendRequest("initialize", {
      processId: process.pid,
      rootUri: null,
      capabilities: {
        workspace: {
          applyEdit: true,
          workspaceEdit: { documentChanges: true },
          codeLens: { refreshSupport: true },
          inlayHint: { refreshSupport: true },
          didChangeWatchedFiles: { dynamicRegistration: true },
        },
        window: { workDoneProgress: true },
      },
      initializationOptions: { workspace, ...options },
    });
    await client.connection.sendNotification("initialized", {});
    return client;
  }

  async open(uri: string, text: string): Promise<void> {
    const document = TextDocument.create(uri, "python", 1, text);
    this.#documents.set(uri, document);
    const { languageId, version } = document;
    await this.connection.sendNotification("textDocument/didOpen", {
      textDocument: { uri, languageId, version, text },
    });
  }

  textOf(uri: string): string {
    return this.#document(uri).getText();
  }

  /** Replaces the first `from` by `to`, as typing would. */
  async replace(uri: string, from: string, to: string): Promise<void> {
    const document = this.#document(uri);
    const offset = document.getText().indexOf(from);
    if (offset === -1) throw new Error(`The document does not have ${JSON.stringify(from)}.`);
    const range = { start: document.positionAt(offset), end: document.positionAt(offset + from.length) };
    await this.edit(uri, [{ range, newText: to }]);
  }

  /** Makes edits, whose ranges are of the text as it is. */
  async edit(uri: string, edits: readonly TextEdit[]): Promise<void> {
    const document = this.#document(uri);
    const changes = edits
      .toSorted((a, b) => document.offsetAt(b.range.start) - document.offsetAt(a.range.start))
      .map(({ range, newText }) => ({ range, text: newText }));
    const version = document.version + 1;
    TextDocument.update(document, changes, version);
    await this.connection.sendNotification("textDocument/didChange", {
      textDocument: { uri, version },
      contentChanges: changes,
    });
  }

  async close(uri: string): Promise<void> {
    this.#documents.delete(uri);
    this.#cells.delete(uri);
    this.#diagnostics.delete(uri);
    await this.connection.sendNotification("textDocument/didClose", { textDocument: { uri } });
  }

  /** The cells of the newest text, once all are settled or `until` holds. */
  async cells(uri: string, until = areSettled): Promise<CellMark[]> {
    return this.#when(() => {
      const told = this.#cells.get(uri);
      if (told?.version !== this.#document(uri).version || !until(told.cells)) return undefined;
      return told.cells;
    }, `the cells of ${uri}`);
  }

  /** Every telling of a document's cells, in their order. */
  told(uri: string): CellsChanged[] {
    return this.#told.filter((each) => each.uri === uri);
  }

  /** The newest diagnostics, once `until` holds. */
  async diagnostics(uri: string, until: (found: Diagnostic[]) => boolean = () => true): Promise<Diagnostic[]> {
    await this.cells(uri);
    return this.#when(() => {
      const told = this.#diagnostics.get(uri);
      return told !== undefined && until(told.diagnostics) ? told.diagnostics : undefined;
    }, `the diagnostics of ${uri}`);
  }

  /** The newest diagnostics, whatever they are of. */
  diagnosticsNow(uri: string): Diagnostic[] {
    return this.#diagnostics.get(uri)?.diagnostics ?? [];
  }

  lenses(uri: string): Promise<CodeLens[]> {
    return this.request("textDocument/codeLens", { textDocument: { uri } });
  }

  async lensTitles(uri: string): Promise<string[]> {
    return (await this.lenses(uri)).map(({ command }) => command?.title ?? "");
  }

  /** The hints of these lines, once `until` holds; asked for again whenever the server says that they changed. */
  async hints(
    uri: string,
    lines: [start: number, end: number],
    until: (labels: string[]) => boolean,
  ): Promise<string[]> {
    const [start, end] = lines.map((line) => ({ line, character: 0 }));
    for (;;) {
      const before = this.#refreshes;
      const found: InlayHint[] = await this.request("textDocument/inlayHint", {
        textDocument: { uri },
        range: { start, end },
      });
      const labels = found.map(({ label }) => String(label));
      if (until(labels)) return labels;
      await this.#when(() => (this.#refreshes > before ? true : undefined), `new hints of ${uri}`);
    }
  }

  /** Runs a command on the cells of these places, from 0. */
  async run(action: CellAction, uri: string, ...places: number[]): Promise<CellOutcome> {
    const cells = await this.cells(uri, () => true);
    const keys = places.map((place) => cells[place]?.key ?? "none");
    return this.request("workspace/executeCommand", { command: CELL_COMMANDS[action], arguments: [uri, keys] });
  }

  request<T>(method: string, parameters: unknown): Promise<T> {
    return this.connection.sendRequest(method, parameters);
  }

  /** Waits until `count` sentences were shown, and takes them. */
  async shownNext(count = 1): Promise<string[]> {
    await this.#when(() => (this.shown.length >= count ? true : undefined), `${count} sentences`);
    return this.shown.splice(0);
  }

  /** Ends the server at once, as a crash would. */
  async kill(): Promise<void> {
    const exit = new Promise((resolve) => this.process.once("exit", resolve));
    this.process.kill("SIGKILL");
    await exit;
  }

  /** Ends the server as an editor does; resolves with its exit status. */
  async stop(): Promise<number | null> {
    if (!this.#exited) {
      const exit = new Promise<number | null>((resolve) => this.process.once("exit", resolve));
      await this.connection.sendRequest("shutdown");
      await this.connection.sendNotification("exit");
      return exit;
    }
    return this.process.exitCode;
  }

  #listen(): void {
    const { connection } = this;
    connection.onNotification("textDocument/publishDiagnostics", ({ uri, version, diagnostics }) => {
      this.#diagnostics.set(uri, { version, diagnostics });
      this.#wake();
    });
    connection.onNotification(CELLS_CHANGED, (cells: CellsChanged) => {
      this.#cells.set(cells.uri, cells);
      this.#told.push(cells);
      this.#wake();
    });
    connection.onNotification("window/showMessage", ({ message }) => {
      this.shown.push(message);
      this.#wake();
    });
    connection.onRequest(RegistrationRequest.type, () => {});
    connection.onRequest(InlayHintRefreshRequest.type, () => {
      this.#refreshes += 1;
      this.#wake();
    });
    connection.onRequest(CodeLensRefreshRequest.type, () => {});
    connection.onRequest("window/workDoneProgress/create", () => null);
    connection.onRequest(ApplyWorkspaceEditRequest.type, async ({ edit }) => {
      for (const change of edit.documentChanges ?? []) {
        if (!("textDocument" in change)) continue;
        const { uri, version } = change.textDocument;
        if (version !== null && version !== this.#document(uri).version) return { applied: false };
        await this.edit(
          uri,
          change.edits.filter((each): each is TextEdit => "newText" in each),
        );
      }
      return { applied: true };
    });
    connection.listen();
  }

  #document(uri: string): TextDocument {
    const document = this.#documents.get(uri);
    if (document === undefined) throw new Error(`${uri} is not open.`);
    return document;
  }

  #wake(): void {
    for (const wake of this.#waiting) wake();
  }

  async #when<T>(look: () => T | undefined, what: string): Promise<T> {
    const limit = Date.now() + PATIENCE_MS;
    for (;;) {
      const found = look();
      if (found !== undefined) return found;
      if (this.#exited) throw new Error(`The server ended before it told ${what}.`);
      if (Date.now() > limit) throw new Error(`The server did not tell ${what} in ${PATIENCE_MS} ms.`);
      await new Promise<void>((resolve) => {
        const wake = () => {
          clearTimeout(timer);
          this.#waiting.delete(wake);
          resolve();
        };
        const timer = setTimeout(wake, PATIENCE_MS);
        this.#waiting.add(wake);
      });
    }
  }
}

function areSettled(cells: readonly CellMark[]): boolean {
  return cells.every(({ state }) => state !== "checking");
}
