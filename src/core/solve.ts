/** One sampled solution: the solve prompt, the model's body, the source of g. */
import type { LanguageModel } from "./ports.ts";
import { solvePrompt, type WorkedExample } from "./prompt.ts";
import type { InspectedPuzzle } from "./puzzle.ts";
import { cutAtUnindented, renameFunction } from "./pythonText.ts";
import type { Recipe } from "./recipe.ts";
import type { SeedPuzzle } from "./seed.ts";

/** Texts after which a body is over: two blank lines, or an unindented line. */
const BODY_END = ["\n\n\n", "\nassert", "\ndef", "\n#", "\nprint", "\nclass"];

export type SampledSolution =
  | { readonly g: string; readonly tokens: number }
  /** The model's reply broke off. */
  | { readonly broken: string };

/** Samples one solution of `puzzle`. Throws only what the port throws. */
export async function sampleSolution(
  puzzle: InspectedPuzzle,
  examples: readonly WorkedExample[],
  model: LanguageModel,
  { sampling, bodyStart }: Recipe["solutions"],
  signal: AbortSignal,
): Promise<SampledSolution> {
  const { prompt, name } = solvePrompt(examples, puzzle, bodyStart);
  const completion = await model.complete({ ...sampling, prompt, stop: BODY_END }, signal);
  if (completion.finish === "broken") return { broken: completion.detail };
  const body = cutAtUnindented(`${bodyStart}${completion.text}`);
  return { g: puzzle.header + renameFunction(body, name, "g"), tokens: completion.tokens };
}

/**
 * Worked examples for puzzles of one answer type: those of the same type first where the recipe matches types, then
 * others, in an order fixed by `seeds`, so that all attempts of a run share one prompt prefix per type.
 */
export function chooseWorkedExamples(
  seeds: readonly SeedPuzzle[],
  answerType: string,
  { examples, matchTypes }: Recipe["solutions"],
): WorkedExample[] {
  const sameType = (seed: SeedPuzzle) => seed.f.includes(`: ${answerType},`) || seed.f.includes(`: ${answerType})`);
  const ordered = matchTypes ? [...seeds.filter(sameType), ...seeds.filter((seed) => !sameType(seed))] : seeds;
  // The best match stands last, nearest to the puzzle.
  return ordered
    .slice(0, examples)
    .reverse()
    .flatMap(({ f, g: [g] }) => (g === undefined ? [] : [{ f, g }]));
}
