/** An experiment's work on this machine: its ports, made of what `train` and `evaluate` are made of. */
import type { Command } from "commander";
import { forbid } from "../core/dataset.ts";
import type { ExperimentParameters } from "../core/experiment.ts";
import { chooseArms } from "../core/experimentPairs.ts";
import type { ExperimentEvent, ExperimentPorts } from "../core/experimentRun.ts";
import { SOLVE_RATE_WINDOW } from "../core/pairSelection.ts";
import type { TrainEvent } from "../core/trainEvents.ts";
import { optionsFor, type TrainOverrides, trainRecipeNamed } from "../core/trainRecipe.ts";
import type { SeedFolder } from "../node/evaluation/experimentFiles.ts";
import { readHeldOut, readSeeds } from "../node/seedFiles.ts";
import { openTrainingStore } from "../node/training/ledger.ts";
import { createTraining, newTrainingId, whileNobodyElse } from "../node/training/trainings.ts";
import { createWorkspaceFiles } from "../node/workspaceFiles.ts";
import type { EvaluateOptions } from "./evaluate.ts";
import { attemptAll, countingOf, recipeOf } from "./evaluateRun.ts";
import { optionsOf } from "./terminal.ts";
import { overridesOf } from "./trainParameters.ts";
import { runTraining, type TrainCommandDeps } from "./trainRun.ts";

export interface ExperimentOptions extends TrainOverrides {
  readonly model: string;
  readonly pairs?: number;
  readonly recipe: string;
  readonly asked: string;
  readonly puzzles?: string;
  readonly attempts: number;
  readonly k?: readonly number[];
  readonly levels?: readonly string[];
  readonly limit?: number;
  readonly seed: number;
  readonly seeds?: readonly number[];
  readonly unload?: true;
}

/** The seeds, each once, in ascending order. */
export function seedsOf({ seed, seeds = [seed] }: ExperimentOptions): readonly number[] {
  return [...new Set(seeds)].sort((a, b) => a - b);
}

/** All models are asked by the least seed, whatever their own: the same puzzles, in the same way. */
export function evaluationOf(options: ExperimentOptions): EvaluateOptions {
  return { ...options, recipe: options.asked, seed: Math.min(...seedsOf(options)) };
}

/** Throws `BadInput` for a k that is more than the attempts. */
export function parametersOf(options: ExperimentOptions): ExperimentParameters {
  const recipe = trainRecipeNamed(options.recipe);
  const { seed: _, ...training } = optionsFor(recipe, overridesOf(options), 0);
  const { n, ks, seed } = countingOf(evaluationOf(options));
  const { perPuzzle, alike, evaluationShare } = recipe;
  return {
    ...{ pairs: options.pairs ?? null, recipe: recipe.name, perPuzzle, alike, evaluationShare, training },
    ...{ window: SOLVE_RATE_WINDOW, evaluation: recipeOf(evaluationOf(options)) },
    ...{
      puzzles: options.puzzles ?? null,
      levels: options.levels ?? null,
      limit: options.limit ?? null,
      attempts: n,
      ks,
      evaluationSeed: seed,
    },
  };
}

export function experimentPorts(
  folders: ReadonlyMap<number, SeedFolder>,
  options: ExperimentOptions,
  command: Command,
  deps: TrainCommandDeps,
  emit: (event: ExperimentEvent) => void,
): ExperimentPorts {
  const folderOf = (seed: number): SeedFolder => {
    const folder = folders.get(seed);
    if (folder === undefined) throw new Error(`Seed ${seed} has no folder.`);
    return folder;
  };
  return {
    record: folderOf,
    choosePairs: (seed) => choosePairs(seed, options, command, deps),
    newTraining: newTrainingId,
    train: (wanted, signal) => trainArm(wanted, folderOf(wanted.seed), { options, command, deps, emit }, signal),
    attempt: (models, signal) =>
      attemptAll(models, evaluationOf(options), command, deps, (of) => emit({ event: "evaluation", of }), signal),
    emit,
  };
}

/** Everything that an arm needs besides its own training. */
interface Machine {
  readonly options: ExperimentOptions;
  readonly command: Command;
  readonly deps: TrainCommandDeps;
  readonly emit: (event: ExperimentEvent) => void;
}

function choosePairs(
  seed: number,
  { pairs: most, recipe }: ExperimentOptions,
  command: Command,
  { mediaFolder }: TrainCommandDeps,
): ReturnType<ExperimentPorts["choosePairs"]> {
  const { queue } = createWorkspaceFiles(optionsOf(command).workspace);
  using store = openTrainingStore(queue, { readOnly: false });
  const pools = {
    unverified: store.attempts(),
    verified: store.pairs({ from: "verified" }),
    solveRates: store.solveRates(),
  };
  const forbidden = forbid(readHeldOut(mediaFolder));
  return chooseArms(pools, trainRecipeNamed(recipe), forbidden, readSeeds(mediaFolder), { most, seed });
}

async function trainArm(
  { seed, arm, training: id }: Parameters<ExperimentPorts["train"]>[0],
  folder: SeedFolder,
  { options, command, deps, emit }: Machine,
  signal: AbortSignal,
): ReturnType<ExperimentPorts["train"]> {
  const { runs, queue } = createWorkspaceFiles(optionsOf(command).workspace);
  const request = {
    ...{ base: options.model, recipe: options.recipe, seed, unload: options.unload === true },
    overrides: overridesOf(options),
    source: { kind: "arm", experiment: folder.id, arm, path: folder.pairsOf(arm) },
  } as const;
  const training = await createTraining(runs, request, id);
  const note = (of: TrainEvent) => {
    training.note(of);
    emit({ event: "training", arm, seed, of });
  };
  if ((await training.folder.finding("smoke")) === undefined) {
    const work = () => runTraining(training, command, deps, { plan: false, keepsGibberish: true, emit: note }, signal);
    note(await whileNobodyElse(runs, id, work, signal));
  }
  const [trained, registered] = [await training.folder.finding("train"), await training.folder.finding("register")];
  if (trained === undefined || registered === undefined) throw new Error(`The training ${id} has no model.`);
  const { steps, lossBefore, lossAfter, seconds, tokensPerSecond, peakMemory } = trained;
  using store = openTrainingStore(queue, { readOnly: true });
  const versions = store.models().find(({ name }) => name === registered.name)?.versions ?? {};
  return {
    ...{ model: registered.name, steps, lossBefore, lossAfter, seconds },
    ...{ tokensPerSecond, peakMemory, versions },
  };
}
