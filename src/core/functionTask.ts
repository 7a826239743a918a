/**
 * Functions to be completed, as in HumanEval and MBPP, told in the words of puzzles: their tests call the function, so the
 * solution is the function with a `g` that makes the calls, and the puzzle says whether the results are right. So the judge
 * keeps apart what a model wrote from what checks it, as always.
 */
import type { LanguageModel, Sampling } from "./ports.ts";
import { cutAtUnindented } from "./pythonText.ts";
import { BODY_END, type SampledSolution } from "./solve.ts";

export interface FunctionTask {
  /** The beginning of the function, which the model goes on with. */
  readonly prompt: string;
  /** What `g` returns the results of, in the order in which the puzzle looks at them. */
  readonly calls: readonly string[];
  /** Imports that the calls need. */
  readonly imports: readonly string[];
}

/** Whole functions are longer than a puzzle's solutions; this is what such sets are usually given. */
const MOST_TOKENS = 512;

/** Samples the rest of the function. Throws only what the port throws. */
export async function sampleFunction(
  task: FunctionTask,
  model: LanguageModel,
  sampling: Sampling,
  signal: AbortSignal,
): Promise<SampledSolution> {
  const { prompt } = task;
  const completion = await model.complete({ ...sampling, prompt, maxTokens: MOST_TOKENS, stop: BODY_END }, signal);
  if (completion.finish === "broken") return { broken: completion.detail };
  return { g: solutionFrom(task, completion.text), tokens: completion.tokens };
}

/** The source of `g`: prompt, the model's text up to the end of the function, and the calls. */
export function solutionFrom({ prompt, calls, imports }: FunctionTask, text: string): string {
  const begun = prompt.replace(/\n$/, "");
  const written = cutAtUnindented(prompt.endsWith("\n") ? `\n${text}` : text);
  const head = imports.length === 0 ? "" : `${imports.join("\n")}\n\n\n`;
  return `${begun}${written}\n\n\n${head}def g():\n    return [${calls.join(", ")}]`;
}
