/** Which puzzles one model solves and another does not: at least one of the n attempts at each is verified. */
import type { KeptAttempt } from "./evaluation.ts";

/** Content ids of puzzles, in the order of the ids. */
export interface PuzzleMatrix {
  /** Solved by the model, not by the one that it is compared with. */
  readonly gained: readonly string[];
  /** The other way round. */
  readonly lost: readonly string[];
  readonly both: readonly string[];
  readonly neither: readonly string[];
}

export const MATRIX_GROUPS = ["gained", "lost", "both", "neither"] as const satisfies readonly (keyof PuzzleMatrix)[];
export type MatrixGroup = (typeof MATRIX_GROUPS)[number];

type Attempt = Pick<KeptAttempt, "puzzle" | "number" | "verdict">;

/** `n`: attempts at each puzzle that count, those with the numbers below. Puzzles that only one was asked are left out. */
export function matrixOf(own: readonly Attempt[], other: readonly Attempt[], n: number): PuzzleMatrix {
  const [mine, theirs] = [solvedOf(own, n), solvedOf(other, n)];
  const puzzles = [...mine.keys()].filter((puzzle) => theirs.has(puzzle)).sort();
  const group = (solved: boolean, byOther: boolean) =>
    puzzles.filter((puzzle) => mine.get(puzzle) === solved && theirs.get(puzzle) === byOther);
  return {
    gained: group(true, false),
    lost: group(false, true),
    both: group(true, true),
    neither: group(false, false),
  };
}

/** As the other of the two models sees it. */
export function turned({ gained, lost, ...rest }: PuzzleMatrix): PuzzleMatrix {
  return { gained: lost, lost: gained, ...rest };
}

function solvedOf(attempts: readonly Attempt[], n: number): Map<string, boolean> {
  const solved = new Map<string, boolean>();
  for (const { puzzle, number, verdict } of attempts) {
    if (number >= n) continue;
    solved.set(puzzle, verdict === "verified" || solved.get(puzzle) === true);
  }
  return solved;
}
