/** Attempts at one puzzle outside of a run, e.g. one that a person wrote. */
import { Pipeline } from "./pipeline.ts";
import type { Judge, LanguageModel } from "./ports.ts";
import type { OpenPuzzle } from "./puzzle.ts";
import type { Recipe } from "./recipe.ts";
import type { SeedPuzzle } from "./seed.ts";
import { type JudgedSample, judgeSample, sampleSolution } from "./solve.ts";
import { SolveBoard } from "./solveBoard.ts";

export interface AttemptsParts {
  readonly model: LanguageModel;
  readonly judge: Judge;
  readonly seeds: readonly SeedPuzzle[];
  /** Source of g as it is to be judged, where that is more than what was sampled: with imports that stand elsewhere. */
  readonly complete: (g: string) => string;
  readonly onAttempt: (attempt: Attempted) => void;
}

export interface Attempted extends JudgedSample {
  /** What was sampled. */
  readonly sampled: string;
}

/**
 * Attempts `puzzle` until enough attempts are verified, all are made, or `signal` aborts; each is told when it has its
 * verdict. Throws `UserError` when the model cannot go on, and what the judge throws. Nothing is left running when it
 * returns or throws.
 */
export async function attemptPuzzle(
  puzzle: OpenPuzzle,
  parameters: Recipe["solutions"],
  { model, judge, seeds, complete, onAttempt }: AttemptsParts,
  signal: AbortSignal,
): Promise<void> {
  const { concurrency } = await model.describe(signal);
  const pipeline = new Pipeline(concurrency, signal);
  // Where the puzzle is itself a seed, its own solution is no example.
  const others = seeds.filter(({ id }) => id !== puzzle.id);
  const board = new SolveBoard([], others, parameters);
  board.add(puzzle);
  await pipeline.run(() => {
    const solving = board.next();
    if (solving === undefined) return undefined;
    return async () => {
      const sample = await sampleSolution(puzzle, solving.examples, model, parameters, pipeline.signal);
      return async () => {
        const whole = "broken" in sample ? sample : { ...sample, g: complete(sample.g) };
        const judged = await judgeSample(puzzle.f, whole, judge, parameters.timeoutMs, pipeline.signal);
        if (pipeline.signal.aborted) return;
        board.settle(solving, judged.judgement.verdict === "verified");
        onAttempt({ ...judged, sampled: "broken" in sample ? "" : sample.g });
      };
    };
  });
}
