/** Which pairs the arms of an experiment are tuned on. */
import { buildDataset, type Forbidden } from "./dataset.ts";
import { countBy } from "./datasetReport.ts";
import type { TrainingPair } from "./datasetRows.ts";
import { UserError } from "./errors.ts";
import { type ArmPairs, type PairsReport, TRAINED_ARMS, type TrainedArm } from "./experiment.ts";
import { distanceFrom, ratePairs, SOLVE_RATE_WINDOW, selectPairs } from "./pairSelection.ts";
import { seededRandom, shuffled } from "./random.ts";
import type { SeedPuzzle } from "./seed.ts";
import type { TrainRecipe } from "./trainRecipe.ts";

/** What the queue holds. */
export interface ExperimentPools {
  /** Every distinct attempt, whatever its verdict. */
  readonly unverified: readonly TrainingPair[];
  readonly verified: readonly TrainingPair[];
  /** By puzzle: verified attempts / attempts. */
  readonly solveRates: ReadonlyMap<string, number>;
}

/** Fewer pairs teach nothing but themselves. */
const LEAST_PAIRS = 4;
/** Of the verified pairs where nobody says how many: the arm `selected` needs some to leave out. */
const USUAL_SHARE = 0.5;

/**
 * As many pairs for each arm, at most `most`, from what the rules of the recipe leave of the pools: at random for
 * `unverified` and `verified`, by selection for `selected`. The same pools and seed give the same pairs. Throws `UserError`
 * where a pool has too few.
 */
export function chooseArms(
  pools: ExperimentPools,
  { format, perPuzzle, alike }: Pick<TrainRecipe, "format" | "perPuzzle" | "alike">,
  forbidden: Forbidden,
  seeds: readonly SeedPuzzle[],
  { most, seed }: { readonly most: number | undefined; readonly seed: number },
): ArmPairs {
  const usable = (pool: readonly TrainingPair[]) => {
    const options = { format, perPuzzle, alike, evaluationShare: 0, seed };
    const ids = new Set(buildDataset(pool, options, forbidden).train.map(({ id }) => id));
    return pool.filter(({ id }) => ids.has(id));
  };
  const [unverified, verified] = [usable(pools.unverified), usable(pools.verified)];
  const wanted = most ?? Math.max(LEAST_PAIRS, Math.floor(verified.length * USUAL_SHARE));
  const count = Math.min(unverified.length, verified.length, wanted);
  if (count < LEAST_PAIRS) {
    throw new UserError(
      `The queue has ${verified.length} verified pairs and ${unverified.length} attempts that could be trained on.`,
      `Generate until there are ${LEAST_PAIRS} of each at least; some hundreds are worth an experiment.`,
    );
  }
  const rated = (pairs: readonly TrainingPair[]) => ratePairs(pairs, pools.solveRates, seeds);
  const atRandom = (pairs: readonly TrainingPair[]) => rated(shuffled(pairs, seededRandom(seed)).slice(0, count));
  return {
    unverified: atRandom(unverified),
    verified: atRandom(verified),
    selected: selectPairs(rated(verified), { most: count, seed, window: SOLVE_RATE_WINDOW }),
  };
}

/** What each arm's pairs are like. */
export function describePairs(pairs: ArmPairs): Readonly<Record<TrainedArm, PairsReport>> {
  const verified = new Set(pairs.verified.map(({ id }) => id));
  const of = (arm: TrainedArm): PairsReport => {
    const skills = countBy(pairs[arm], ({ skill }) => skill);
    return {
      inWindow: pairs[arm].filter(({ solveRate }) => distanceFrom(SOLVE_RATE_WINDOW, solveRate) === 0).length,
      skills: Object.fromEntries([...skills].sort(([a], [b]) => (a < b ? -1 : 1))),
      asVerified: pairs[arm].filter(({ id }) => verified.has(id)).length,
    };
  };
  return forArms(TRAINED_ARMS, of);
}

/** A value for each arm. */
export function forArms<A extends string, T>(arms: readonly A[], of: (arm: A) => T): Readonly<Record<A, T>> {
  return Object.fromEntries(arms.map((arm) => [arm, of(arm)])) as Record<A, T>;
}
