/** An experiment's work: the pairs of its arms, two trainings, one evaluation of all three. What is done is not done again. */
import type { Command } from "commander";
import { forbid } from "../core/dataset.ts";
import type { EvaluationEvent } from "../core/evaluation.ts";
import { differenceOf, figuresOf } from "../core/evaluationFigures.ts";
import {
  type Arm,
  type ArmAttempts,
  type ArmTraining,
  chooseArms,
  type ExperimentSummary,
  TRAINED_ARMS,
  type TrainedArm,
} from "../core/experiment.ts";
import type { TrainEvent } from "../core/trainEvents.ts";
import { trainRecipeNamed } from "../core/trainRecipe.ts";
import { type ExperimentFolder, readArm } from "../node/evaluation/experimentFiles.ts";
import { readHeldOut } from "../node/seedFiles.ts";
import { openTrainingStore } from "../node/training/ledger.ts";
import { createTraining, resumeTraining, type Training, whileNobodyElse } from "../node/training/trainings.ts";
import { createWorkspaceFiles } from "../node/workspaceFiles.ts";
import { attemptAll, countingOf } from "./evaluateRun.ts";
import { optionsOf } from "./terminal.ts";
import { runTraining, type TrainCommandDeps } from "./trainRun.ts";

export interface ExperimentOptions {
  readonly model: string;
  readonly pairs?: number;
  readonly recipe: string;
  readonly maxSteps?: number;
  readonly asked: string;
  readonly puzzles?: string;
  readonly attempts: number;
  readonly k?: readonly number[];
  readonly limit?: number;
  readonly seed: number;
  readonly unload?: true;
}

export type ExperimentEvent =
  | { readonly event: "arm"; readonly arm: Arm; readonly pairs: number | null }
  | { readonly event: "training"; readonly arm: Arm; readonly of: TrainEvent }
  | { readonly event: "evaluation"; readonly of: EvaluationEvent }
  | ExperimentSummary;

type Emit = (event: ExperimentEvent) => void;

/** Does what is left. Throws as `train` and `evaluate` do; the same call goes on where it was. */
export async function runExperiment(
  folder: ExperimentFolder,
  options: ExperimentOptions,
  command: Command,
  deps: TrainCommandDeps,
  emit: Emit,
  signal: AbortSignal,
): Promise<{ readonly summary: ExperimentSummary; readonly attempts: ArmAttempts }> {
  const evaluated = { ...options, recipe: options.asked };
  const counting = countingOf(evaluated);
  if (!folder.hasPairs()) await folder.writePairs(choosePairs(options, command, deps));
  const trainArm = (arm: TrainedArm) => trainedArm(arm, folder, options, command, deps, emit, signal);
  const trainings = { unverified: await trainArm("unverified"), verified: await trainArm("verified") };
  emit({ event: "arm", arm: "base", pairs: null });
  const { attempts: made, contaminated } = await attemptAll(
    [options.model, ...TRAINED_ARMS.map((arm) => trainings[arm].model)],
    evaluated,
    command,
    deps,
    (of) => emit({ event: "evaluation", of }),
    signal,
  );
  const [base = [], unverified = [], verified = []] = made;
  const attempts: ArmAttempts = { base, unverified, verified };
  const less = (of: Arm, other: Arm) => ({
    of,
    less: other,
    passAt: differenceOf(attempts[of], attempts[other], counting),
  });
  const summary: ExperimentSummary = {
    ...{ event: "summary", experiment: folder.id, base: options.model, recipe: options.recipe, seed: options.seed },
    arms: {
      base: figuresOf(base, counting),
      unverified: figuresOf(unverified, counting),
      verified: figuresOf(verified, counting),
    },
    trainings,
    differences: [less("verified", "unverified"), less("verified", "base"), less("unverified", "base")],
    contaminated,
    report: folder.report,
  };
  return { summary, attempts };
}

function choosePairs({ pairs: most, recipe, seed }: ExperimentOptions, command: Command, deps: TrainCommandDeps) {
  const { queue } = createWorkspaceFiles(optionsOf(command).workspace);
  using store = openTrainingStore(queue, { readOnly: false });
  const pools = { unverified: store.attempts(), verified: store.pairs({ from: "verified" }) };
  return chooseArms(pools, trainRecipeNamed(recipe), forbid(readHeldOut(deps.mediaFolder)), { most, seed });
}

async function trainedArm(
  arm: TrainedArm,
  folder: ExperimentFolder,
  options: ExperimentOptions,
  command: Command,
  deps: TrainCommandDeps,
  emit: Emit,
  signal: AbortSignal,
): Promise<ArmTraining> {
  const { runs } = createWorkspaceFiles(optionsOf(command).workspace);
  const pairs = (await readArm(folder.pairsOf(arm))).length;
  emit({ event: "arm", arm, pairs });
  const training = await trainingOf(arm, folder, options, runs);
  const note = (of: TrainEvent) => {
    training.note(of);
    emit({ event: "training", arm, of });
  };
  const { id } = training.folder;
  if ((await training.folder.finding("smoke")) === undefined) {
    const work = () => runTraining(training, command, deps, { plan: false, keepsGibberish: true, emit: note }, signal);
    note(await whileNobodyElse(runs, id, work, signal));
  }
  const [trained, registered] = [await training.folder.finding("train"), await training.folder.finding("register")];
  if (trained === undefined || registered === undefined) throw new Error(`The training ${id} has no model.`);
  const { steps, lossBefore, lossAfter, seconds } = trained;
  return { training: id, model: registered.name, pairs, steps, lossBefore, lossAfter, seconds };
}

async function trainingOf(
  arm: TrainedArm,
  folder: ExperimentFolder,
  { model, recipe, maxSteps, seed, unload }: ExperimentOptions,
  runs: string,
): Promise<Training> {
  const known = folder.trainingOf(arm);
  if (known !== undefined) return resumeTraining(runs, known, undefined);
  const training = await createTraining(runs, {
    ...{ base: model, recipe, seed, unload: unload === true },
    overrides: maxSteps === undefined ? {} : { maxSteps },
    source: { kind: "arm", experiment: folder.id, arm, path: folder.pairsOf(arm) },
  });
  await folder.keepTraining(arm, training.folder.id);
  return training;
}
