/** What the readers of files hand to the import. */
import type { ReviewState } from "../../core/puzzle.ts";

/** Wall time that one solution of a file is given. P3's slowest known-good ones take a few seconds. */
export const SOLUTION_MS = 10_000;

export interface ImportSolution {
  readonly g: string;
  /** The review that an export recorded. */
  readonly state?: ReviewState;
  /** What a person had written to the pair. */
  readonly note?: string;
  readonly tags?: readonly string[];
}

export type ImportItem =
  | {
      /** Counted from 1: the line, the list's item or the cell's line. */
      readonly number: number;
      readonly f: string;
      readonly solutions: readonly ImportSolution[];
    }
  | { readonly number: number; readonly unreadable: string };
