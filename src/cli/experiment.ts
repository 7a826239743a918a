/** `autodidact experiment`: is it the judge that makes the difference? Base, tuned on attempts as they came, on verified pairs. */
import { type Command, Option } from "commander";
import { sharesOf } from "../core/bootstrap.ts";
import { UserError } from "../core/errors.ts";
import { EVALUATION_RECIPES } from "../core/evaluation.ts";
import { ARMS } from "../core/experiment.ts";
import { ARM_NAMES, drawReport } from "../core/experimentReport.ts";
import { TRAIN_RECIPES } from "../core/trainRecipe.ts";
import { openExperiment } from "../node/evaluation/experimentFiles.ts";
import { withFileLock } from "../node/setup/fileLock.ts";
import { createWorkspaceFiles } from "../node/workspaceFiles.ts";
import { createEvaluateView } from "./evaluateView.ts";
import { type ExperimentEvent, type ExperimentOptions, runExperiment } from "./experimentRun.ts";
import { numberList, positiveInteger, wholeNumber } from "./numbers.ts";
import { resumableId } from "./resumableId.ts";
import { optionsOf, print, printJson, say } from "./terminal.ts";
import type { TrainCommandDeps } from "./trainRun.ts";
import { createTrainView } from "./trainView.ts";

/** Adds the command. `signal` aborts when the person cancels; the same command goes on. */
export function addExperimentCommand(program: Command, deps: TrainCommandDeps, signal: AbortSignal): void {
  const choices = (recipes: readonly { readonly name: string }[]) => recipes.map(({ name }) => name);
  program
    .command("experiment")
    .description("compare a base, the base tuned on all attempts, and on verified pairs; the same command goes on")
    .requiredOption("--model <base>", "the model in Ollama to tune")
    .option("--pairs <n>", "pairs for each tuned arm (default: as many as there are for both)", positiveInteger)
    .addOption(new Option("--recipe <name>", "of training").choices(choices(TRAIN_RECIPES)).default("adaptive"))
    .option("--max-steps <n>", "end each training after so many steps", positiveInteger)
    .addOption(
      new Option("--asked <name>", "recipe of evaluation").choices(choices(EVALUATION_RECIPES)).default("paper"),
    )
    .option("--puzzles <file>", "the set to evaluate on (default: the held-out puzzles that ship)")
    .option("--attempts <n>", "attempts at each puzzle", positiveInteger, 10)
    .option("--k <list>", "which pass@k to report (default: 1 and 10)", numberList)
    .option("--limit <n>", "only so many of the puzzles", positiveInteger)
    .option("--seed <n>", "of all choices", wholeNumber, 1)
    .option("--unload", "models that others may be using are taken out of Ollama's memory")
    .option("--ollama <url>", "Ollama server to use (default: OLLAMA_HOST, else http://127.0.0.1:11434, else our own)")
    .action(async (_options: unknown, own: Command) => {
      await experimentAs(own, deps, signal);
    });
}

async function experimentAs(command: Command, deps: TrainCommandDeps, signal: AbortSignal): Promise<void> {
  const options = optionsOf<ExperimentOptions>(command);
  const view = options.json ? { show: printJson, close: () => {} } : createExperimentView();
  const files = createWorkspaceFiles(options.workspace);
  const folder = openExperiment(files, idOf(options));
  const work = async () => {
    const { summary, attempts } = await runExperiment(folder, options, command, deps, view.show, signal);
    const results = ARMS.map((arm) => ({ arm, ...summary.arms[arm] }));
    await folder.writeReport(drawReport(summary, attempts), [...results, summary]);
    view.show(summary);
  };
  try {
    await withFileLock(folder.lock, work, signal, () => {
      throw new UserError("This experiment runs already.", "Wait for its end, or stop that process first.");
    });
  } finally {
    view.close();
  }
}

/** The same trainings have the same name, by which an experiment goes on, and by which others evaluate its models anew. */
function idOf({ model, pairs, recipe, maxSteps, seed }: ExperimentOptions): string {
  return resumableId(model, [model, pairs ?? null, recipe, maxSteps ?? null, seed]);
}

function createExperimentView(): { show(event: ExperimentEvent): void; close(): void } {
  const [training, evaluation] = [createTrainView(), createEvaluateView()];
  return {
    show(event) {
      if (event.event === "arm")
        say(`\n== ${ARM_NAMES[event.arm]}${event.pairs === null ? "" : `: ${event.pairs} pairs`}`);
      else if (event.event === "training") training.show(event.of);
      else if (event.event === "evaluation") evaluation.show(event.of);
      else {
        for (const arm of ARMS) {
          const figures = Object.entries(event.arms[arm].passAt).map(
            ([k, figure]) => `pass@${k} ${sharesOf(figure, "")} %`,
          );
          print(`${ARM_NAMES[arm]}: ${figures.join(", ")}`);
        }
        print(`Report: ${event.report}`);
      }
    },
    close() {
      training.close();
      evaluation.close();
    },
  };
}
