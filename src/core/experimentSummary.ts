/** From the attempts of an experiment's models to its figures. */
import type { TaintedPuzzle } from "./evaluation.ts";
import { differenceOf, type FigureOptions, figuresOf } from "./evaluationFigures.ts";
import {
  ARMS,
  type ArmAttempts,
  type ArmPairs,
  COMPARED,
  type ExperimentSummary,
  type SeedResult,
} from "./experiment.ts";
import { describePairs, forArms } from "./experimentPairs.ts";
import { differenceOverSeeds, passOverSeeds } from "./seedFigures.ts";

export type ExperimentNames = Pick<
  ExperimentSummary,
  "experiment" | "base" | "parameters" | "machine" | "versions" | "report"
>;

/** What was done with one seed. */
export interface SeedAttempts extends Pick<SeedResult, "seed" | "experiment" | "trainings"> {
  readonly pairs: ArmPairs;
  readonly attempts: ArmAttempts;
}

/** Throws as `figuresOf` does. */
export function summariseExperiment(
  { experiment, base, parameters, machine, versions, report }: ExperimentNames,
  bySeed: readonly SeedAttempts[],
  contaminated: readonly TaintedPuzzle[],
  counting: FigureOptions,
): ExperimentSummary {
  return {
    ...{ event: "summary", experiment, base, parameters, machine, versions },
    arms: forArms(ARMS, (arm) =>
      passOverSeeds(
        bySeed.map(({ attempts }) => attempts[arm]),
        counting,
      ),
    ),
    differences: COMPARED.map(([of, less]) => {
      const pairs = bySeed.map(({ attempts }) => ({ first: attempts[of], second: attempts[less] }));
      return { of, less, ...differenceOverSeeds(pairs, counting) };
    }),
    seeds: bySeed.map((each) => resultOf(each, counting)),
    ...{ contaminated, report },
  };
}

function resultOf({ seed, experiment, pairs, trainings, attempts }: SeedAttempts, counting: FigureOptions): SeedResult {
  return {
    ...{ seed, experiment, trainings },
    pairs: describePairs(pairs),
    arms: forArms(ARMS, (arm) => figuresOf(attempts[arm], counting)),
    differences: COMPARED.map(([of, less]) => ({
      ...{ of, less },
      passAt: differenceOf(attempts[of], attempts[less], counting),
    })),
  };
}
