/** What a training says while it works; its journal holds the same, one line each. */
import type { DroppedPair, DropReason } from "./dataset.ts";
import type { ExportResult, TrainerMachine, TrainResult } from "./trainPorts.ts";

/** In their order. What a finished one found is kept, so that a run goes on at the first that has not finished. */
export const TRAIN_PHASES = ["dataset", "base", "tokens", "train", "export", "register", "smoke"] as const;
export type TrainPhase = (typeof TRAIN_PHASES)[number];

/** What is trained on, before it starts. */
export interface DatasetReport {
  /** Rows of pairs. */
  readonly train: number;
  /** Rows beside them by which writing puzzles is rehearsed; absent where an older version wrote it. */
  readonly writing?: number | undefined;
  readonly evaluation: number;
  readonly puzzles: number;
  readonly dropped: Readonly<Partial<Record<DropReason, number>>>;
  /** Rows by round, oldest first; round 0: pairs that no run wrote. */
  readonly rounds: readonly { readonly round: number; readonly rows: number }[];
  /** Rows by skill, the most first; null: puzzles of which none is known. Absent where an older version wrote it. */
  readonly skills?: readonly { readonly skill: string | null; readonly rows: number }[] | undefined;
  /** Tokens of all training rows, of both kinds, and of the longest. */
  readonly tokens: number;
  readonly longest: number;
  /** How many rows have at most this many tokens and more than the bar before. */
  readonly lengths: readonly { readonly upTo: number; readonly rows: number }[];
}

/** What a training will cost here. */
export interface TrainEstimate {
  /** Bytes that it needs at its peak, and that are free. */
  readonly memory: number;
  readonly freeMemory: number;
  /** Bytes that it will write, and that are free. */
  readonly disk: number;
  readonly freeDisk: number;
  readonly steps: number;
  readonly seconds: number;
  /** Whether earlier trainings on this machine have corrected the figures. */
  readonly measured: boolean;
  readonly device: TrainerMachine["device"];
  readonly deviceName: string;
}

/** What the trainer needs besides a Python. */
export interface TrainerLibraries {
  readonly installed: boolean;
  /** Bytes that they take, and that are free where they belong. */
  readonly disk: number;
  readonly freeDisk: number;
}

/** The trainer's own events. */
export type TrainerEvent =
  | {
      readonly event: "training";
      readonly steps: number;
      /** Greater than 0 where it goes on from a checkpoint. */
      readonly startStep: number;
      readonly device: string;
      readonly precision: string;
      readonly trainable: number;
      readonly parameters: number;
      readonly batch: number;
      readonly accumulation: number;
    }
  | {
      readonly event: "step";
      readonly step: number;
      readonly steps: number;
      readonly epoch: number;
      readonly loss: number;
      readonly learningRate: number;
      readonly tokensPerSecond: number;
      /** Bytes. */
      readonly memory: number;
      readonly secondsLeft: number;
    }
  | { readonly event: "evaluation"; readonly step: number; readonly loss: number }
  | { readonly event: "checkpoint"; readonly step: number }
  | { readonly event: "retry"; readonly batch: number; readonly accumulation: number; readonly message: string };

export type TrainEvent =
  | {
      readonly event: "started";
      readonly run: string;
      readonly base: string;
      readonly recipe: string;
      readonly resumed: boolean;
    }
  | { readonly event: "phase"; readonly phase: TrainPhase }
  | { readonly event: "progress"; readonly phase: TrainPhase; readonly done: number; readonly total: number }
  | { readonly event: "note"; readonly text: string }
  | ({ readonly event: "libraries" } & TrainerLibraries)
  | ({ readonly event: "dataset" } & DatasetReport)
  /** Told by a plan alone: a training has them in a file of its own. */
  | ({ readonly event: "dropped" } & DroppedPair)
  | ({ readonly event: "estimate" } & TrainEstimate)
  | TrainerEvent
  | ({ readonly event: "trained" } & TrainResult)
  | ({ readonly event: "exported" } & ExportResult)
  | { readonly event: "registered"; readonly name: string; readonly digest: string }
  | ({ readonly event: "smoke" } & SmokeReport)
  | { readonly event: "paused"; readonly run: string; readonly step: number }
  | { readonly event: "failed"; readonly message: string }
  | TrainSummary;

/** What the first words of a tuned model were like. */
export interface SmokeReport {
  readonly prompts: number;
  /** Replies that the model ended by itself. */
  readonly ended: number;
  /** Replies that Python can parse as a solution. */
  readonly parsed: number;
  readonly tokensPerSecond: number;
}

/** The last line of a training. */
export interface TrainSummary {
  readonly event: "summary";
  /** Empty where nothing was kept: a rough plan. */
  readonly run: string;
  readonly base: string;
  /** A name that Ollama serves; null for a plan. */
  readonly tuned: string | null;
  readonly dataset: { readonly used: number; readonly dropped: Readonly<Partial<Record<DropReason, number>>> };
  readonly steps: number;
  /** Null for a plan. */
  readonly lossBefore: number | null;
  readonly lossAfter: number | null;
  readonly seconds: number;
}
