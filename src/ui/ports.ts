/** What the editor's side needs of the world. `extension.ts` hands in the implementations. */
import type { Processor, QueuedPair, QueueStats } from "../core/ports.ts";
import type {
  Annotation,
  AttemptsLog,
  PairSelection,
  PairsQuery,
  ReviewedState,
  RoundCounts,
  UndoneReview,
} from "../core/review.ts";
import type { RunEvent } from "../core/runEvents.ts";
import type { Sandbox } from "../core/sandbox.ts";
import type { TrainEvent } from "../core/trainEvents.ts";
import type { TrainPreview } from "../core/trainPreview.ts";
import type { PastTraining, TrainState } from "../core/trainStatus.ts";
import type { JobRequest } from "../protocol/jobRequest.ts";
import type { StoredTrainRequest } from "../protocol/trainRequest.ts";

/** How a generation ended; `stopped`: it had no time for a last word of its own. */
export type JobEnd = Extract<RunEvent, { event: "summary" | "failed" }> | { readonly event: "stopped" };

/** A generation in a process of its own. */
export interface GenerateJob {
  readonly id: string;
  readonly request: JobRequest;
  /** Path of the file with what its process logged. */
  readonly log: string;
  /** Settles when the run is over; never after `dispose`. */
  readonly ended: Promise<JobEnd>;
  /** Ends the process and all that it started. */
  stop(): Promise<void>;
  /** Ceases to watch; the process goes on. */
  dispose(): void;
}

export interface GenerateJobs {
  /** Throws `UserError` when the job cannot be started. */
  start(request: JobRequest, onEvent: (event: RunEvent) => void): Promise<GenerateJob>;
  /** Takes up a generation that an earlier window left; its events are told again from the first. */
  reattach(onEvent: (event: RunEvent) => void): Promise<GenerateJob | undefined>;
}

/** A training in a process of its own. */
export interface TrainJob {
  readonly id: string;
  /** Settles when its process is gone; never after `dispose`. */
  readonly ended: Promise<TrainState>;
  /** Has it write a checkpoint and end. */
  pause(): Promise<void>;
  /** Ends it and all that it started; the last checkpoint is kept. */
  cancel(): Promise<void>;
  /** Ceases to watch; the process goes on. */
  dispose(): void;
}

type OnTrainEvent = (event: TrainEvent) => void;

/** The workspace's trainings. Starting and resuming throw `UserError` where one runs already, or none may. */
export interface Trainings {
  start(request: StoredTrainRequest, onEvent: OnTrainEvent): Promise<TrainJob>;
  /** `epochs`: trains on from its end, up to so many. Events are told again from the first, here and below. */
  resume(training: { readonly id: string; readonly epochs?: number }, onEvent: OnTrainEvent): Promise<TrainJob>;
  /** Takes up the one that runs, whoever started it. */
  reattach(onEvent: OnTrainEvent): Promise<TrainJob | undefined>;
  /** What a training would be; throws the signal's reason when it aborts. */
  preview(request: StoredTrainRequest, signal: AbortSignal): Promise<TrainPreview>;
  /** The newest ones, at most `limit`. */
  history(limit: number): Promise<readonly PastTraining[]>;
  /** The last lines that a training's process logged, whether it runs or has ended. */
  logTail(id: string): Promise<readonly string[]>;
}

/** A model that Ollama has. */
export interface ModelChoice {
  readonly name: string;
  /** Ollama's words, such as `7.6B` and `Q4_K_M`; empty where it does not say. */
  readonly parameters: string;
  readonly quantisation: string;
  readonly bytes: number;
  /** Where it runs now; `unknown` while it is not loaded. */
  readonly processor: Processor | "unknown";
}

export interface ModelCatalog {
  /** Throws `UserError` when Ollama does not answer. */
  list(): Promise<readonly ModelChoice[]>;
}

/** The workspace's queue. A method means what the one of the same name in `core/ports` does. */
export interface QueueAccess {
  /** Undefined: this workspace has no queue yet. Throws `UserError` when the queue cannot be read. */
  stats(): Promise<QueueStats | undefined>;
  rounds(filter?: string): Promise<readonly RoundCounts[]>;
  pairs(query: PairsQuery): Promise<readonly QueuedPair[]>;
  pair(id: string): Promise<QueuedPair | undefined>;
  /** The newest attempts at a puzzle, at most `limit`; undefined: there is no queue yet. */
  attemptsOf(puzzleId: string, limit: number): Promise<AttemptsLog | undefined>;
  tags(): Promise<readonly string[]>;
  canUndoReview(): Promise<boolean>;
  /** These write. They throw `UserError` where another window has the workspace. Reviews return how many changed. */
  review(ids: readonly string[], state: ReviewedState): Promise<number>;
  reviewAll(selection: PairSelection, state: ReviewedState): Promise<number>;
  undoReview(): Promise<UndoneReview | undefined>;
  annotate(id: string, annotation: Partial<Annotation>): Promise<void>;
}

export interface JudgeAccess {
  /**
   * How well the judge is closed off. The first call starts it once, which runs nothing that a model wrote; later ones
   * remember, as long as the interpreter is the same. Throws `UserError` when it cannot be started, or must not be:
   * the workspace is not trusted.
   */
  sandbox(): Promise<Sandbox>;
}

/** Key-value memory of the workspace, such as `vscode.Memento`. */
export interface Memory {
  get<T>(key: string): T | undefined;
  update(key: string, value: unknown): Thenable<void>;
}
