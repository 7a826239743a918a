/** Puzzles that ship with the product: the seeds that prompts show, and the held-out set that only evaluation sees. */

export const LEVELS = ["easy", "medium", "hard"] as const;
export type Level = (typeof LEVELS)[number];

export interface SeedPuzzle {
  /** Content id of f, as the judge computes it. */
  readonly id: string;
  readonly skill: string;
  readonly level: Level;
  /** The task in one line of words; never part of a prompt. */
  readonly about: string;
  readonly f: string;
  /** Known-good solutions, at least one. */
  readonly g: readonly string[];
}
