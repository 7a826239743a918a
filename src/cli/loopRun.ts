/** A loop's rounds on this machine: its ports, made of what `generate`, `train` and `evaluate` are made of. */
import { randomUUID } from "node:crypto";
import type { Command } from "commander";
import { acceptPending } from "../core/automaticReview.ts";
import { TooLittle } from "../core/datasetReport.ts";
import type { ReviewPolicy, RoundFigures, RoundTraining } from "../core/loop.ts";
import { roundFigures } from "../core/loopFigures.ts";
import type { LoopEvent, LoopPorts } from "../core/loopRun.ts";
import type { Queue } from "../core/ports.ts";
import { recipeNamed } from "../core/recipe.ts";
import { passes } from "../core/smokeTest.ts";
import type { TrainEvent } from "../core/trainEvents.ts";
import type { TrainOverrides } from "../core/trainRecipe.ts";
import { recordResult } from "../node/evaluation/evaluationFiles.ts";
import type { LoopFolder } from "../node/evaluation/loopFiles.ts";
import { promote } from "../node/evaluation/promotions.ts";
import { createTraining, newTrainingId, whileNobodyElse } from "../node/training/trainings.ts";
import { createWorkspaceFiles } from "../node/workspaceFiles.ts";
import { count } from "./evaluateCount.ts";
import { attemptAll, countingOf } from "./evaluateRun.ts";
import { type GenerateDeps, generateRun } from "./generateRun.ts";
import { optionsOf } from "./terminal.ts";
import { overridesOf } from "./trainParameters.ts";
import { runTraining, type TrainCommandDeps } from "./trainRun.ts";

export interface LoopOptions extends TrainOverrides {
  readonly model: string;
  readonly rounds: number;
  readonly count: number;
  readonly recipe: string;
  readonly training: string;
  readonly asked: string;
  readonly puzzles?: string;
  readonly attempts: number;
  readonly k?: readonly number[];
  readonly levels?: readonly string[];
  readonly limit?: number;
  readonly hours?: number;
  readonly pairs?: number;
  readonly patience: number;
  readonly review: ReviewPolicy;
  readonly seed: number;
  readonly unload?: true;
}

export type LoopDeps = GenerateDeps & TrainCommandDeps;

/** A round's generation must not draw what an earlier one drew: more than any run writes candidates. */
const SEEDS_OF_A_ROUND = 1_000_000;

/** Everything that a round needs besides its own step. */
interface Machine {
  readonly options: LoopOptions;
  readonly command: Command;
  readonly deps: LoopDeps;
  readonly emit: (event: LoopEvent) => void;
}

export function loopPorts(
  folder: LoopFolder,
  options: LoopOptions,
  command: Command,
  deps: LoopDeps,
  emit: (event: LoopEvent) => void,
): LoopPorts {
  const { workspace } = optionsOf(command);
  const machine = { options, command, deps, emit };
  const withQueue = <T>(work: (queue: Queue) => T): T => {
    const queue = deps.openQueue(workspace);
    try {
      return work(queue);
    } finally {
      queue.close();
    }
  };
  return {
    journal: folder.journal,
    newRun: randomUUID,
    newTraining: newTrainingId,
    generate: (wanted, signal) => generateRound(wanted, machine, signal),
    acceptPending: () => withQueue((queue) => acceptPending(queue, recipeNamed(options.recipe).easy)),
    counts: () => {
      const { accepted, trained, pending } = withQueue((queue) => queue.stats().pairs);
      return { accepted: accepted + trained, pending };
    },
    train: (training, signal) => trainRound(training, machine, signal),
    evaluate: (models, signal) => evaluateRound(models, machine, signal),
    promote: async (model) => {
      await promote(createWorkspaceFiles(workspace), model, Date.now());
    },
    clock: Date.now,
    emit,
  };
}

async function generateRound(
  { round, generator, run: id }: Parameters<LoopPorts["generate"]>[0],
  { options: { count: wanted, recipe, seed }, command, deps, emit }: Machine,
  signal: AbortSignal,
): ReturnType<LoopPorts["generate"]> {
  const summary = await generateRun(
    (queue) => {
      const before = queue.run(id);
      const request = { count: wanted, recipe, seed: seed + SEEDS_OF_A_ROUND * round, examples: [] };
      return {
        model: generator,
        resumed: before !== undefined,
        open: (facts) => before ?? queue.startRun({ ...request, model: facts.name }, facts, id),
      };
    },
    command,
    deps,
    (of) => emit({ event: "generation", of }),
    signal,
  );
  if (summary.end === "cancelled") signal.throwIfAborted();
  return summary;
}

async function trainRound(
  id: string,
  { options, command, deps, emit }: Machine,
  signal: AbortSignal,
): Promise<RoundTraining | { readonly untrained: string }> {
  const { model, training: recipe, seed, unload } = options;
  const { runs } = createWorkspaceFiles(optionsOf(command).workspace);
  const request = {
    ...{ base: model, recipe, seed, unload: unload === true },
    overrides: overridesOf(options),
    source: { kind: "queue", from: "accepted" },
  } as const;
  const training = await createTraining(runs, request, id);
  const note = (of: TrainEvent) => {
    training.note(of);
    emit({ event: "training", of });
  };
  const how = { plan: false, keepsGibberish: true, emit: note };
  try {
    const summary = await whileNobodyElse(runs, id, () => runTraining(training, command, deps, how, signal), signal);
    note(summary);
  } catch (error) {
    if (!(error instanceof TooLittle)) throw error;
    note({ event: "failed", message: error.sentence });
    return { untrained: error.message };
  }
  const { folder } = training;
  const [trained, registered, smoke, tokens] = await Promise.all([
    folder.finding("train"),
    folder.finding("register"),
    folder.finding("smoke"),
    folder.finding("tokens"),
  ]);
  if (!(trained && registered && smoke && tokens)) throw new Error(`The training ${id} has no model.`);
  const { steps, lossBefore, lossAfter, seconds } = trained;
  const pairs = tokens.report.train + tokens.report.evaluation;
  return { model: registered.name, pairs, steps, lossBefore, lossAfter, seconds, speaks: passes(smoke) };
}

async function evaluateRound(
  { tuned, generator }: Parameters<LoopPorts["evaluate"]>[0],
  { options, command, deps, emit }: Machine,
  signal: AbortSignal,
): Promise<RoundFigures> {
  const { model: base } = options;
  const evaluated = { ...options, recipe: options.asked };
  const counting = countingOf(evaluated);
  const names = generator === base ? [tuned, base] : [tuned, base, generator];
  const { attempts, ...rest } = await attemptAll(
    names,
    evaluated,
    command,
    deps,
    (of) => emit({ event: "evaluation", of }),
    signal,
  );
  const [own, ofBase, ofGenerator = ofBase] = attempts;
  if (own === undefined || ofBase === undefined || ofGenerator === undefined) {
    throw new Error("A model that was asked has no attempts.");
  }
  // What `models promote` goes by; another one in the same place does no harm.
  recordResult(createWorkspaceFiles(optionsOf(command).workspace), count(own, ofBase, counting, rest).summary);
  return roundFigures({ tuned: own, base: ofBase, generator: ofGenerator }, counting);
}
