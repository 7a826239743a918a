/** Whether a tuned model may write the next round. */
import type { Figure } from "./bootstrap.ts";
import type { Lineage } from "./lineage.ts";
import type { ModelEvaluation } from "./modelEvaluation.ts";

/** How a tuned model compares with its base, as the latest evaluation of the two says. */
export interface Comparison extends Figure {
  readonly k: number;
  readonly n: number;
  readonly puzzles: number;
}

/** The comparison at the least k: one attempt is what most of a round's work is made of. */
export function comparisonOf(evaluation: ModelEvaluation | undefined): Comparison | undefined {
  const [least] = evaluation?.passAt ?? [];
  if (evaluation === undefined || least === undefined) return undefined;
  return { ...least.difference, k: least.k, n: evaluation.n, puzzles: evaluation.puzzles };
}

/** Even the upper end of the interval is below zero. */
export function isWorse({ high }: Pick<Figure, "high">): boolean {
  return high < 0;
}

/** Why a model is not promoted, unless a person wants it all the same. */
export interface Refusal {
  readonly reason: "unknown" | "worse";
  readonly sentence: string;
}

/** Undefined where an evaluation has shown that the model is not worse than its base. */
export function whyNotPromotable(
  { name, base }: Pick<Lineage, "name" | "base">,
  comparison: Comparison | undefined,
): Refusal | undefined {
  if (comparison === undefined) {
    return { reason: "unknown", sentence: `${name} was not evaluated against its base, ${base}.` };
  }
  if (!isWorse(comparison)) return undefined;
  const { k, value, low, high, puzzles } = comparison;
  const [middle, least, most] = [value, low, high].map((share) => (100 * share).toFixed(1));
  const sentence = `${name} is worse than its base, ${base}: pass@${k} differs by ${middle} points (${least} to ${most}) on ${puzzles} puzzles.`;
  return { reason: "worse", sentence };
}

/** What came of the wish to promote a model. */
export type Promotion =
  | { readonly refused: Refusal }
  | {
      readonly refused?: undefined;
      readonly promoted: string;
      /** The one in whose place it came. */
      readonly before: string | undefined;
      readonly comparison: Comparison | undefined;
    };

export interface RolledBack {
  readonly rolledBack: string;
  /** The one that is promoted now. */
  readonly promoted: string | undefined;
}
