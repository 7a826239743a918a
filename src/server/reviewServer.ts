/** One editor's session: its documents and settings, the checks, the queue, and what of it is told to the editor. */
import * as l10n from "@vscode/l10n";
import type { Connection, InitializeParams } from "vscode-languageserver/node";
import { UserError } from "../core/errors.ts";
import type { SeedPuzzle } from "../core/seed.ts";
import { Checks } from "./checks.ts";
import { IdleModel, type OpenModelFor } from "./idleModel.ts";
import { LazyJudge, type RunningJudge } from "./lazyJudge.ts";
import { OpenDocuments } from "./openDocuments.ts";
import { QueueFacts } from "./queueFacts.ts";
import { defaultSettings, type ServerSettings, settingsWith } from "./serverSettings.ts";
import { type SolveInPlaceParts, solveInPlace } from "./solveInPlace.ts";
import { Solving } from "./solving.ts";
import { Telling } from "./telling.ts";

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

export class ReviewServer {
  readonly documents: OpenDocuments;
  readonly checks: Checks;
  readonly solving: Solving;
  readonly telling: Telling;
  readonly #connection: Connection;
  readonly #parts: ServerParts;
  readonly #judge: LazyJudge;
  readonly #model: IdleModel;
  readonly #pauses = new Map<string, NodeJS.Timeout>();
  readonly #defaults: ServerSettings;
  #settings: ServerSettings;
  #queue: QueueFacts;

  constructor(connection: Connection, params: InitializeParams, parts: ServerParts) {
    this.#connection = connection;
    this.#parts = parts;
    this.#defaults = defaultSettings(params, parts.environment);
    this.#settings = settingsWith(this.#defaults, params.initializationOptions ?? {});
    this.telling = new Telling(connection, params.capabilities, () => this.documents);
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
    this.solving.cancel(uri);
    this.documents.close(uri);
    this.telling.close(uri);
  }

  /** The queue may have changed on disk. */
  readonly readQueueAgain = (): void => {
    this.#queue.forget();
    this.documents.invalidateAll();
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
    for (const timer of this.#pauses.values()) clearTimeout(timer);
    this.telling.end();
    const solvingEnded = this.solving.stop();
    this.checks.stop();
    await Promise.all([solvingEnded, this.#judge.reset()]);
    this.#queue.close();
    await this.#model.release();
  }

  readonly #refresh = (): void => {
    this.documents.invalidate();
    this.telling.request();
  };

  readonly #reportJudge = (error: unknown, thrown: boolean): void => {
    if (!thrown) this.telling.report(error);
    this.#refresh();
  };

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
    return new QueueFacts({ workspace, readOnly: readOnly || !trusted, onFailure: this.telling.report });
  }
}

function judgedBy({ trusted, pythonPath, activePython, allowPackages, leastTier }: ServerSettings): string {
  return JSON.stringify([trusted, pythonPath, activePython, allowPackages, leastTier]);
}
