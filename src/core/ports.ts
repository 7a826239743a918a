/** The interfaces through which generate, solve and evaluate meet the world. Nothing else of it is known in core. */
import type {
  Inspection,
  Judgement,
  OpenPuzzle,
  Pair,
  Probe,
  RejectReason,
  ReviewState,
  TestsReading,
  Verdict,
  VerifiedPair,
} from "./puzzle.ts";
import type {
  Annotation,
  AttemptsLog,
  PairSelection,
  PairsQuery,
  ReviewedState,
  RoundCounts,
  UndoneReview,
} from "./review.ts";

export interface Sampling {
  readonly temperature: number;
  /** Most tokens of one completion. */
  readonly maxTokens: number;
  readonly topK: number;
  readonly topP: number;
  /** Of the sampler: the same request with the same seed tends to get the same reply. Absent: the server's own choice. */
  readonly seed?: number | undefined;
}

export interface CompletionRequest extends Sampling {
  /** Given to the model as it is: no chat template. */
  readonly prompt: string;
  readonly stop: readonly string[];
}

export type Completion =
  | {
      readonly finish: "stop" | "length";
      readonly text: string;
      /** Tokens written. */
      readonly tokens: number;
      readonly promptTokens: number;
    }
  /** The model's reply ended without being complete, and trying again did not help. Counts as a failed attempt. */
  | { readonly finish: "broken"; readonly detail: string };

export type Processor = "gpu" | "cpu" | "mixed";

/** Where and as what a model runs; recorded with everything it writes. */
export interface ModelFacts {
  readonly name: string;
  /** SHA-256 digest by which Ollama knows the weights. */
  readonly digest: string;
  readonly processor: Processor;
  /** Requests that the server works on at once, as measured or set. */
  readonly concurrency: number;
}

export interface LanguageModel {
  /** Loads the model if need be. Throws `UserError` when it cannot be served. */
  describe(signal: AbortSignal): Promise<ModelFacts>;
  /** Samples one continuation. Throws when `signal` aborts, `UserError` when the server is gone for good. */
  complete(request: CompletionRequest, signal: AbortSignal): Promise<Completion>;
}

export interface Judge {
  /** Parses a candidate puzzle; runs nothing of it. */
  inspect(source: string, signal: AbortSignal): Promise<Inspection>;
  /** Takes tests of a function apart, so that its calls belong to a solution; runs nothing of them. */
  readTests(source: string, functionName: string, signal: AbortSignal): Promise<TestsReading>;
  /** Runs a candidate puzzle in the sandbox: is its signature sound, does a trivial answer solve it? */
  probe(f: string, signal: AbortSignal): Promise<Probe>;
  /** Proves or refutes a pair in the sandbox. Every expected outcome is a verdict, never an exception. */
  judge(pair: Pair, timeoutMs: number, signal: AbortSignal): Promise<Judgement>;
}

/** Milliseconds since the epoch. */
export type Clock = () => number;
/** Uniform in [0, 1). */
export type Random = () => number;

/** What a run was asked to do; enough to take it up again. */
export interface RunRequest {
  readonly model: string;
  /** Verified puzzles wanted. */
  readonly count: number;
  readonly recipe: string;
  /** Seed of the run's own random choices. */
  readonly seed: number;
  /** Puzzles that every prompt must show, e.g. a selection in the editor. */
  readonly examples: readonly string[];
}

export interface Run extends RunRequest {
  readonly id: string;
  readonly round: number;
  readonly state: "running" | "done";
}

/** A puzzle of a run and what has been tried on it so far. */
export interface PuzzleProgress extends OpenPuzzle {
  readonly attempts: number;
  readonly verified: number;
}

export interface Attempt {
  readonly puzzleId: string;
  readonly g: string;
  readonly tokens: number;
}

/** A stored verified pair with its review. */
export interface QueuedPair extends Annotation {
  readonly id: string;
  readonly puzzleId: string;
  readonly puzzle: string;
  readonly solution: string;
  readonly verdict: Verdict;
  readonly answer: string;
  readonly state: ReviewState;
  readonly round: number;
  readonly model: string;
  /** Verified attempts / attempts on the puzzle; null when nothing was sampled (imported or written by hand). */
  readonly solveRate: number | null;
  /** Name of the recipe of its run; null for a pair that no run wrote. */
  readonly recipe: string | null;
  /** Time that g and f took when they were judged, in milliseconds. */
  readonly ms: number;
  /** Milliseconds since the epoch. */
  readonly addedAt: number;
}

export interface QueueStats {
  readonly puzzles: number;
  readonly solved: number;
  readonly attempts: number;
  readonly pairs: Readonly<Record<ReviewState, number>>;
  readonly rejected: Readonly<Partial<Record<RejectReason, number>>>;
}

/** The durable store. What a method has returned from is on disk and outlives a kill at any moment. */
export interface Queue {
  /** Starts a run under an id of its own, or the given one. */
  startRun(request: RunRequest, facts: ModelFacts, id?: string): Run;
  run(id: string): Run | undefined;
  /** The latest run that was not finished, if any. */
  unfinishedRun(): Run | undefined;
  finishRun(runId: string): void;

  /** Keeps a rejected candidate with its reason. */
  addRejected(runId: string, text: string, reason: RejectReason, tokens: number): void;
  /** Adds a puzzle; false when one of the same content id is there already. `runId` null: written by hand or imported. */
  addPuzzle(runId: string | null, puzzle: OpenPuzzle, tokens: number): boolean;
  hasPuzzle(id: string): boolean;
  /**
   * Adds an attempt with its verdict. A verified one becomes a pending pair, whose id is returned; null where it did
   * not, or the same pair is there already.
   */
  addAttempt(runId: string | null, attempt: Attempt, judgement: Judgement): string | null;
  /** Drops the longest pending pairs of a puzzle until `count` of its pairs are left; their attempts stay. */
  keepShortest(puzzleId: string, count: number): void;
  /** Puzzles of a run with their counts, oldest first. */
  progressOf(runId: string): readonly PuzzleProgress[];
  /** What a run has cost and brought so far. */
  tallyOf(runId: string): RunTally;

  pair(id: string): QueuedPair | undefined;
  /** The verified pair as the judge made it, read back from its record. */
  verifiedPair(id: string): VerifiedPair | undefined;
  /** A page of pairs. Throws `UserError` where `after` is no pair of the queue. */
  pairs(query: PairsQuery): readonly QueuedPair[];
  /** All pairs of a puzzle, the shortest solution first. */
  pairsOf(puzzleId: string): readonly QueuedPair[];
  /** The attempts at a puzzle, newest first; `after` is the id of the last attempt of the page before. */
  attemptsOf(puzzleId: string, page: { after?: number; limit: number }): AttemptsLog;
  /** The rounds that have pairs, newest first; with a filter, only of the pairs that it lets through. */
  rounds(filter?: string): readonly RoundCounts[];
  /** Every tag that a pair has, in alphabetical order. */
  tags(): readonly string[];

  /**
   * Sets the review of pairs, as one action; returns how many changed. A trained pair stays as it is.
   * Throws `UserError` for an unknown id.
   */
  review(ids: readonly string[], state: ReviewedState): number;
  /** The same for all selected pairs. */
  reviewAll(selection: PairSelection, state: ReviewedState): number;
  /**
   * Takes back the latest review, of one pair or of many, that is not taken back yet; undefined when there is none.
   * A pair that was trained on since then stays as it is.
   */
  undoReview(): UndoneReview | undefined;
  /** Whether there is a review to take back. */
  canUndoReview(): boolean;
  /** Writes a pair's note or tags, whichever is given. Throws `UserError` for an unknown id. */
  annotate(id: string, annotation: Partial<Annotation>): void;
  /** Gives a pair the review that another queue recorded of it; nothing to take back. */
  restoreReview(id: string, state: ReviewedState): void;
  stats(): QueueStats;
  close(): void;
}

/** Counts of one run; survives a kill because it is read from the queue. */
export interface RunTally {
  readonly written: number;
  readonly kept: number;
  readonly solved: number;
  readonly verified: number;
  readonly attempts: number;
  readonly tokens: number;
  readonly rejected: Readonly<Partial<Record<RejectReason, number>>>;
}
