/** `autodidact evaluate`: did the tuned model get better? */
import { appendFileSync } from "node:fs";
import { type Command, Option } from "commander";
import writeFileAtomic from "write-file-atomic";
import { UserError } from "../core/errors.ts";
import { EVALUATION_RECIPES, type EvaluationEvent, type KeptAttempt } from "../core/evaluation.ts";
import { passFiguresOf } from "../core/evaluationFigures.ts";
import { curvePoints, drawCurves } from "../core/passPlot.ts";
import { type Evaluated, recount } from "./evaluateCount.ts";
import { type EvaluateCommandDeps, evaluateModels } from "./evaluateRun.ts";
import { createEvaluateView } from "./evaluateView.ts";
import { numberList, positiveInteger, wholeNumber, wordList } from "./numbers.ts";
import { optionsOf, printJson } from "./terminal.ts";

export interface EvaluateOptions {
  readonly model?: string;
  readonly against?: string;
  readonly puzzles?: string;
  readonly attempts?: number;
  readonly k?: readonly number[];
  readonly levels?: readonly string[];
  readonly limit?: number;
  readonly recipe: string;
  readonly seed?: number;
  readonly from?: readonly string[];
  readonly contaminated?: true;
  readonly plot?: string;
  readonly journal?: string;
}

/** Adds the command. `signal` aborts when the person cancels; the attempts made until then are kept. */
export function addEvaluateCommand(program: Command, deps: EvaluateCommandDeps, signal: AbortSignal): void {
  const recipes = EVALUATION_RECIPES.map(({ name }) => name);
  program
    .command("evaluate")
    .description("measure by pass@k on held-out puzzles how well a model solves, and whether it is better than another")
    .option("--model <name>", "the model (default: the one that `generate` would use)")
    .option("--against <name>", "the model that it is compared with, on the same puzzles")
    .option(
      "--puzzles <file>",
      'lines {"id","f"}, P3\'s JSON, HumanEval or MBPP (default: the held-out puzzles that ship)',
    )
    .option("--attempts <n>", "attempts at each puzzle (default: 10)", positiveInteger)
    .option("--k <list>", "which pass@k to report, such as 1,10 (default: 1 and 10)", numberList)
    .option("--levels <list>", "only puzzles of these levels, such as easy,medium", wordList)
    .option("--limit <n>", "only so many of the puzzles, chosen by the seed", positiveInteger)
    .addOption(new Option("--recipe <name>", "how models are asked").choices(recipes).default("paper"))
    .option(
      "--seed <n>",
      "of sampling, choice and intervals; another one makes other attempts (default: 1)",
      wholeNumber,
    )
    .option("--from <files...>", "compute the figures again from files of attempts; no model is asked")
    .option("--contaminated", "count puzzles, too, that a model was trained on or is shown")
    .option("--plot <file>", "draw pass@k over k as SVG")
    .option("--journal <file>", "append every event but attempts to this file as JSON lines")
    .option("--ollama <url>", "Ollama server to use (default: OLLAMA_HOST, else http://127.0.0.1:11434, else our own)")
    .action(async (_options: unknown, own: Command) => {
      await evaluateAs(own, deps, signal);
    });
}

async function evaluateAs(command: Command, deps: EvaluateCommandDeps, signal: AbortSignal): Promise<void> {
  const options = optionsOf<EvaluateOptions>(command);
  const view = options.json ? { show: printJson, close: () => {} } : createEvaluateView();
  const note = (event: EvaluationEvent) => {
    if (options.journal !== undefined && event.event !== "attempt") {
      appendFileSync(options.journal, `${JSON.stringify(event)}\n`);
    }
  };
  const emit = (event: EvaluationEvent) => {
    note(event);
    view.show(event);
  };
  try {
    const evaluated =
      options.from === undefined
        ? await evaluateModels(options, command, deps, emit, signal)
        : recount(options, options.from);
    if (options.plot !== undefined) await writePlot(options.plot, evaluated);
    emit(evaluated.summary);
  } catch (error) {
    if (!signal.aborted)
      note({ event: "failed", message: error instanceof UserError ? error.sentence : String(error) });
    throw error;
  } finally {
    view.close();
  }
}

async function writePlot(file: string, { summary, attempts }: Evaluated): Promise<void> {
  const { n, seed, against } = summary;
  const ks = curvePoints(n);
  const curve = (model: string, of: readonly KeptAttempt[]) => ({ model, passAt: passFiguresOf(of, { n, ks, seed }) });
  const curves = [
    curve(summary.model, attempts.model),
    ...(against === undefined ? [] : [curve(against.model, attempts.against)]),
  ];
  try {
    await writeFileAtomic(file, drawCurves(curves, `pass@k on ${summary.puzzles} puzzles, ${n} attempts each`));
  } catch (error) {
    const cause = error instanceof Error ? error.message : String(error);
    throw new UserError(`The plot ${file} cannot be written: ${cause}.`, "Name another file.", { cause: error });
  }
}
