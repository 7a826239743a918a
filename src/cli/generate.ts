/** `autodidact generate`: the main job, without an editor. */
import { appendFileSync, readFileSync } from "node:fs";
import { type Command, Option } from "commander";
import { UserError } from "../core/errors.ts";
import { generate } from "../core/generate.ts";
import type { ModelFacts, Queue, Run } from "../core/ports.ts";
import { parseDocument } from "../core/puzzleDocument.ts";
import { CONTEXT_TOKENS, RECIPES, recipeNamed } from "../core/recipe.ts";
import type { RunEvent } from "../core/runEvents.ts";
import { SandboxTooWeak } from "../core/sandbox.ts";
import { readHeldOut, readSeeds } from "../node/seedFiles.ts";
import type { SupervisorCommand } from "../node/setup/managedOllama.ts";
import { serveModel } from "../node/setup/serveModel.ts";
import { addMachineOptions, machineRequest } from "./machineOptions.ts";
import { positiveInteger, wholeNumber } from "./numbers.ts";
import type { QueueDeps } from "./queueDeps.ts";
import { createRunView } from "./runView.ts";
import { optionsOf, printJson } from "./terminal.ts";

export interface GenerateDeps extends QueueDeps {
  /** The folder of `seeds.jsonl` and `heldout.jsonl`. */
  readonly mediaFolder: string;
  readonly supervisor: SupervisorCommand;
}

/** Checks at once; more would take the cores from the model. */
const JUDGE_WORKERS = 2;

interface GenerateOptions {
  readonly model?: string;
  readonly count: number;
  readonly recipe: string;
  readonly resume?: true;
  readonly exampleFile?: string;
  readonly journal?: string;
  readonly seed: number;
}

/** Adds the command. `signal` aborts when the person cancels. */
export function addGenerateCommand(program: Command, deps: GenerateDeps, signal: AbortSignal): void {
  const command = program
    .command("generate")
    .description("let the model write puzzles and solve them; verified pairs are queued for review")
    .option("--count <n>", "puzzles to solve", positiveInteger, 10)
    .addOption(new Option("--recipe <name>", "parameters").choices(RECIPES.map(({ name }) => name)).default("quick"))
    .option("--seed <n>", "seed of the run's own random choices", wholeNumber, Date.now() % 1_000_000)
    .option("--resume", "go on with the latest run that was not finished, if there is one")
    .option("--example-file <file>", "puzzle document whose puzzles every prompt shows")
    .option("--journal <file>", "append every event to this file as JSON lines");
  addMachineOptions(command).action(async (_options: unknown, own: Command) => {
    await runGenerate(own, deps, signal);
  });
}

async function runGenerate(command: Command, deps: GenerateDeps, signal: AbortSignal): Promise<void> {
  const options = optionsOf<GenerateOptions>(command);
  const view = options.json ? { show: printJson, close: () => {} } : createRunView();
  const emit = (event: RunEvent) => {
    if (options.journal !== undefined) appendFileSync(options.journal, `${JSON.stringify(event)}\n`);
    view.show(event);
  };
  try {
    const end = await generateIn(options, command, deps, emit, signal);
    if (end === "cancelled") signal.throwIfAborted();
  } catch (error) {
    if (!signal.aborted) {
      const message = error instanceof UserError ? error.sentence : String(error);
      emit({ event: "failed", message, ...(error instanceof SandboxTooWeak ? { reason: "sandbox" } : {}) });
    }
    throw error;
  } finally {
    view.close();
  }
}

async function generateIn(
  options: GenerateOptions & { readonly workspace: string },
  command: Command,
  deps: GenerateDeps,
  emit: (event: RunEvent) => void,
  signal: AbortSignal,
): Promise<"done" | "exhausted" | "cancelled"> {
  await using resources = new AsyncDisposableStack();
  const queue = resources.adopt(deps.openQueue(options.workspace), (open) => open.close());
  const unfinished = options.resume ? queue.unfinishedRun() : undefined;
  const judge = resources.adopt(await deps.startJudge(JUDGE_WORKERS, signal), (started) => started.close());
  const { ollama, promoted } = machineRequest(command, deps.supervisor);
  const wish = { named: unfinished?.model ?? options.model, promoted };
  const served = resources.adopt(await serveModel(ollama, wish, CONTEXT_TOKENS, signal), (lease) => lease.release());
  const { model } = served;
  const facts = await model.describe(signal);
  const run = unfinished ?? startRun(queue, options, facts);
  emit({
    event: "started",
    run: run.id,
    model: facts.name,
    recipe: run.recipe,
    count: run.count,
    processor: facts.processor,
    resumed: unfinished !== undefined,
  });
  const seeds = readSeeds(deps.mediaFolder);
  const heldOut = new Set(readHeldOut(deps.mediaFolder).map(({ id }) => id));
  const parts = { model, facts, judge, queue, clock: Date.now, seeds, heldOut, emit };
  const summary = await generate(run, recipeNamed(run.recipe), parts, signal);
  emit(summary);
  return summary.end;
}

function startRun(queue: Queue, { count, recipe, seed, exampleFile }: GenerateOptions, facts: ModelFacts): Run {
  const examples = exampleFile === undefined ? [] : readExamples(exampleFile);
  return queue.startRun({ model: facts.name, count, recipe, seed, examples }, facts);
}

/** The puzzles of a document. Throws `UserError` where there are none, or no such file. */
function readExamples(file: string): string[] {
  const puzzles = parseDocument(readText(file)).cells.flatMap(({ f }) => (f === null ? [] : [f]));
  if (puzzles.length === 0) {
    throw new UserError(`${file} holds no puzzle.`, "Give it at least one `def f(answer: T, …)`, or leave it out.");
  }
  return puzzles;
}

function readText(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch (error) {
    const cause = error instanceof Error ? error.message : String(error);
    throw new UserError(`${file} cannot be read: ${cause}.`, "Check its name and permissions.", { cause: error });
  }
}
