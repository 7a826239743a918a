/**
 * The loop of rounds: the best model so far writes and solves puzzles, what is accepted tunes the base, and the tuned
 * model writes the next round unless it is worse. All that a loop knows is its journal, to which it only appends; what
 * comes next follows from the journal alone, so a loop goes on after a kill at any moment.
 */
import type { PassFigures } from "./evaluation.ts";
import type { ArmTraining } from "./experiment.ts";

/** What a round was evaluated on: the tuned model, the base, and the model that wrote the round, which may be the base. */
export interface RoundFigures {
  readonly puzzles: number;
  /** Attempts at each puzzle. */
  readonly n: number;
  readonly passAt: { readonly tuned: PassFigures; readonly base: PassFigures; readonly generator: PassFigures };
  /** pass@k of the tuned model less theirs, puzzle by puzzle. */
  readonly less: { readonly base: PassFigures; readonly generator: PassFigures };
  /** pass@k over many k, for a picture. */
  readonly curves: { readonly tuned: PassFigures; readonly base: PassFigures };
}

/** What a training came to. */
export interface RoundTraining
  extends Pick<ArmTraining, "model" | "pairs" | "steps" | "lossBefore" | "lossAfter" | "seconds"> {
  /** False where its first words were gibberish. */
  readonly speaks: boolean;
}

/** A line of the journal; each is written when what it says is done, `generating` and `training` before they begin. */
export type LoopEntry =
  | { readonly entry: "begun"; readonly base: string; readonly accepted: number }
  | { readonly entry: "generating"; readonly round: number; readonly generator: string; readonly run: string }
  | { readonly entry: "generated"; readonly round: number; readonly solved: number; readonly verified: number }
  /** Accepted pairs of the queue, those that were trained on among them, and how many of these are new. */
  | { readonly entry: "reviewed"; readonly round: number; readonly accepted: number; readonly fresh: number }
  | { readonly entry: "training"; readonly round: number; readonly training: string }
  | ({ readonly entry: "trained"; readonly round: number } & RoundTraining)
  | ({ readonly entry: "evaluated"; readonly round: number } & RoundFigures)
  /** Ends the round. `why` is a sentence. */
  | { readonly entry: "decided"; readonly round: number; readonly promoted: boolean; readonly why: string };

type RoundEntry = Exclude<LoopEntry, { readonly entry: "begun" }>;

/** A round, as far as it has come. */
export type LoopRound = { readonly round: number; readonly generator: string } & {
  readonly [E in RoundEntry["entry"]]?: Extract<LoopEntry, { readonly entry: E }>;
};

/** The rounds of a journal, oldest first. */
export function roundsOf(journal: readonly LoopEntry[]): readonly LoopRound[] {
  const rounds = new Map<number, LoopRound>();
  for (const entry of journal) {
    if (entry.entry === "begun") continue;
    const { round } = entry;
    const generator = entry.entry === "generating" ? entry.generator : (rounds.get(round)?.generator ?? "");
    rounds.set(round, { ...rounds.get(round), round, generator, [entry.entry]: entry });
  }
  return [...rounds.values()];
}

/** The model that writes now: the latest that was promoted, else the base. */
export function generatorOf(base: string, rounds: readonly LoopRound[]): string {
  return rounds.findLast(({ decided }) => decided?.promoted)?.trained?.model ?? base;
}

/** When a loop ends. What is undefined ends none. */
export interface LoopLimits {
  readonly rounds: number;
  /** Accepted pairs of the queue at the end of a round. */
  readonly pairs: number | undefined;
  /** Rounds in a row that were not promoted. */
  readonly patience: number;
}

/** Why a loop ended. */
export type LoopEnd = "rounds" | "pairs" | "patience" | "time" | "nothingNew" | "review";

/** `automatic`: all verified pairs are accepted. `human`: a person does that, and the loop waits. */
export const REVIEW_POLICIES = ["automatic", "human"] as const;
export type ReviewPolicy = (typeof REVIEW_POLICIES)[number];
