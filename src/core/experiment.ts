/**
 * The comparison that made the method: the base, the base tuned on attempts as they came, and the base tuned on verified
 * pairs, with the same budget. Source: ICLR 2023, "Language Models Can Teach Themselves to Program Better". A fourth arm
 * asks whether it matters which of the verified pairs are taken.
 */

import type {
  EvaluationRecipe,
  GroupFigures,
  KeptAttempt,
  ModelFigures,
  PassFigures,
  TaintedPuzzle,
} from "./evaluation.ts";
import type { RatedPair, SolveRateWindow } from "./pairSelection.ts";
import type { SeedSpread } from "./seedFigures.ts";
import type { TrainOptions } from "./trainRecipe.ts";

/** `selected`: verified pairs like `verified`'s, but chosen by solve rate, skill and likeness instead of at random. */
export const TRAINED_ARMS = ["unverified", "verified", "selected"] as const;
export type TrainedArm = (typeof TRAINED_ARMS)[number];
export const ARMS = ["base", ...TRAINED_ARMS] as const;
export type Arm = (typeof ARMS)[number];

/** The differences that are told: the first less the second. */
export const COMPARED: readonly (readonly [Arm, Arm])[] = [
  ["verified", "unverified"],
  ["selected", "verified"],
  ["selected", "base"],
  ["verified", "base"],
  ["unverified", "base"],
];

/** The pairs that each arm is tuned on. */
export type ArmPairs = Readonly<Record<TrainedArm, readonly RatedPair[]>>;

/** What training an arm came to. */
export interface ArmTraining {
  readonly training: string;
  readonly model: string;
  readonly pairs: number;
  readonly steps: number;
  readonly lossBefore: number;
  readonly lossAfter: number;
  readonly seconds: number;
  readonly tokensPerSecond: number;
  /** Bytes. */
  readonly peakMemory: number;
  /** Of the trainer's libraries. */
  readonly versions: Readonly<Record<string, string>>;
}

/** What an experiment ran on. */
export interface Machine {
  readonly processor: string;
  readonly cores: number;
  /** Bytes. */
  readonly memory: number;
  readonly system: string;
}

/** Of the programs that it ran. */
export interface ProgramVersions {
  readonly autodidact: string;
  readonly ollama: string;
}

/** All that an experiment's outcome depends on, besides the base, the queue and the seeds. */
export interface ExperimentParameters {
  /** Pairs of each arm as they were wished; null: as many as there are. */
  readonly pairs: number | null;
  readonly recipe: string;
  /** Rules of the recipe by which pairs are left out, for all arms. */
  readonly perPuzzle: number;
  readonly alike: number | null;
  readonly evaluationShare: number;
  readonly training: Omit<TrainOptions, "seed">;
  /** Of the solve rate, by which `selected` chooses. */
  readonly window: SolveRateWindow;
  readonly evaluation: EvaluationRecipe;
  /** The set; null: the held-out puzzles. */
  readonly puzzles: string | null;
  /** Of the puzzles; null: all. */
  readonly levels: readonly string[] | null;
  readonly limit: number | null;
  readonly attempts: number;
  readonly ks: readonly number[];
  /** Of all that is random in the evaluation; the same for every model. */
  readonly evaluationSeed: number;
}

/** What an arm's pairs are like. */
export interface PairsReport {
  /** How many are of puzzles whose solve rate lies in the window. */
  readonly inWindow: number;
  /** Pairs by skill. */
  readonly skills: Readonly<Record<string, number>>;
  /** How many the arm `verified` has, too. */
  readonly asVerified: number;
}

export interface ArmDifference {
  readonly of: Arm;
  readonly less: Arm;
  readonly passAt: PassFigures;
}

/** What one seed came to: its own choice of pairs, shuffle and training. */
export interface SeedResult {
  readonly seed: number;
  /** Its folder's name, which its models have in their lineage. */
  readonly experiment: string;
  readonly arms: Readonly<Record<Arm, ModelFigures>>;
  readonly pairs: Readonly<Record<TrainedArm, PairsReport>>;
  readonly trainings: Readonly<Record<TrainedArm, ArmTraining>>;
  readonly differences: readonly ArmDifference[];
}

export interface ExperimentSummary {
  readonly event: "summary";
  readonly experiment: string;
  readonly base: string;
  readonly parameters: ExperimentParameters;
  readonly machine: Machine;
  readonly versions: ProgramVersions;
  /** Means over the seeds, with intervals over the puzzles. */
  readonly arms: Readonly<Record<Arm, GroupFigures>>;
  /** Puzzle by puzzle, averaged over the seeds; the spread is that between the seeds, where there are several. */
  readonly differences: readonly (ArmDifference & { readonly spread: Readonly<Record<string, SeedSpread>> | null })[];
  readonly seeds: readonly SeedResult[];
  readonly contaminated: readonly TaintedPuzzle[];
  /** Path of the report. */
  readonly report: string;
}

export type ArmAttempts = Readonly<Record<Arm, readonly KeptAttempt[]>>;
