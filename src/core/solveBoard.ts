/** Which puzzle is attempted next: the oldest that still needs attempts, so that all attempts at one run together. */
import { SOLVE_RATE_WINDOW } from "./pairSelection.ts";
import type { PuzzleProgress } from "./ports.ts";
import type { WorkedExample } from "./prompt.ts";
import type { OpenPuzzle } from "./puzzle.ts";
import type { Recipe } from "./recipe.ts";
import type { SeedPuzzle } from "./seed.ts";
import { chooseWorkedExamples } from "./solve.ts";

/** A puzzle under way. */
export interface Solving {
  readonly puzzle: OpenPuzzle;
  readonly examples: readonly WorkedExample[];
  /** Attempts handed out, and those that have their verdict. */
  launched: number;
  settled: number;
  verified: number;
}

export class SolveBoard {
  readonly #parameters: Recipe["solutions"];
  readonly #seeds: readonly SeedPuzzle[];
  /** Oldest first; only puzzles that may still need attempts. */
  #open: Solving[] = [];

  constructor(progress: readonly PuzzleProgress[], seeds: readonly SeedPuzzle[], parameters: Recipe["solutions"]) {
    this.#parameters = parameters;
    this.#seeds = seeds;
    for (const { attempts, verified, ...puzzle } of progress) this.#open.push(this.#place(puzzle, attempts, verified));
  }

  add(puzzle: OpenPuzzle): void {
    this.#open.push(this.#place(puzzle, 0, 0));
  }

  /** Hands out an attempt at the oldest puzzle that needs one. */
  next(): Solving | undefined {
    this.#open = this.#open.filter((solving) => !this.#isOver(solving));
    const oldest = this.#open.find(
      (solving) =>
        solving.launched < this.#limitFor(solving) && solving.launched - solving.settled < this.#parameters.atOnce,
    );
    if (oldest) oldest.launched++;
    return oldest;
  }

  settle(solving: Solving, verified: boolean): void {
    solving.settled++;
    if (verified) solving.verified++;
  }

  /** True once, when the last attempt at a puzzle is settled and none was verified. */
  isSpent(solving: Solving): boolean {
    return solving.settled === this.#parameters.attempts && solving.verified === 0;
  }

  #isOver(solving: Solving): boolean {
    const { attempts, enough } = this.#parameters;
    const { launched, settled, verified } = solving;
    return verified >= enough || (settled >= attempts && launched >= this.#limitFor(solving));
  }

  /** More attempts than usual follow only where the usual ones say that they pay, so once these have their verdicts. */
  #limitFor({ settled, verified }: Solving): number {
    const { attempts, edgeAttempts } = this.#parameters;
    const pays = settled >= attempts && verified > 0 && verified <= settled * SOLVE_RATE_WINDOW.high;
    return pays ? edgeAttempts : attempts;
  }

  #place(puzzle: OpenPuzzle, attempts: number, verified: number): Solving {
    const examples = chooseWorkedExamples(this.#seeds, puzzle.shown, this.#parameters);
    return { puzzle, examples, launched: attempts, settled: attempts, verified };
  }
}
