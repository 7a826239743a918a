/** Did it get better? A difference with its interval, in a word. */
import type { Figure } from "./bootstrap.ts";
import { isWorse } from "./promotion.ts";

export const OUTCOMES = ["better", "unclear", "worse"] as const;
/** `unclear`: the interval of the difference includes zero. */
export type Outcome = (typeof OUTCOMES)[number];

/** Better or worse only where the whole interval is on one side of zero. */
export function outcomeOf(difference: Pick<Figure, "low" | "high">): Outcome {
  if (isWorse(difference)) return "worse";
  return difference.low > 0 ? "better" : "unclear";
}
