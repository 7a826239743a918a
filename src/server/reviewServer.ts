/** One editor's session: its documents and settings, the checks, the queue, and what of it is told to the editor. */
import * as l10n from "@vscode/l10n";
import {
  CodeLensRefreshRequest,
  type Connection,
  type Diagnostic,
  type InitializeParams,
  MessageType,
  ShowMessageNotification,
} from "vscode-languageserver/node";
import { UserError } from "../core/errors.ts";
import type { SeedPuzzle } from "../core/seed.ts";
import { Throttle } from "../core/throttle.ts";
import { CELLS_CHANGED, type CellsChanged } from "../protocol/lspMessages.ts";
import { markOf } from "./cellView.ts";
import { Checks } from "./checks.ts";
import { diagnostics } from "./features/diagnostics.ts";
import { IdleModel, type OpenModelFor } from "./idleModel.ts";
import { LazyJudge, type RunningJudge } from "./lazyJudge.ts";
import { OpenDocuments } from "./openDocuments.ts";
import { QueueFacts } from "./queueFacts.ts";
import { defaultSettings, type ServerSettings, settingsWith } from "./serverSettings.ts";
import { type SolveInPlaceParts, solveInPlace } from "./solveInPlace.ts";
import { Solving } from "./solving.ts";

/** What the composition root gives. */
export interface ServerParts {
  /** Throws `UserError` where there can be no judge. */
  readonly startJudge: (settings: ServerSettings, signal: AbortSignal) => Promise<RunningJudge>;
  readonly openModel: OpenModelFor;
  readonly seeds: readonly SeedPuzzle[];
  /** Content ids of the puzzles that may only be evaluated on. */
  readonly heldOut: ReadonlySet<string>;
  readonly environment: NodeJS.ProcessEnv;
}

/** Limit of each of f and g, as in the method's recipes. */
const TIMEOUT_MS = 1_000;
/** Time after the last solve after which the model is given back. */
const MODEL_IDLE_MS = 60_000;
/** Quiet time after which a typed text counts as meant. */
const PAUSE_MS = 40;
/** Least milliseconds between two tellings: of what stands in view, and of what VS Code asks for whole documents. */
const TELL_MS = 30;
const TELL_ALL_MS = 250;

export class ReviewServer {
  readonly documents: OpenDocuments;
  readonly checks: Checks;
  readonly solving: Solving;
  readonly #connection: Connection;
  readonly #parts: ServerParts;
  readonly #capabilities: InitializeParams["capabilities"];
  readonly #judge: LazyJudge;
  readonly #model: IdleModel;
  readonly #pauses = new Map<string, NodeJS.Timeout>();
  readonly #told = new Map<string, string>();
  readonly #tell = new Throttle(() => this.#send(this.#tellFindings()), TELL_MS);
  readonly #tellAll = new Throttle(() => this.#send(this.#tellMarks()), TELL_ALL_MS);
  #ended = false;
  readonly #defaults: ServerSettings;
  #settings: ServerSettings;
  #queue: QueueFacts;

  constructor(connection: Connection, params: InitializeParams, parts: ServerParts) {
    this.#connection = connection;
    this.#parts = parts;
    this.#capabilities = params.capabilities;
    this.#defaults = defaultSettings(params, parts.environment);
    this.#settings = settingsWith(this.#defaults, params.initializationOptions ?? {});
    l10n.config({ contents: this.#settings.translations as Record<string, string> });
    this.#queue = this.#openQueue();
    this.#judge = new LazyJudge((signal) => this.#startJudge(signal));
    this.checks = new Checks({
      judge: () => this.#judge.get(),
      timeoutMs: TIMEOUT_MS,
      onFound: this.#refresh,
      onFailure: this.#reportJudge,
    });
    this.#model = new IdleModel(parts.openModel, MODEL_IDLE_MS);
    this.solving = new Solving({
      solve: (request, signal) => solveInPlace(request, this.#solveParts(request.uri), signal),
      openProgress: () => connection.window.createWorkDoneProgress(),
    });
    const seeds = new Set(parts.seeds.map(({ id }) => id));
    this.documents = new OpenDocuments(this.checks, () => ({
      find: (text) => this.checks.find(text),
      unjudged: this.checks.failure !== undefined || !this.#settings.trusted,
      pairsOf: (id) => this.#queue.pairsOf(id),
      isTried: (id) => this.#queue.isTried(id),
      known: (id) => (parts.heldOut.has(id) ? "inHeldOut" : seeds.has(id) ? "inSeeds" : null),
    }));
  }

  get settings(): ServerSettings {
    return this.#settings;
  }

  get queue(): QueueFacts {
    return this.#queue;
  }

  get heldOut(): ReadonlySet<string> {
    return this.#parts.heldOut;
  }

  /** A document was opened or edited: its cells are checked once it rests. */
  requestChecks(uri: string, pauseMs = PAUSE_MS): void {
    clearTimeout(this.#pauses.get(uri));
    const check = () => {
      this.#pauses.delete(uri);
      if (this.#settings.trusted) this.documents.requestChecks(uri);
      this.#refresh();
    };
    this.#pauses.set(uri, setTimeout(check, pauseMs));
  }

  close(uri: string): void {
    clearTimeout(this.#pauses.get(uri));
    this.#pauses.delete(uri);
    this.#told.delete(uri);
    this.solving.cancel(uri);
    this.documents.close(uri);
    void this.#send(this.#connection.sendDiagnostics({ uri, diagnostics: [] }));
  }

  /** The queue may have changed on disk. */
  readonly readQueueAgain = (): void => {
    this.#queue.forget();
    for (const { uri } of this.documents.all) this.requestChecks(uri);
  };

  /** Takes up new settings; where they change what judges, all is judged again. */
  async configure(options: unknown): Promise<void> {
    const before = this.#settings;
    this.#settings = settingsWith(this.#defaults, options);
    this.#queue.close();
    this.#queue = this.#openQueue();
    if (judgedBy(before) !== judgedBy(this.#settings)) {
      const ended = this.#judge.reset();
      this.checks.restart();
      await ended;
    }
    this.readQueueAgain();
  }

  /** Tries again where the judge could not run. */
  async resume(): Promise<void> {
    if (this.checks.failure === undefined) return;
    await this.#judge.reset();
    this.checks.resume();
  }

  async shutDown(): Promise<void> {
    this.#ended = true;
    for (const timer of this.#pauses.values()) clearTimeout(timer);
    this.#tell.dispose();
    this.#tellAll.dispose();
    const solvingEnded = this.solving.stop();
    this.checks.stop();
    await Promise.all([solvingEnded, this.#judge.reset()]);
    this.#queue.close();
    await this.#model.release();
  }

  /** Shows a failure: the sentence of a `UserError`, anything else as the bug that it is. */
  readonly report = (error: unknown): void => {
    if (error instanceof UserError) {
      this.show(MessageType.Error, error.sentence);
      return;
    }
    this.#connection.console.error(error instanceof Error ? (error.stack ?? error.message) : String(error));
    this.show(MessageType.Error, l10n.t("Something unexpected went wrong in Autodidact: {0}", String(error)));
  };

  /** Shows a sentence to the person; nobody waits until it was read. */
  show(type: MessageType, message: string): void {
    void this.#send(this.#connection.sendNotification(ShowMessageNotification.type, { type, message }));
  }

  readonly #refresh = (): void => {
    this.documents.invalidate();
    this.#tell.request();
    this.#tellAll.request();
  };

  readonly #reportJudge = (error: unknown, thrown: boolean): void => {
    if (!thrown) this.report(error);
    this.#refresh();
  };

  /** What cannot be told because the editor has gone is lost without a word. */
  async #send(telling: Promise<void>): Promise<void> {
    try {
      await telling;
    } catch (error) {
      if (!this.#ended) this.#connection.console.error(String(error));
    }
  }

  /** Throws `UserError` where nothing may be run. */
  requireTrust(): void {
    if (this.#settings.trusted) return;
    throw new UserError(
      l10n.t("This workspace is not trusted, so nothing that a model wrote is run here."),
      l10n.t("Trust the workspace, or open another one."),
    );
  }

  #solveParts(uri: string): SolveInPlaceParts {
    return {
      settings: this.#settings,
      checks: this.checks,
      judge: () => this.#judge.get(),
      model: this.#model,
      seeds: this.#parts.seeds,
      queue: () => this.#queue,
      document: this.documents.get(uri),
      apply: async (edit) => (await this.#connection.workspace.applyEdit(edit)).applied,
    };
  }

  async #startJudge(signal: AbortSignal): Promise<RunningJudge> {
    this.requireTrust();
    return this.#parts.startJudge(this.#settings, signal);
  }

  #openQueue(): QueueFacts {
    const { workspace, readOnly, trusted } = this.#settings;
    return new QueueFacts({ workspace, readOnly: readOnly || !trusted, onFailure: this.report });
  }

  /** What the editor asks for by itself for the lines in view, and the diagnostics where they have changed. */
  async #tellFindings(): Promise<void> {
    for (const document of this.documents.all) {
      const { uri, text } = document;
      const found = diagnostics(uri, this.documents.views(uri), (line) => document.line(line));
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
    for (const { uri, text } of this.documents.all) {
      const cells = this.documents.views(uri).map(markOf);
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

function judgedBy({ trusted, pythonPath, activePython, allowPackages, leastTier }: ServerSettings): string {
  return JSON.stringify([trusted, pythonPath, activePython, allowPackages, leastTier]);
}
