/** `autodidact train --plan rough`: what would be trained on and what it would take, without the trainer's libraries. */
import { existsSync } from "node:fs";
import process from "node:process";
import type { Command } from "commander";
import { forbid } from "../core/dataset.ts";
import { checkRows } from "../core/datasetReport.ts";
import { UserError } from "../core/errors.ts";
import type { TrainEvent } from "../core/trainEvents.ts";
import { requireTunable } from "../core/trainPlan.ts";
import { previewCost, previewDataset } from "../core/trainPreview.ts";
import { optionsFor, trainRecipeNamed } from "../core/trainRecipe.ts";
import { readShape } from "../node/ollama/shape.ts";
import { readHeldOut, readSeeds } from "../node/seedFiles.ts";
import { findOllama } from "../node/setup/ensureOllama.ts";
import { freeDisk } from "../node/setup/freeDisk.ts";
import { findGpu } from "../node/setup/gpu.ts";
import { readCorrection } from "../node/training/corrections.ts";
import { openTrainingStore } from "../node/training/ledger.ts";
import { findTrainer, TRAINER_SIZE } from "../node/training/trainerVenv.ts";
import { workspaceFiles } from "../node/workspaceFiles.ts";
import type { StoredTrainRequest } from "../protocol/trainRequest.ts";
import { machineRequest } from "./machineOptions.ts";
import { optionsOf } from "./terminal.ts";
import { tellDropped } from "./trainDropped.ts";
import { pairsOf, type TrainCommandDeps } from "./trainRun.ts";

/**
 * Emits `libraries`, `dataset`, at most `most` dropped pairs of each reason, `estimate` and the summary; nothing is
 * written. Throws `UserError` as a training would, for want of rows not before it has told why there are so few.
 */
export async function previewTraining(
  request: StoredTrainRequest,
  command: Command,
  deps: TrainCommandDeps,
  { emit, most }: { readonly emit: (event: TrainEvent) => void; readonly most: number },
  signal: AbortSignal,
): Promise<void> {
  const recipe = trainRecipeNamed(request.recipe);
  const options = optionsFor(recipe, request.overrides, request.seed);
  const { ollama: search } = machineRequest(command, deps.supervisor);
  const home = { cacheDir: search.cacheDir, program: deps.trainerPath, env: process.env };
  const { workspace } = optionsOf(command);
  const free = await freeDisk(workspace);
  const installed = (await findTrainer(home)) !== undefined;
  emit({ event: "libraries", installed, disk: TRAINER_SIZE, freeDisk: free });
  const read = await readPairs(request, workspace, deps, signal);
  const { mediaFolder } = deps;
  const shipped = { seeds: readSeeds(mediaFolder), forbidden: forbid(readHeldOut(mediaFolder)) };
  const { dataset, report } = previewDataset(read, recipe, options, shipped);
  if (read.pairs.length + read.dropped.length > 0) emit({ event: "dataset", ...report });
  tellDropped(dataset.dropped, most, emit);
  checkRows(dataset, read.pairs.length);
  const ollama = await findOllama(search, signal);
  try {
    const shape = await readShape(ollama.url, request.base, signal);
    requireTunable(request.base, shape);
    const gpu = await findGpu(process.env, signal);
    const machine = {
      device: gpu === undefined ? "cpu" : process.platform === "darwin" ? "mps" : "cuda",
      deviceName: gpu ?? "CPU",
      memory: process.availableMemory(),
      freeDisk: free,
      correction: await readCorrection(search.cacheDir),
    } as const;
    emit({ event: "estimate", ...previewCost(report, options, shape, machine) });
    const used = { used: report.train + report.evaluation, dropped: report.dropped };
    const nothing = { tuned: null, steps: 0, lossBefore: null, lossAfter: null, seconds: 0 };
    emit({ event: "summary", run: "", base: request.base, dataset: used, ...nothing });
  } finally {
    await ollama.release();
  }
}

const NO_STORE = { pairs: () => [] };

async function readPairs(
  request: StoredTrainRequest,
  workspace: string,
  deps: TrainCommandDeps,
  signal: AbortSignal,
): ReturnType<ReturnType<typeof pairsOf>> {
  const { queue } = workspaceFiles(workspace);
  if (request.source.kind === "file") return pairsOf(request, NO_STORE, deps)(signal);
  if (!existsSync(queue)) throw new UserError("There are no pairs to train on.", "Generate puzzles, then review them.");
  using store = openTrainingStore(queue, { readOnly: true });
  return await pairsOf(request, store, deps)(signal);
}
