/**
 * Runs an experiment over ports: the pairs of every seed's arms are chosen and kept, each arm is tuned on its own, and all
 * are evaluated on the same puzzles. What is done is not done again, so the same call goes on after a kill at any moment.
 */
import type { EvaluationEvent, KeptAttempt, TaintedPuzzle } from "./evaluation.ts";
import { type Arm, type ArmPairs, type ArmTraining, TRAINED_ARMS, type TrainedArm } from "./experiment.ts";
import { forArms } from "./experimentPairs.ts";
import type { SeedAttempts } from "./experimentSummary.ts";
import type { TrainEvent } from "./trainEvents.ts";

export interface ExperimentPlan {
  readonly base: string;
  /** No two alike. */
  readonly seeds: readonly number[];
}

/** What is kept of one seed. What a method has returned from is on disk. */
export interface SeedRecord {
  readonly id: string;
  /** Undefined where they were not chosen yet. */
  pairs(): Promise<ArmPairs | undefined>;
  keepPairs(pairs: ArmPairs): Promise<void>;
  /** Id of the training that was begun. */
  trainingOf(arm: TrainedArm): string | undefined;
  keepTraining(arm: TrainedArm, id: string): Promise<void>;
}

/** What an experiment needs of the world. A call that was cut off does what was left when it is made again. */
export interface ExperimentPorts {
  record(seed: number): SeedRecord;
  /** Pairs from the queue as it is now. Throws `UserError` where there are too few. */
  choosePairs(seed: number): ArmPairs;
  newTraining(): string;
  /** Tunes the base on the arm's pairs as they were kept. */
  train(
    wanted: { readonly seed: number; readonly arm: TrainedArm; readonly training: string },
    signal: AbortSignal,
  ): Promise<Omit<ArmTraining, "training" | "pairs">>;
  /** The attempts of each model at the same puzzles, in the order of the names. */
  attempt(
    models: readonly string[],
    signal: AbortSignal,
  ): Promise<{
    readonly attempts: readonly (readonly KeptAttempt[])[];
    readonly contaminated: readonly TaintedPuzzle[];
    /** Version of the server. */
    readonly ollama: string;
  }>;
  readonly emit: (event: ExperimentEvent) => void;
}

export type ExperimentEvent =
  /** What is worked on now; seed and pairs null for the base, with which the evaluation of all begins. */
  | { readonly event: "arm"; readonly arm: Arm; readonly seed: number | null; readonly pairs: number | null }
  | { readonly event: "training"; readonly arm: TrainedArm; readonly seed: number; readonly of: TrainEvent }
  | { readonly event: "evaluation"; readonly of: EvaluationEvent };

/** What an experiment came to, before anything is counted. */
export interface ExperimentRun {
  readonly bySeed: readonly SeedAttempts[];
  readonly contaminated: readonly TaintedPuzzle[];
  readonly ollama: string;
}

/** Does what is left. Throws what the ports throw; the same call goes on. */
export async function runExperiment(
  plan: ExperimentPlan,
  ports: ExperimentPorts,
  signal: AbortSignal,
): Promise<ExperimentRun> {
  // All before the first training, which may take hours in which the queue grows.
  for (const seed of plan.seeds) {
    const record = ports.record(seed);
    if ((await record.pairs()) === undefined) await record.keepPairs(ports.choosePairs(seed));
  }
  const tuned: Omit<SeedAttempts, "attempts">[] = [];
  for (const seed of plan.seeds) tuned.push(await tuneArms(seed, ports, signal));
  ports.emit({ event: "arm", arm: "base", seed: null, pairs: null });
  const models = tuned.flatMap(({ trainings }) => TRAINED_ARMS.map((arm) => trainings[arm].model));
  const { attempts: made, contaminated, ollama } = await ports.attempt([plan.base, ...models], signal);
  const [base = [], ...others] = made;
  const bySeed = tuned.map((each, index): SeedAttempts => {
    const of = (arm: TrainedArm) => others[index * TRAINED_ARMS.length + TRAINED_ARMS.indexOf(arm)] ?? [];
    return { ...each, attempts: { base, ...forArms(TRAINED_ARMS, of) } };
  });
  return { bySeed, contaminated, ollama };
}

async function tuneArms(
  seed: number,
  ports: ExperimentPorts,
  signal: AbortSignal,
): Promise<Omit<SeedAttempts, "attempts">> {
  const record = ports.record(seed);
  const pairs = await record.pairs();
  if (pairs === undefined) throw new Error(`The pairs of seed ${seed} are gone.`);
  const trainings = new Map<TrainedArm, ArmTraining>();
  for (const arm of TRAINED_ARMS) {
    const { length } = pairs[arm];
    ports.emit({ event: "arm", arm, seed, pairs: length });
    const training = record.trainingOf(arm) ?? ports.newTraining();
    // Kept before it begins, so that a kill leaves none that nobody goes on with.
    await record.keepTraining(arm, training);
    trainings.set(arm, { training, pairs: length, ...(await ports.train({ seed, arm, training }, signal)) });
  }
  return { seed, experiment: record.id, pairs, trainings: Object.fromEntries(trainings) as SeedAttempts["trainings"] };
}
