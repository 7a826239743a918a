/** From the attempts of a round's evaluation to its figures. */
import type { KeptAttempt } from "./evaluation.ts";
import { differenceOf, type FigureOptions, passFiguresOf } from "./evaluationFigures.ts";
import type { RoundFigures } from "./loop.ts";
import { curvePoints } from "./passPlot.ts";

export type RoundAttempts = Readonly<Record<"tuned" | "base" | "generator", readonly KeptAttempt[]>>;

/** Throws as `figuresOf` does. */
export function roundFigures({ tuned, base, generator }: RoundAttempts, counting: FigureOptions): RoundFigures {
  const many = { ...counting, ks: curvePoints(counting.n) };
  return {
    puzzles: new Set(tuned.map(({ puzzle }) => puzzle)).size,
    n: counting.n,
    passAt: {
      tuned: passFiguresOf(tuned, counting),
      base: passFiguresOf(base, counting),
      generator: passFiguresOf(generator, counting),
    },
    less: { base: differenceOf(tuned, base, counting), generator: differenceOf(tuned, generator, counting) },
    curves: { tuned: passFiguresOf(tuned, many), base: passFiguresOf(base, many) },
  };
}
