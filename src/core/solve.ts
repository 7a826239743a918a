/** One sampled solution: the solve prompt, the model's body, the source of g. */
import type { Judge, LanguageModel } from "./ports.ts";
import { solvePrompt, type WorkedExample } from "./prompt.ts";
import type { Judgement, OpenPuzzle } from "./puzzle.ts";
import { cutAtUnindented, renameFunction } from "./pythonText.ts";
import type { Recipe } from "./recipe.ts";
import type { SeedPuzzle } from "./seed.ts";

/** Texts after which a body is over: two blank lines, or an unindented line. */
export const BODY_END = ["\n\n\n", "\nassert", "\ndef", "\n#", "\nprint", "\nclass"];

export type SampledSolution =
  | { readonly g: string; readonly tokens: number }
  /** The model's reply broke off. */
  | { readonly broken: string };

/** Samples one solution of `puzzle`. Throws only what the port throws. */
export async function sampleSolution(
  puzzle: Pick<OpenPuzzle, "f" | "header">,
  examples: readonly WorkedExample[],
  model: LanguageModel,
  { sampling, bodyStart }: Pick<Recipe["solutions"], "sampling" | "bodyStart">,
  signal: AbortSignal,
): Promise<SampledSolution> {
  const { prompt, name } = solvePrompt(examples, puzzle, bodyStart);
  const completion = await model.complete({ ...sampling, prompt, stop: BODY_END }, signal);
  if (completion.finish === "broken") return { broken: completion.detail };
  const body = cutAtUnindented(`${bodyStart}${completion.text}`);
  return { g: puzzle.header + renameFunction(body, name, "g"), tokens: completion.tokens };
}

/** A sampled solution with its verdict. */
export interface JudgedSample {
  /** Empty where the model's reply broke off. */
  readonly g: string;
  readonly tokens: number;
  readonly judgement: Judgement;
}

/** Judges a sample; one that broke off is an attempt that failed. Throws only what the port throws. */
export async function judgeSample(
  f: string,
  sample: SampledSolution,
  judge: Judge,
  timeoutMs: number,
  signal: AbortSignal,
): Promise<JudgedSample> {
  if ("broken" in sample) {
    return { g: "", tokens: 0, judgement: { verdict: "malformed", detail: sample.broken, ms: 0 } };
  }
  return { ...sample, judgement: await judge.judge({ f, g: sample.g }, timeoutMs, signal) };
}

/**
 * The worked examples for one puzzle, the nearest last. Those that its own prompt showed where the recipe says so and
 * they are known, filled up with fixed ones.
 */
export function chooseWorkedExamples(
  seeds: readonly SeedPuzzle[],
  shown: readonly string[],
  { examples, worked }: Pick<Recipe["solutions"], "examples" | "worked">,
): WorkedExample[] {
  const own = worked === "shown" ? shown.flatMap((id) => seeds.find((seed) => seed.id === id) ?? []) : [];
  const chosen = new Set([...own.slice(-examples).reverse(), ...fixedExamples(seeds)]);
  return [...chosen]
    .slice(0, examples)
    .reverse()
    .flatMap(({ f, g: [g] }) => (g === undefined ? [] : [{ f, g }]));
}

/** Easy seeds with a solution of one line, the first of each skill. */
function fixedExamples(seeds: readonly SeedPuzzle[]): SeedPuzzle[] {
  const bySkill = new Map<string, SeedPuzzle>();
  for (const seed of seeds) {
    const isShort = seed.level === "easy" && seed.g[0]?.split("\n").length === 2;
    if (isShort && !bySkill.has(seed.skill)) bySkill.set(seed.skill, seed);
  }
  return [...bySkill.values()];
}
