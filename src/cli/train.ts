/** `autodidact train`: from accepted pairs to a tuned model in Ollama, without an editor. */
import { resolve } from "node:path";
import { type Command, InvalidArgumentError, Option } from "commander";
import { UserError } from "../core/errors.ts";
import type { TrainEvent } from "../core/trainEvents.ts";
import type { WeightsSource } from "../core/trainPorts.ts";
import { TRAIN_RECIPES, type TrainOverrides, USUAL_SEED } from "../core/trainRecipe.ts";
import { createTraining, resumeTraining, whileNobodyElse } from "../node/training/trainings.ts";
import { createWorkspaceFiles } from "../node/workspaceFiles.ts";
import type { StoredTrainRequest } from "../protocol/trainRequest.ts";
import { wholeNumber, wholeNumberList } from "./numbers.ts";
import { optionsOf, printJson } from "./terminal.ts";
import { tellDropped } from "./trainDropped.ts";
import { addTrainParameters, overridesOf } from "./trainParameters.ts";
import { previewTraining } from "./trainPreview.ts";
import { runTraining, type TrainCommandDeps } from "./trainRun.ts";
import { createTrainView } from "./trainView.ts";

interface TrainCliOptions extends TrainOverrides {
  readonly model?: string;
  readonly weights?: WeightsSource;
  readonly recipe: string;
  readonly pairs?: string;
  readonly from: "accepted" | "verified";
  readonly rounds?: readonly number[];
  readonly seed: number;
  readonly unload?: true;
  readonly plan?: true | "rough";
  readonly dropped?: number;
  readonly resume?: string | true;
}

/** Dropped pairs that a plan names for each reason, where a person reads it. */
const MOST_NAMED = 5;

/** Adds the command. `signal` aborts when the person cancels, which pauses the training. */
export function addTrainCommand(program: Command, deps: TrainCommandDeps, signal: AbortSignal): void {
  const command = program
    .command("train")
    .description("tune a model on accepted pairs and bring it back into Ollama")
    .option("--model <base>", "the model in Ollama to tune")
    .option(
      "--weights <source>",
      "tune the model's weights as they are in this safetensors folder, or in hub:OWNER/NAME, which is fetched",
      weightsSource,
    )
    .addOption(
      new Option("--recipe <name>", "parameters").choices(TRAIN_RECIPES.map(({ name }) => name)).default("adaptive"),
    )
    .option("--pairs <file>", "train on the verified pairs of this file instead of the queue's")
    .addOption(
      new Option("--from <which>", "the queue's accepted pairs, or all verified ones that were not rejected")
        .choices(["accepted", "verified"])
        .default("accepted"),
    )
    .option("--rounds <list>", "only pairs of these rounds, such as 1,2", wholeNumberList)
    .option("--seed <n>", "of shuffle, split and training", wholeNumber, USUAL_SEED)
    .option("--ollama <url>", "Ollama server to use (default: OLLAMA_HOST, else http://127.0.0.1:11434, else our own)")
    .option("--unload", "models that others may be using are taken out of Ollama's memory")
    .addOption(
      new Option(
        "--plan [how]",
        "only say what would be trained on, and what it would take; `rough`: at once, without the libraries",
      ).choices(["rough"]),
    )
    .option(
      "--dropped <n>",
      `with --plan: dropped pairs to name, for each reason (default: ${MOST_NAMED}, all with --json)`,
      wholeNumber,
    )
    .option("--resume [run]", "go on with this training, or the latest that has not ended; with --epochs, train on");
  addTrainParameters(command);
  command.action(async (_options: unknown, own: Command) => {
    await trainAs(own, deps, signal);
  });
}

async function trainAs(command: Command, deps: TrainCommandDeps, signal: AbortSignal): Promise<void> {
  const options = optionsOf<TrainCliOptions>(command);
  const view = options.json ? { show: printJson, close: () => {} } : createTrainView();
  const most = options.dropped ?? (options.json ? Number.POSITIVE_INFINITY : MOST_NAMED);
  if (options.plan === "rough") {
    const how = { emit: view.show, most };
    return telling(view.show, signal, () => previewTraining(requestOf(options), command, deps, how, signal));
  }
  const { runs } = createWorkspaceFiles(options.workspace);
  const training =
    options.resume === undefined
      ? await createTraining(runs, requestOf(options))
      : await resumeTraining(runs, options.resume === true ? undefined : options.resume, options.epochs);
  const emit = (event: TrainEvent) => {
    training.note(event);
    view.show(event);
  };
  const { base, recipe, source } = training.request;
  const keepsGibberish = source.kind === "arm";
  const work = async () => {
    emit({ event: "started", run: training.folder.id, base, recipe, resumed: options.resume !== undefined });
    const plan = options.plan !== undefined;
    const summary = await runTraining(training, command, deps, { plan, keepsGibberish, emit }, signal);
    if (plan) tellDropped(await training.folder.readDropped(), most, view.show);
    emit(summary);
  };
  try {
    await telling(emit, signal, () => whileNobodyElse(runs, training.folder.id, work, signal));
  } finally {
    view.close();
  }
}

/** Has the last event say why `work` failed, unless it was cancelled. */
async function telling<T>(emit: (event: TrainEvent) => void, signal: AbortSignal, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (!signal.aborted) {
      emit({ event: "failed", message: error instanceof UserError ? error.sentence : String(error) });
    }
    throw error;
  }
}

/** Throws `UserError` where no base is named. */
function requestOf(options: TrainCliOptions): StoredTrainRequest {
  const { model, weights, recipe, pairs, from, rounds, seed } = options;
  if (model === undefined) {
    throw new UserError("No base is named.", "Name a model that Ollama has: `autodidact train --model <base>`.");
  }
  return {
    base: model,
    ...(weights && { weights }),
    recipe,
    overrides: overridesOf(options),
    seed,
    unload: options.unload === true,
    source:
      pairs === undefined
        ? { kind: "queue", from, ...(rounds && { rounds: [...rounds] }) }
        : { kind: "file", path: pairs },
  };
}

/** A folder, or `hub:` and a name: nothing else may ever have the network asked. */
function weightsSource(text: string): WeightsSource {
  const [, hub] = /^hub:(.*)$/s.exec(text) ?? [];
  if (hub === undefined) return { folder: resolve(text) };
  if (/^[\w.-]+\/[\w.-]+$/.test(hub)) return { hub };
  throw new InvalidArgumentError("A model on the hub is named hub:OWNER/NAME.");
}
