/** `autodidact experiment`: is it the judge that makes the difference, or which pairs are taken? */
import { type Command, Option } from "commander";
import { sharesOf } from "../core/bootstrap.ts";
import { UserError } from "../core/errors.ts";
import { EVALUATION_RECIPES, type PassFigures } from "../core/evaluation.ts";
import { ARMS, type ExperimentSummary, TRAINED_ARMS } from "../core/experiment.ts";
import { ARM_NAMES, drawReport, nameDifference, tellSpread } from "../core/experimentReport.ts";
import { type ExperimentEvent, runExperiment } from "../core/experimentRun.ts";
import { summariseExperiment } from "../core/experimentSummary.ts";
import { TRAIN_RECIPES, USUAL_SEED } from "../core/trainRecipe.ts";
import { openReport, openSeed, type SeedFolder } from "../node/evaluation/experimentFiles.ts";
import { describeMachine } from "../node/machineFacts.ts";
import { withFileLock } from "../node/setup/fileLock.ts";
import { createWorkspaceFiles } from "../node/workspaceFiles.ts";
import { countingOf } from "./evaluateRun.ts";
import { createEvaluateView } from "./evaluateView.ts";
import { type ExperimentOptions, evaluationOf, experimentPorts, parametersOf, seedsOf } from "./experimentRun.ts";
import { numberList, positiveInteger, wholeNumber, wholeNumberList, wordList } from "./numbers.ts";
import { resumableId } from "./resumableId.ts";
import { optionsOf, print, printJson, say } from "./terminal.ts";
import { addTrainParameters, overridesOf } from "./trainParameters.ts";
import type { TrainCommandDeps } from "./trainRun.ts";
import { createTrainView } from "./trainView.ts";

/** Adds the command. `signal` aborts when the person cancels; the same command goes on. */
export function addExperimentCommand(program: Command, deps: TrainCommandDeps, signal: AbortSignal): void {
  const choices = (recipes: readonly { readonly name: string }[]) => recipes.map(({ name }) => name);
  const own = program
    .command("experiment")
    .description(
      "compare a base with itself tuned on all attempts, on verified pairs and on selected ones; the same command goes on",
    )
    .requiredOption("--model <base>", "the model in Ollama to tune")
    .option("--pairs <n>", "pairs for each tuned arm (default: half of the verified ones)", positiveInteger)
    .addOption(new Option("--recipe <name>", "of training").choices(choices(TRAIN_RECIPES)).default("adaptive"))
    .addOption(
      new Option("--asked <name>", "recipe of evaluation").choices(choices(EVALUATION_RECIPES)).default("paper"),
    )
    .option("--puzzles <file>", "the set to evaluate on (default: the held-out puzzles that ship)")
    .option("--attempts <n>", "attempts at each puzzle", positiveInteger, 10)
    .option("--k <list>", "which pass@k to report (default: 1 and 10)", numberList)
    .option("--levels <list>", "only puzzles of these levels, such as easy,medium", wordList)
    .option("--limit <n>", "only so many of the puzzles", positiveInteger)
    .option("--seed <n>", "of all choices", wholeNumber, USUAL_SEED)
    .addOption(
      new Option("--seeds <list>", "do all of it once for each seed, such as 1,2,3")
        .argParser(wholeNumberList)
        .conflicts("seed"),
    )
    .option("--unload", "models that others may be using are taken out of Ollama's memory")
    .option("--ollama <url>", "Ollama server to use (default: OLLAMA_HOST, else http://127.0.0.1:11434, else our own)");
  addTrainParameters(own);
  own.action(async (_options: unknown, command: Command) => {
    await experimentAs(command, deps, signal);
  });
}

async function experimentAs(command: Command, deps: TrainCommandDeps, signal: AbortSignal): Promise<void> {
  const options = optionsOf<ExperimentOptions>(command);
  const counting = countingOf(evaluationOf(options));
  const view = options.json ? { show: printJson, close: () => {} } : createExperimentView();
  const files = createWorkspaceFiles(options.workspace);
  const seeds = seedsOf(options);
  const folders = new Map(seeds.map((seed) => [seed, openSeed(files, idOf(options, [seed]))]));
  const experiment = idOf(options, seeds);
  const folder = openReport(files, experiment);
  const names = { experiment, base: options.model, parameters: parametersOf(options), report: folder.report };
  const autodidact = command.parent?.version() ?? "";
  const work = async () => {
    const ports = experimentPorts(folders, options, command, deps, view.show);
    const { bySeed, contaminated, ollama } = await runExperiment({ base: options.model, seeds }, ports, signal);
    const summary = summariseExperiment(
      { ...names, machine: describeMachine(), versions: { autodidact, ollama } },
      bySeed,
      contaminated,
      counting,
    );
    await folder.write(drawReport(summary, bySeed, counting), resultsOf(summary));
    view.show(summary);
  };
  try {
    await whileAlone([...folders.values()], work, signal);
  } finally {
    view.close();
  }
}

/** Runs `work` unless another process works on one of the seeds. */
function whileAlone(
  [first, ...others]: readonly SeedFolder[],
  work: () => Promise<void>,
  signal: AbortSignal,
): Promise<void> {
  if (first === undefined) return work();
  return withFileLock(
    first.lock,
    () => whileAlone(others, work, signal),
    signal,
    () => {
      throw new UserError("This experiment runs already.", "Wait for its end, or stop that process first.");
    },
  );
}

/** A line for the base, one for each arm of each seed, and the summary. */
function resultsOf(summary: ExperimentSummary): readonly unknown[] {
  const [first] = summary.seeds;
  const arms = summary.seeds.flatMap(({ seed, arms }) => TRAINED_ARMS.map((arm) => ({ seed, arm, ...arms[arm] })));
  return [{ seed: null, arm: "base", ...first?.arms.base }, ...arms, summary];
}

/**
 * The same trainings have the same name, by which an experiment goes on, and by which others evaluate its models anew or
 * add seeds to it.
 */
function idOf(options: ExperimentOptions, seeds: readonly number[]): string {
  const { model, pairs, recipe } = options;
  return resumableId(model, [model, TRAINED_ARMS, pairs ?? null, recipe, overridesOf(options), ...seeds]);
}

function createExperimentView(): { show(event: ExperimentEvent | ExperimentSummary): void; close(): void } {
  const [training, evaluation] = [createTrainView(), createEvaluateView()];
  return {
    show(event) {
      if (event.event === "arm")
        say(`\n== ${ARM_NAMES[event.arm]}${event.pairs === null ? "" : `: ${event.pairs} pairs, seed ${event.seed}`}`);
      else if (event.event === "training") training.show(event.of);
      else if (event.event === "evaluation") evaluation.show(event.of);
      else {
        for (const arm of ARMS) print(`${ARM_NAMES[arm]}: ${tellFigures(event.arms[arm].passAt, "")} %`);
        for (const difference of event.differences) {
          print(`${nameDifference(difference)}: ${tellFigures(difference.passAt, "+")} points`);
          for (const [k, spread] of Object.entries(difference.spread ?? {})) {
            print(`  between seeds, @${k}: ${tellSpread(spread)}`);
          }
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

function tellFigures(passAt: PassFigures, plus: "" | "+"): string {
  const figures = Object.entries(passAt).map(([k, figure]) => `pass@${k} ${sharesOf(figure, plus)}`);
  return figures.join(", ");
}
