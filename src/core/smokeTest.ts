/** A tuned model's first words: a wrong template, end token or tensor shows as gibberish or as an endless reply. */
import { TUNED_BODY_START } from "./datasetRows.ts";
import type { Clock, Judge, LanguageModel } from "./ports.ts";
import { solvePrompt } from "./prompt.ts";
import { cutAtUnindented, renameFunction } from "./pythonText.ts";
import type { SeedPuzzle } from "./seed.ts";
import { BODY_END } from "./solve.ts";
import type { SmokeReport } from "./trainEvents.ts";

const PROMPTS = 6;
const MOST_TOKENS = 150;
const TIMEOUT_MS = 1_000;

/** Asks for solutions of easy seeds and looks at their form, not at whether they are right. Throws what the ports throw. */
export async function smokeTest(
  model: LanguageModel,
  judge: Judge,
  seeds: readonly SeedPuzzle[],
  clock: Clock,
  signal: AbortSignal,
): Promise<SmokeReport> {
  await model.describe(signal);
  const asked = seeds.filter(({ level }) => level === "easy").slice(0, PROMPTS);
  const begun = clock();
  let [ended, parsed, tokens] = [0, 0, 0];
  for (const seed of asked) {
    const inspection = await judge.inspect(seed.f, signal);
    if (!inspection.ok) throw new Error(`The seed ${seed.id} is no puzzle.`);
    const { header } = inspection;
    const { prompt, name } = solvePrompt([], { f: seed.f, header }, TUNED_BODY_START);
    const sampling = { temperature: 0, topK: 1, topP: 1, maxTokens: MOST_TOKENS };
    const completion = await model.complete({ ...sampling, prompt, stop: BODY_END }, signal);
    if (completion.finish === "broken") continue;
    tokens += completion.tokens;
    if (completion.finish === "stop") ended++;
    const g = header + renameFunction(cutAtUnindented(`${TUNED_BODY_START}${completion.text}`), name, "g");
    const { verdict } = await judge.judge({ f: seed.f, g }, TIMEOUT_MS, signal);
    if (verdict !== "malformed") parsed++;
  }
  const seconds = Math.max(clock() - begun, 1) / 1_000;
  return { prompts: asked.length, ended, parsed, tokensPerSecond: tokens / seconds };
}

/** Half of the replies, at least, have to end and to be Python; weak models fail at some. */
export function passes({ prompts, ended, parsed }: SmokeReport): boolean {
  return 2 * ended >= prompts && 2 * parsed >= prompts;
}
