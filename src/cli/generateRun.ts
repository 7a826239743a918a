/** Works on a run on this machine, whoever chose it. */
import type { Command } from "commander";
import { generate } from "../core/generate.ts";
import type { ModelFacts, Queue, Run } from "../core/ports.ts";
import { CONTEXT_TOKENS, recipeNamed } from "../core/recipe.ts";
import type { RunEvent, RunSummary } from "../core/runEvents.ts";
import { readHeldOut, readSeeds } from "../node/seedFiles.ts";
import type { SupervisorCommand } from "../node/setup/managedOllama.ts";
import { serveModel } from "../node/setup/serveModel.ts";
import { machineRequest } from "./machineOptions.ts";
import type { QueueDeps } from "./queueDeps.ts";
import { optionsOf } from "./terminal.ts";

export interface GenerateDeps extends QueueDeps {
  /** The folder of `seeds.jsonl` and `heldout.jsonl`. */
  readonly mediaFolder: string;
  readonly supervisor: SupervisorCommand;
}

/** Which run is worked on. */
export interface ChosenRun {
  /** Its model; undefined: the one that is used where none is named. */
  readonly model: string | undefined;
  readonly resumed: boolean;
  /** The run itself, started where there is none yet. */
  open(facts: ModelFacts): Run;
}

/** Checks at once; more would take the cores from the model. */
const JUDGE_WORKERS = 2;

/** Does what is left of the chosen run, and returns its summary, which was emitted. Throws as `generate` does. */
export async function generateRun(
  choose: (queue: Queue) => ChosenRun,
  command: Command,
  deps: GenerateDeps,
  emit: (event: RunEvent) => void,
  signal: AbortSignal,
): Promise<RunSummary> {
  await using resources = new AsyncDisposableStack();
  const queue = resources.adopt(deps.openQueue(optionsOf(command).workspace), (open) => open.close());
  const chosen = choose(queue);
  const judge = resources.adopt(await deps.startJudge(JUDGE_WORKERS, signal), (started) => started.close());
  const { ollama, promoted } = machineRequest(command, deps.supervisor);
  const wish = { named: chosen.model, promoted };
  const served = resources.adopt(await serveModel(ollama, wish, CONTEXT_TOKENS, signal), (lease) => lease.release());
  const { model } = served;
  const facts = await model.describe(signal);
  const run = chosen.open(facts);
  emit({
    event: "started",
    run: run.id,
    model: facts.name,
    recipe: run.recipe,
    count: run.count,
    processor: facts.processor,
    resumed: chosen.resumed,
  });
  const seeds = readSeeds(deps.mediaFolder);
  const heldOut = new Set(readHeldOut(deps.mediaFolder).map(({ id }) => id));
  const parts = { model, facts, judge, queue, clock: Date.now, seeds, heldOut, emit };
  const summary = await generate(run, recipeNamed(run.recipe), parts, signal);
  emit(summary);
  return summary;
}
