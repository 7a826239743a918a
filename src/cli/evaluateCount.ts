/** From attempts to the summary, whether they were made just now or lie in files. */
import type { EvaluationSummary, KeptAttempt } from "../core/evaluation.ts";
import { differenceOf, type FigureOptions, figuresOf } from "../core/evaluationFigures.ts";
import { attemptsOf, chooseKs, chooseSome, ofLevels } from "../core/evaluationSets.ts";
import { matrixOf } from "../core/puzzleMatrix.ts";
import { readAttempts } from "../node/evaluation/attemptFile.ts";
import type { EvaluateOptions } from "./evaluate.ts";

export const DEFAULT_SEED = 1;

/** The figures, and the attempts that they are made of. */
export interface Evaluated {
  readonly summary: EvaluationSummary;
  readonly attempts: { readonly model: readonly KeptAttempt[]; readonly against: readonly KeptAttempt[] };
}

/** The same figures from files of attempts. Throws `BadInput` where these are none, or `k` is more than they have. */
export function recount(options: EvaluateOptions, paths: readonly string[]): Evaluated {
  const { model, against, limit, contaminated } = options;
  const all = paths.flatMap(readAttempts).filter(({ taint }) => taint === undefined || contaminated === true);
  const own = attemptsOf(against === undefined ? all : all.filter((each) => each.model !== against), model);
  const first = ofLevels(own, options.levels);
  const seed = options.seed ?? first[0]?.seed ?? DEFAULT_SEED;
  const n = options.attempts ?? 1 + first.reduce((most, { number }) => Math.max(most, number), 0);
  const counting = { n, ks: chooseKs(options.k, n), seed };
  const ids = chooseSome([...new Set(first.map(({ puzzle }) => puzzle))], (id) => id, { limit, seed });
  const wanted = new Set(ids);
  const some = (attempts: readonly KeptAttempt[]) => attempts.filter(({ puzzle }) => wanted.has(puzzle));
  const second = against === undefined ? undefined : some(attemptsOf(all, against));
  return count(some(first), second, counting, { asked: 0, contaminated: [], files: paths });
}

/** The figures of one model, or of two and their difference. */
export function count(
  own: readonly KeptAttempt[],
  other: readonly KeptAttempt[] | undefined,
  counting: FigureOptions,
  rest: Pick<EvaluationSummary, "asked" | "contaminated" | "files">,
): Evaluated {
  const { seed } = counting;
  const figures = { event: "summary", ...figuresOf(own, counting), seed, ...rest } as const;
  if (other === undefined) return { summary: figures, attempts: { model: own, against: [] } };
  const compared = {
    against: figuresOf(other, counting),
    difference: differenceOf(own, other, counting),
    solved: matrixOf(own, other, counting.n),
  };
  return { summary: { ...figures, ...compared }, attempts: { model: own, against: other } };
}
