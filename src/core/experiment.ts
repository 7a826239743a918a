/**
 * The comparison that made the method: the base, the base tuned on attempts as they came, and the base tuned on verified
 * pairs only, with the same budget. Source: ICLR 2023, "Language Models Can Teach Themselves to Program Better".
 */
import { buildDataset, type Forbidden } from "./dataset.ts";
import type { TrainingPair } from "./datasetRows.ts";
import { UserError } from "./errors.ts";
import type { KeptAttempt, ModelFigures, PassFigures, TaintedPuzzle } from "./evaluation.ts";
import { seededRandom, shuffled } from "./random.ts";
import type { TrainRecipe } from "./trainRecipe.ts";

export const TRAINED_ARMS = ["unverified", "verified"] as const;
export type TrainedArm = (typeof TRAINED_ARMS)[number];
export const ARMS = ["base", ...TRAINED_ARMS] as const;
export type Arm = (typeof ARMS)[number];

/** What training an arm came to. */
export interface ArmTraining {
  readonly training: string;
  readonly model: string;
  readonly pairs: number;
  readonly steps: number;
  readonly lossBefore: number;
  readonly lossAfter: number;
  readonly seconds: number;
}

export interface ExperimentSummary {
  readonly event: "summary";
  readonly experiment: string;
  readonly base: string;
  readonly recipe: string;
  readonly seed: number;
  readonly arms: Readonly<Record<Arm, ModelFigures>>;
  readonly trainings: Readonly<Record<TrainedArm, ArmTraining>>;
  /** The first less the second, puzzle by puzzle. */
  readonly differences: readonly { readonly of: Arm; readonly less: Arm; readonly passAt: PassFigures }[];
  readonly contaminated: readonly TaintedPuzzle[];
  /** Path of the report. */
  readonly report: string;
}

export type ArmAttempts = Readonly<Record<Arm, readonly KeptAttempt[]>>;

/** Fewer pairs teach nothing but themselves. */
const LEAST_PAIRS = 4;

/**
 * As many pairs for one arm as for the other, at most `most`, each chosen from its pool by the rules of the recipe. The
 * same pools and seed give the same pairs. Throws `UserError` where a pool has too few.
 */
export function chooseArms(
  pools: Readonly<Record<TrainedArm, readonly TrainingPair[]>>,
  { format, perPuzzle, alike }: Pick<TrainRecipe, "format" | "perPuzzle" | "alike">,
  forbidden: Forbidden,
  { most, seed }: { readonly most: number | undefined; readonly seed: number },
): Readonly<Record<TrainedArm, readonly TrainingPair[]>> {
  const usable = (arm: TrainedArm) => {
    const options = { format, perPuzzle, alike, evaluationShare: 0, seed };
    const ids = new Set(buildDataset(pools[arm], options, forbidden).train.map(({ id }) => id));
    return shuffled(
      pools[arm].filter(({ id }) => ids.has(id)),
      seededRandom(seed),
    );
  };
  const [unverified, verified] = [usable("unverified"), usable("verified")];
  const count = Math.min(unverified.length, verified.length, most ?? Number.POSITIVE_INFINITY);
  if (count < LEAST_PAIRS) {
    throw new UserError(
      `The queue has ${verified.length} verified pairs and ${unverified.length} attempts that could be trained on.`,
      `Generate until there are ${LEAST_PAIRS} of each at least; some hundreds are worth an experiment.`,
    );
  }
  return { unverified: unverified.slice(0, count), verified: verified.slice(0, count) };
}
