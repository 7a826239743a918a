/** The words of an evaluation: what is evaluated with which parameters, what an attempt leaves behind, what is told. */
import type { Figure } from "./bootstrap.ts";
import type { FunctionTask } from "./functionTask.ts";
import type { Sampling } from "./ports.ts";
import type { Puzzle, Verdict } from "./puzzle.ts";
import type { PuzzleMatrix } from "./puzzleMatrix.ts";

/** How all models are asked. */
export interface EvaluationRecipe {
  readonly name: string;
  /** One sentence for documents. */
  readonly about: string;
  readonly sampling: Sampling;
  /** Worked examples in the prompt of a model that was not tuned here. */
  readonly examples: number;
  readonly timeoutMs: number;
}

/** The paper's: T 0.8, 150 tokens, five worked examples, one second for the judge. */
const paper: EvaluationRecipe = {
  name: "paper",
  about: "The published method's own parameters.",
  sampling: { temperature: 0.8, maxTokens: 150, topK: 0, topP: 1 },
  examples: 5,
  timeoutMs: 1_000,
};

/** For a first look on a CPU; its figures cannot be compared with those of `paper`. */
const quick: EvaluationRecipe = {
  name: "quick",
  about: "Short replies and three examples, for a first look on a CPU.",
  sampling: { temperature: 0.8, maxTokens: 64, topK: 0, topP: 1 },
  examples: 3,
  timeoutMs: 1_000,
};

export const EVALUATION_RECIPES: readonly EvaluationRecipe[] = [paper, quick];

/** `worked`: after worked examples from the seeds. `bare`: as models that were tuned here learned it. */
export type Prompting = "worked" | "bare";

/** Why a puzzle says nothing about a model. */
export const TAINTS = [
  "trained", // one of its training pairs is of this puzzle
  "alike", // one of its training pairs differs from it only in constants
  "shown", // the prompt shows it with its solution
] as const;
export type Taint = (typeof TAINTS)[number];

/** A puzzle of the set that is evaluated on. */
export interface EvaluatedPuzzle extends Puzzle {
  /** The header of every solution. */
  readonly header: string;
  /** Where it is told of a function's tests: the function that is to be completed. */
  readonly task?: FunctionTask | undefined;
  /** Its id in the set, where that has one. */
  readonly name?: string | undefined;
  readonly skill?: string | undefined;
  readonly level?: string | undefined;
  /** Why it says nothing, where it is asked all the same. */
  readonly taint?: Taint | undefined;
}

/** One attempt as it is kept; a line holds all that figures are made of. */
export interface KeptAttempt {
  readonly model: string;
  readonly digest: string;
  readonly recipe: string;
  readonly prompting: Prompting;
  /** Of the evaluation; the request's own seed comes of it, the puzzle and the number. */
  readonly seed: number;
  /** Content id. */
  readonly puzzle: string;
  readonly name?: string | undefined;
  readonly skill?: string | undefined;
  readonly level?: string | undefined;
  /** Why the puzzle says nothing, where it was asked all the same. */
  readonly taint?: Taint | undefined;
  /** From 0; no two attempts at a puzzle share it. */
  readonly number: number;
  /** Empty where the model's reply broke off. */
  readonly g: string;
  readonly verdict: Verdict;
  readonly detail: string;
  readonly tokens: number;
  /** From request to reply, over the number of requests that the server works on at once: its share of the time. */
  readonly seconds: number;
}

/** The record of one model's attempts under one recipe. What `keep` has returned from is on disk. */
export interface AttemptRecord {
  readonly kept: readonly KeptAttempt[];
  keep(attempt: KeptAttempt): void;
}

/** pass@k by k. */
export type PassFigures = Readonly<Record<string, Figure>>;

export interface GroupFigures {
  readonly puzzles: number;
  readonly passAt: PassFigures;
}

/** What one model's attempts say. */
export interface ModelFigures extends GroupFigures {
  readonly model: string;
  readonly digest: string;
  readonly recipe: string;
  readonly prompting: Prompting;
  /** Attempts at each puzzle. */
  readonly n: number;
  readonly verdicts: Readonly<Partial<Record<Verdict, number>>>;
  readonly tokens: number;
  readonly seconds: number;
  /** By skill and by level of difficulty, where the set has them. */
  readonly skills: Readonly<Record<string, GroupFigures>>;
  readonly levels: Readonly<Record<string, GroupFigures>>;
}

export interface TaintedPuzzle {
  readonly puzzle: string;
  readonly name?: string | undefined;
  readonly model: string;
  readonly taint: Taint;
}

export type EvaluationEvent =
  | {
      readonly event: "started";
      readonly model: string;
      readonly digest: string;
      readonly prompting: Prompting;
      readonly puzzles: number;
      readonly n: number;
      /** Attempts that were there already. */
      readonly kept: number;
    }
  | ({ readonly event: "contaminated" } & TaintedPuzzle)
  | { readonly event: "note"; readonly text: string }
  | { readonly event: "attempt"; readonly model: string; readonly puzzle: string; readonly verdict: Verdict }
  | {
      readonly event: "progress";
      readonly model: string;
      readonly done: number;
      readonly total: number;
      readonly verified: number;
      readonly tokensPerSecond: number;
      readonly secondsLeft: number;
    }
  /** The last word of one that could not go on; in journals only. */
  | { readonly event: "failed"; readonly message: string }
  | EvaluationSummary;

/** The last line of an evaluation. */
export interface EvaluationSummary extends ModelFigures {
  readonly event: "summary";
  readonly seed: number;
  /** Attempts that this run asked for, of both models; the others were there already. */
  readonly asked: number;
  readonly contaminated: readonly TaintedPuzzle[];
  /** Paths of the files that hold the attempts. */
  readonly files: readonly string[];
  readonly against?: ModelFigures;
  /** pass@k of the model less that of the one it is compared with, puzzle by puzzle. */
  readonly difference?: PassFigures;
  /** Which puzzles the one solves and the other does not. */
  readonly solved?: PuzzleMatrix;
}
