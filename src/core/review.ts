/** What a review asks of the queue, and what the queue tells it. */
import type { ReviewState, Verdict } from "./puzzle.ts";

/**
 * Orders of a list of pairs. `hardest` puts the lowest solve rate first, `easiest` the highest; a pair for whose puzzle
 * nothing was sampled counts as easier than all. `shortest` and `longest` go by the solution's text.
 */
export const PAIR_SORTS = ["newest", "hardest", "easiest", "shortest", "longest"] as const;
export type PairSort = (typeof PAIR_SORTS)[number];

/** States that a review can give; `trained` comes from training alone. */
export type ReviewedState = Exclude<ReviewState, "trained">;

/** Which pairs are meant; what is left out does not matter. */
export interface PairSelection {
  readonly state?: ReviewState;
  /** 0: the pairs that no run wrote. */
  readonly round?: number;
  /** Text that the puzzle, the solution, the model's name, the note or a tag has in it, in capitals or not. */
  readonly filter?: string;
}

/** A page of the selected pairs. */
export interface PairsQuery extends PairSelection {
  /** `newest` where it is left out. */
  readonly sort?: PairSort;
  /** Id of the last pair of the page before. */
  readonly after?: string;
  readonly limit: number;
  /** Of several selected pairs of a puzzle only the shortest; the filter takes no part in the choice. */
  readonly onePerPuzzle?: boolean;
}

/** What a person has written to a pair. */
export interface Annotation {
  readonly note: string;
  readonly tags: readonly string[];
}

/** The pairs of a round by state. */
export interface RoundCounts {
  readonly round: number;
  readonly pairs: Readonly<Record<ReviewState, number>>;
}

/** A review that was taken back: these pairs left the state `from` for the one they had before. */
export interface UndoneReview {
  readonly ids: readonly string[];
  readonly from: ReviewedState;
  /** Null where the pairs had come from different states. */
  readonly to: ReviewedState | null;
}

/** An attempt with the judge's finding. */
export interface JudgedAttempt {
  /** Grows with every attempt of the queue. */
  readonly id: number;
  readonly g: string;
  readonly verdict: Verdict;
  readonly detail: string;
  /** Python `repr` of the answer; null where there was none. */
  readonly answer: string | null;
  /** Time that g and f took, in milliseconds. */
  readonly ms: number;
  /** By hand: null. */
  readonly model: string | null;
  /** Milliseconds since the epoch. */
  readonly addedAt: number;
}

/** A page of the attempts at a puzzle, newest first, and the counts of all of them. */
export interface AttemptsLog {
  readonly counts: Readonly<Partial<Record<Verdict, number>>>;
  readonly attempts: readonly JudgedAttempt[];
}
