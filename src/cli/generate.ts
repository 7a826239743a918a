/** `autodidact generate`: the main job, without an editor. */
import { appendFileSync, readFileSync } from "node:fs";
import { type Command, Option } from "commander";
import { UserError } from "../core/errors.ts";
import type { ModelFacts, Queue, Run } from "../core/ports.ts";
import { parseDocument } from "../core/puzzleDocument.ts";
import { RECIPES } from "../core/recipe.ts";
import type { RunEvent, RunSummary } from "../core/runEvents.ts";
import { SandboxTooWeak } from "../core/sandbox.ts";
import { whileGenerating } from "../node/generating.ts";
import { createWorkspaceFiles } from "../node/workspaceFiles.ts";
import { type ChosenRun, type GenerateDeps, generateRun } from "./generateRun.ts";
import { addMachineOptions } from "./machineOptions.ts";
import { positiveInteger, wholeNumber } from "./numbers.ts";
import { createRunView } from "./runView.ts";
import { type GlobalOptions, optionsOf, printJson } from "./terminal.ts";

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
    const { end } = await generateAs(options, command, deps, emit, signal);
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

async function generateAs(
  options: GenerateOptions & GlobalOptions,
  command: Command,
  deps: GenerateDeps,
  emit: (event: RunEvent) => void,
  signal: AbortSignal,
): Promise<RunSummary> {
  const choose = (queue: Queue): ChosenRun => {
    const unfinished = options.resume ? queue.unfinishedRun() : undefined;
    if (unfinished !== undefined) return { model: unfinished.model, resumed: true, open: () => unfinished };
    return { model: options.model, resumed: false, open: (facts) => startRun(queue, options, facts) };
  };
  const work = () => generateRun(choose, command, deps, emit, signal);
  return whileGenerating(createWorkspaceFiles(options.workspace), work, signal);
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
