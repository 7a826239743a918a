/** What the latest evaluation of a tuned model and its base says. */
import type { Figure } from "./bootstrap.ts";
import type { EvaluationSummary } from "./evaluation.ts";
import type { Lineage } from "./lineage.ts";
import { type PuzzleMatrix, turned } from "./puzzleMatrix.ts";

/** pass@k of both, and the difference puzzle by puzzle. */
export interface PassComparison {
  readonly k: number;
  readonly tuned: Figure;
  readonly base: Figure;
  /** The tuned model's less the base's. */
  readonly difference: Figure;
}

export interface ModelEvaluation {
  readonly recipe: string;
  /** Attempts at each puzzle. */
  readonly n: number;
  readonly puzzles: number;
  /** Puzzles that were left out, since one of the two had seen them. */
  readonly contaminated: number;
  /** By k, the least first; never empty. */
  readonly passAt: readonly PassComparison[];
  /** Which puzzles were gained and lost; undefined where the record is older than that. */
  readonly solved: PuzzleMatrix | undefined;
  /** The files of attempts, as they were named then. */
  readonly files: { readonly tuned: string; readonly base: string };
}

export interface TunedModel extends Lineage {
  /** Undefined: it was never evaluated against its base. */
  readonly evaluation: ModelEvaluation | undefined;
}

/** The tuned models of a workspace. */
export interface TunedModels {
  /** Newest first. */
  readonly models: readonly TunedModel[];
  /** The one that generates where no model is named. */
  readonly promoted: string | undefined;
}

/** Undefined where the two were never evaluated against each other. `results`: oldest first. */
export function evaluationOf(
  { digest, baseDigest }: Pick<Lineage, "digest" | "baseDigest">,
  results: readonly EvaluationSummary[],
): ModelEvaluation | undefined {
  const found = results.findLast(
    ({ against, ...result }) =>
      (result.digest === digest && against?.digest === baseDigest) ||
      (result.digest === baseDigest && against?.digest === digest),
  );
  const isFirst = found?.digest === digest;
  const passAt = found === undefined ? [] : comparisons(found, isFirst);
  if (found === undefined || passAt.length === 0) return undefined;
  const { recipe, n, puzzles, contaminated, files, solved } = found;
  const [own = "", other = ""] = files;
  return {
    ...{ recipe, n, puzzles, passAt },
    contaminated: contaminated.length,
    solved: solved === undefined || isFirst ? solved : turned(solved),
    files: isFirst ? { tuned: own, base: other } : { tuned: other, base: own },
  };
}

function comparisons({ passAt, against, difference = {} }: EvaluationSummary, isFirst: boolean): PassComparison[] {
  return Object.keys(difference)
    .map(Number)
    .sort((a, b) => a - b)
    .flatMap((k): PassComparison[] => {
      const [own, other, figure] = [passAt[k], against?.passAt[k], difference[k]];
      if (own === undefined || other === undefined || figure === undefined) return [];
      return isFirst
        ? [{ k, tuned: own, base: other, difference: figure }]
        : [{ k, tuned: other, base: own, difference: negated(figure) }];
    });
}

function negated({ value, low, high }: Figure): Figure {
  return { value: -value, low: -high, high: -low };
}
