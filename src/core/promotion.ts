/** Whether a tuned model may write the next round. */
import type { EvaluationSummary } from "./evaluation.ts";
import type { Lineage } from "./lineage.ts";

/** How a tuned model compares with its base, as the latest evaluation of the two says. */
export interface Comparison {
  readonly k: number;
  /** pass@k of the tuned model less that of its base. */
  readonly value: number;
  readonly low: number;
  readonly high: number;
  readonly n: number;
  readonly puzzles: number;
}

/**
 * The latest comparison of the model with its base, at the least k of that evaluation: one attempt is what most of a
 * round's work is made of. Undefined where they were not evaluated against each other.
 */
export function comparisonOf(
  { digest, baseDigest }: Pick<Lineage, "digest" | "baseDigest">,
  results: readonly EvaluationSummary[],
): Comparison | undefined {
  const found = results.findLast(
    ({ against, ...result }) =>
      (result.digest === digest && against?.digest === baseDigest) ||
      (result.digest === baseDigest && against?.digest === digest),
  );
  if (found?.difference === undefined) return undefined;
  const k = Math.min(...Object.keys(found.difference).map(Number));
  const figure = found.difference[k];
  if (figure === undefined) return undefined;
  const { n, puzzles } = found;
  if (found.digest === digest) return { ...figure, k, n, puzzles };
  return { k, value: -figure.value, low: -figure.high, high: -figure.low, n, puzzles };
}

/** Even the upper end of the interval is below zero. */
export function isWorse({ high }: Pick<Comparison, "high">): boolean {
  return high < 0;
}
