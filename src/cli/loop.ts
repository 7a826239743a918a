/** `autodidact loop`: round after round, the better model writes the next one. */
import { type Command, Option } from "commander";
import { EVALUATION_RECIPES } from "../core/evaluation.ts";
import { type LoopEnd, REVIEW_POLICIES } from "../core/loop.ts";
import { drawLoopReport, loopState, summariseLoop } from "../core/loopReport.ts";
import { type LoopEvent, runLoop } from "../core/loopRun.ts";
import { RECIPES } from "../core/recipe.ts";
import { TRAIN_RECIPES, USUAL_SEED } from "../core/trainRecipe.ts";
import { openLoop } from "../node/evaluation/loopFiles.ts";
import { whileLooping } from "../node/generating.ts";
import { createWorkspaceFiles } from "../node/workspaceFiles.ts";
import { checkLoop } from "./loopCheck.ts";
import { type LoopDeps, type LoopOptions, loopPorts } from "./loopRun.ts";
import { createLoopView } from "./loopView.ts";
import { numberList, positiveInteger, positiveNumber, wholeNumber, wordList } from "./numbers.ts";
import { resumableId } from "./resumableId.ts";
import { optionsOf, printJson } from "./terminal.ts";
import { addTrainParameters, overridesOf } from "./trainParameters.ts";

const MS_PER_HOUR = 3_600_000;

/** Adds the command. `signal` aborts when the person cancels; the same command goes on. */
export function addLoopCommand(program: Command, deps: LoopDeps, signal: AbortSignal): void {
  const choices = (recipes: readonly { readonly name: string }[]) => recipes.map(({ name }) => name);
  const added = program
    .command("loop")
    .description(
      "rounds by themselves: generate, review, train, evaluate, promote the better; the same command goes on",
    )
    .requiredOption("--model <base>", "the model in Ollama that every round tunes, and that writes the first")
    .option("--rounds <n>", "end after so many", positiveInteger, 3)
    .option("--count <n>", "puzzles to solve in a round", positiveInteger, 100)
    .addOption(new Option("--recipe <name>", "of generation").choices(choices(RECIPES)).default("quick"))
    .addOption(
      new Option("--training <name>", "recipe of training").choices(choices(TRAIN_RECIPES)).default("adaptive"),
    )
    .addOption(
      new Option("--asked <name>", "recipe of evaluation").choices(choices(EVALUATION_RECIPES)).default("paper"),
    )
    .option("--puzzles <file>", "the set to evaluate on (default: the held-out puzzles that ship)")
    .option("--attempts <n>", "attempts at each puzzle of it", positiveInteger, 10)
    .option("--k <list>", "which pass@k to report (default: 1 and 10); the least decides", numberList)
    .option("--levels <list>", "only puzzles of these levels, such as easy,medium", wordList)
    .option("--limit <n>", "only so many of the puzzles", positiveInteger)
    .addOption(
      new Option("--review <how>", "accept all verified pairs, or wait for a person to accept some")
        .choices(REVIEW_POLICIES)
        .default("automatic"),
    )
    .option("--hours <h>", "begin no phase after so long, counted from now", positiveNumber)
    .option("--pairs <n>", "end when the queue has so many accepted pairs", positiveInteger)
    .option("--patience <n>", "end after so many rounds in a row that were not promoted", positiveInteger, 2)
    .option("--seed <n>", "of all choices", wholeNumber, USUAL_SEED)
    .option("--unload", "models that others may be using are taken out of Ollama's memory")
    .option("--ollama <url>", "Ollama server to use (default: OLLAMA_HOST, else http://127.0.0.1:11434, else our own)")
    .action(async (_options: unknown, own: Command) => {
      await loopAs(own, deps, signal);
    });
  addTrainParameters(added);
}

async function loopAs(command: Command, deps: LoopDeps, signal: AbortSignal): Promise<void> {
  const begun = Date.now();
  const options = optionsOf<LoopOptions>(command);
  const { model: base, hours, rounds, pairs, patience, review } = options;
  const view = options.json ? { show: printJson, close: () => {} } : createLoopView();
  const files = createWorkspaceFiles(options.workspace);
  const until = hours === undefined ? undefined : begun + hours * MS_PER_HOUR;
  const work = async () => {
    const loop = idOf(options);
    using folder = openLoop(files, loop);
    const { journal, report } = folder;
    if (journal.kept.length === 0) await checkLoop(options, command, deps, signal);
    const names = { loop, base, report };
    const writeReport = (end?: LoopEnd) => folder.writeReport(drawLoopReport(loopState(names, journal.kept), end));
    const emit = (event: LoopEvent) => {
      if (event.event === "noted") writeReport();
      view.show(event);
    };
    writeReport();
    emit({ event: "loop", loop, noted: journal.kept.length, report });
    const ports = loopPorts(folder, options, command, deps, emit);
    const end = await runLoop({ base, rounds, pairs, patience, review, until }, ports, signal);
    writeReport(end);
    view.show(summariseLoop(names, journal.kept, end));
  };
  try {
    await whileLooping(files, work, signal);
  } finally {
    view.close();
  }
}

/** What a round's outcome depends on names the loop, by which it goes on; when it ends does not. */
function idOf(options: LoopOptions): string {
  const { model, count, recipe, training, asked, puzzles, levels, attempts, k, limit, seed } = options;
  const evaluation = { asked, puzzles, levels, attempts, k, limit };
  return resumableId(model, { model, count, recipe, training, ...overridesOf(options), evaluation, seed });
}
