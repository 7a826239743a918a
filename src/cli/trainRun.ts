/** Builds what a training needs on this machine, and runs it. */
import { availableParallelism } from "node:os";
import { dirname, join, resolve } from "node:path";
import process from "node:process";
import type { Command } from "commander";
import { forbid } from "../core/dataset.ts";
import type { TrainedArm } from "../core/experiment.ts";
import type { Lineage } from "../core/lineage.ts";
import { CONTEXT_TOKENS } from "../core/recipe.ts";
import { summarise, type TrainDeps, train } from "../core/train.ts";
import type { TrainEvent, TrainSummary } from "../core/trainEvents.ts";
import { planTraining } from "../core/trainPlan.ts";
import type { ReadPairs } from "../core/trainPorts.ts";
import { optionsFor, trainRecipeNamed } from "../core/trainRecipe.ts";
import { readArm } from "../node/evaluation/experimentFiles.ts";
import { openOllamaModel } from "../node/ollama/model.ts";
import { openShelf } from "../node/ollama/shelf.ts";
import { readHeldOut, readSeeds } from "../node/seedFiles.ts";
import { findOllama } from "../node/setup/ensureOllama.ts";
import { withFileLock } from "../node/setup/fileLock.ts";
import { findPython } from "../node/setup/interpreter.ts";
import type { SupervisorCommand } from "../node/setup/managedOllama.ts";
import { readCorrection, writeCorrection } from "../node/training/corrections.ts";
import { readJudgedPairs } from "../node/training/judgedPairs.ts";
import { openTrainingStore, type TrainingStore } from "../node/training/ledger.ts";
import { openTrainer } from "../node/training/pythonTrainer.ts";
import { ensureTrainer } from "../node/training/trainerVenv.ts";
import type { Training } from "../node/training/trainings.ts";
import { createWorkspaceFiles } from "../node/workspaceFiles.ts";
import type { StoredTrainRequest } from "../protocol/trainRequest.ts";
import { machineRequest } from "./machineOptions.ts";
import type { QueueDeps } from "./queueDeps.ts";
import { optionsOf, say } from "./terminal.ts";

export interface TrainCommandDeps extends Pick<QueueDeps, "startJudge"> {
  /** The folder of `seeds.jsonl` and `heldout.jsonl`. */
  readonly mediaFolder: string;
  /** The Python package `trainer`. */
  readonly trainerPath: string;
  readonly supervisor: SupervisorCommand;
}

/** How a training is run. */
interface RunHow {
  /** Only its first half. */
  readonly plan: boolean;
  /** A tuned model that talks gibberish is not taken out of Ollama again. */
  readonly keepsGibberish: boolean;
  readonly emit: (event: TrainEvent) => void;
}

/** Runs what is left of a training, or with `plan` only its first half; returns the summary. */
export async function runTraining(
  training: Training,
  command: Command,
  deps: TrainCommandDeps,
  how: RunHow,
  signal: AbortSignal,
): Promise<TrainSummary> {
  const { folder, request } = training;
  const { source } = request;
  const { emit } = how;
  await using resources = new AsyncDisposableStack();
  const { python: search, ollama: ollamaSearch } = machineRequest(command, deps.supervisor);
  const { cacheDir } = ollamaSearch;
  const { path: basePython } = await findPython(search, signal);
  const home = { cacheDir, program: deps.trainerPath, env: process.env };
  const note = (text: string) => emit({ event: "note", text });
  const python = await ensureTrainer(home, basePython, { repair: false }, note, signal);
  const ollama = resources.adopt(await findOllama(ollamaSearch, signal), (found) => found.release());
  const { queue } = createWorkspaceFiles(optionsOf(command).workspace);
  const store = resources.use(openTrainingStore(queue, { readOnly: false }));
  const open = (name: string) =>
    openOllamaModel({ url: ollama.url, name, contextTokens: CONTEXT_TOKENS, concurrency: 1, log: say }, signal);
  const parts: TrainDeps = {
    trainer: openTrainer({ python, path: dirname(deps.trainerPath), log: training.log }, cacheDir),
    shelf: openShelf(ollama.url, CONTEXT_TOKENS, open),
    folder,
    readPairs: pairsOf(request, store, deps),
    forbidden: forbid(readHeldOut(deps.mediaFolder)),
    correction: await readCorrection(cacheDir),
    emit,
    ledger: {
      ...store,
      record: (made) => store.record(source.kind === "arm" ? { ...made, experiment: armOf(source) } : made),
    },
    startJudge: (stop) => deps.startJudge(1, stop),
    seeds: readSeeds(deps.mediaFolder),
    clock: Date.now,
    ownServer: ollama.kind === "managed",
    alone: (work, stop) =>
      withFileLock(join(cacheDir, "training.lock"), work, stop, () =>
        note("Another training runs on this machine; this one waits for its end."),
      ),
    keepsGibberish: how.keepsGibberish,
    keepCorrection: (correction) => writeCorrection(cacheDir, correction),
  };
  const named = trainRecipeNamed(request.recipe);
  // The arms of an experiment are asked for solutions alone.
  const recipe = request.source.kind === "arm" ? { ...named, rehearsal: false } : named;
  // Awaited here: the resources end with this function.
  if (!how.plan) return await train(request, recipe, parts, signal);
  const options = optionsFor(recipe, request.overrides, request.seed);
  return summarise(folder.id, await planTraining(request, recipe, options, parts, signal));
}

function armOf({ experiment, arm }: { readonly experiment: string; readonly arm: TrainedArm }): Lineage["experiment"] {
  return { id: experiment, arm };
}

/** The pairs of a request's source; those of a file are judged first. */
export function pairsOf(
  { source }: StoredTrainRequest,
  store: Pick<TrainingStore, "pairs">,
  { startJudge }: TrainCommandDeps,
): ReadPairs {
  if (source.kind === "arm") return async () => ({ pairs: await readArm(source.path), dropped: [] });
  if (source.kind === "queue") return async () => ({ pairs: store.pairs(source), dropped: [] });
  return async (signal) => {
    const lanes = availableParallelism();
    const judge = await startJudge(lanes, signal);
    try {
      return await readJudgedPairs(resolve(source.path), judge, lanes, signal);
    } finally {
      await judge.close();
    }
  };
}
