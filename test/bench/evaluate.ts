/**
 * What an evaluation costs: its wall time over that of sending exactly its requests to Ollama, as many at once, and doing
 * nothing else; and what a second one with a tenth more attempts costs, over the first. The model is unloaded before
 * the first and before the bare requests, so that neither finds prompts already computed; loading it is not counted. The
 * second evaluation finds the server as the first left it: in an evaluation of usual size, reading the worked examples
 * once for each request at once counts for nothing, in these few attempts it would.
 *
 * `npm run bench:evaluate`, after `npm run build` and `autodidact setup`.
 */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import process from "node:process";
import { type EvaluationPlan, evaluate } from "../../src/core/evaluate.ts";
import { EVALUATION_RECIPES } from "../../src/core/evaluation.ts";
import { chooseSome } from "../../src/core/evaluationSets.ts";
import type { CompletionRequest, LanguageModel, ModelFacts } from "../../src/core/ports.ts";
import { CONTEXT_TOKENS } from "../../src/core/recipe.ts";
import { openAttempts } from "../../src/node/evaluation/attemptFile.ts";
import { readPuzzleSet } from "../../src/node/evaluation/puzzleSet.ts";
import { openOllamaModel } from "../../src/node/ollama/model.ts";
import { type PythonJudge, startPythonJudge } from "../../src/node/pythonJudge.ts";
import { readSeeds } from "../../src/node/seedFiles.ts";
import { cacheFolder } from "../../src/node/setup/cacheFolder.ts";
import { DEFAULT_MODEL } from "../../src/node/setup/defaultModel.ts";
import { findOllama } from "../../src/node/setup/ensureOllama.ts";
import { findPython } from "../../src/node/setup/interpreter.ts";

const PUZZLES = 4;
const ATTEMPTS = 20;
const ROUNDS = 2;

const root = join(import.meta.dirname, "../..");
const { signal } = new AbortController();
const log = (line: string) => process.stderr.write(`${line}\n`);
const supervisor = { command: process.execPath, args: [join(root, "dist/cli.js"), "serve-ollama"] };
const ollama = await findOllama({ env: process.env, cacheDir: cacheFolder(), supervisor, log }, signal);
const seeds = readSeeds(join(root, "media"));
const folder = mkdtempSync(join(tmpdir(), "autodidact-bench-"));

interface Recorded {
  readonly request: CompletionRequest;
  readonly tokens: number;
}

async function openFresh(): Promise<{ model: LanguageModel; facts: ModelFacts }> {
  const unload = JSON.stringify({ model: DEFAULT_MODEL, keep_alive: 0 });
  await fetch(`${ollama.url}/api/generate`, { method: "POST", body: unload }).then((reply) => reply.text());
  const concurrency = ollama.parallel === undefined ? {} : { concurrency: ollama.parallel };
  const options = { url: ollama.url, name: DEFAULT_MODEL, contextTokens: CONTEXT_TOKENS, log, ...concurrency };
  const model = await openOllamaModel(options, signal);
  return { model, facts: await model.describe(signal) };
}

/** Seconds of an evaluation, and its requests in the order in which they were sent. */
async function runEvaluation(model: LanguageModel, plan: EvaluationPlan, file: string, judge: PythonJudge) {
  const requests: Recorded[] = [];
  const recording: LanguageModel = {
    describe: (until) => model.describe(until),
    complete: async (request, until) => {
      const completion = await model.complete(request, until);
      if (completion.finish !== "broken") requests.push({ request, tokens: completion.tokens });
      return completion;
    },
  };
  const start = performance.now();
  using record = openAttempts(file);
  await evaluate(plan, { model: recording, judge, record, seeds, clock: Date.now, emit: () => {} }, signal);
  return { seconds: (performance.now() - start) / 1_000, requests };
}

/** Seconds of sending the same requests, as many at once, each until it has as many tokens as it had. */
async function replay(requests: readonly Recorded[]): Promise<{ seconds: number; tokens: number }> {
  const { model, facts } = await openFresh();
  const waiting = [...requests];
  let tokens = 0;
  const worker = async () => {
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
      const completion = await model.complete({ ...next.request, maxTokens: next.tokens, stop: [] }, signal);
      if (completion.finish !== "broken") tokens += completion.tokens;
    }
  };
  const start = performance.now();
  await Promise.all(Array.from({ length: facts.concurrency }, worker));
  return { seconds: (performance.now() - start) / 1_000, tokens };
}

try {
  const { path: python } = await findPython({ workspace: folder }, signal);
  const judge = await startPythonJudge(
    { python, judgePath: join(root, "src/python/judge"), workers: 2, leastTier: "none", log },
    signal,
  );
  const { puzzles } = await readPuzzleSet(join(root, "media/heldout.jsonl"), judge, signal);
  const recipe = EVALUATION_RECIPES.find(({ name }) => name === "quick");
  if (recipe === undefined) throw new Error("There is no recipe quick.");
  for (let round = 1; round <= ROUNDS; round++) {
    const chosen = chooseSome(puzzles, ({ id }) => id, { limit: PUZZLES, seed: round });
    const of = { model: DEFAULT_MODEL, digest: "", recipe, prompting: "worked", seed: round } as const;
    const plan: EvaluationPlan = { ...of, puzzles: chosen, n: ATTEMPTS };
    const file = join(folder, `${round}.jsonl`);
    const { model } = await openFresh();
    const first = await runEvaluation(model, plan, file, judge);
    const more = await runEvaluation(model, { ...plan, n: ATTEMPTS * 1.1 }, file, judge);
    const tokens = first.requests.reduce((sum, { tokens: written }) => sum + written, 0);
    const bare = await replay(first.requests);
    // Seconds a token, since a replayed request may end sooner by the model's own end token.
    const ratio = first.seconds / tokens / (bare.seconds / bare.tokens);
    console.log(
      `round ${round}: ${first.requests.length} attempts; evaluation ${first.seconds.toFixed(1)} s for ${tokens} tokens, ` +
        `bare ${bare.seconds.toFixed(1)} s for ${bare.tokens}; ratio ${ratio.toFixed(3)}; ` +
        `a tenth more: ${more.requests.length} attempts, ${((100 * more.seconds) / first.seconds).toFixed(0)} % of the time`,
    );
  }
  await judge.close();
} finally {
  rmSync(folder, { recursive: true, force: true });
  await ollama.release();
}
