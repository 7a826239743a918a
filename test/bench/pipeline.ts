/**
 * What the pipeline costs: the wall time of `generate` over that of sending exactly its requests to Ollama, as many at
 * once, and doing nothing else. Each run is recorded and then replayed with the number of tokens that each request got;
 * the model is unloaded before each of the two, so that neither finds prompts already computed.
 *
 * `node test/bench/pipeline.ts` on the checkout's own Node, after `npm run build` and `autodidact setup`.
 */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import process from "node:process";
import { generate } from "../../src/core/generate.ts";
import type { CompletionRequest, LanguageModel, ModelFacts } from "../../src/core/ports.ts";
import { recipeNamed } from "../../src/core/recipe.ts";
import { openOllamaModel } from "../../src/node/ollama/model.ts";
import { startPythonJudge } from "../../src/node/pythonJudge.ts";
import { readSeeds } from "../../src/node/seedFiles.ts";
import { cacheFolder } from "../../src/node/setup/cacheFolder.ts";
import { DEFAULT_MODEL } from "../../src/node/setup/defaultModel.ts";
import { findOllama } from "../../src/node/setup/ensureOllama.ts";
import { findPython } from "../../src/node/setup/interpreter.ts";
import { openQueue } from "../../src/node/sqliteQueue.ts";

/** Puzzles to solve in each run, and the seeds of the runs. */
const COUNT = 3;
const SEEDS = [1, 2];
const CONTEXT_TOKENS = 4_096;

const root = join(import.meta.dirname, "../..");
const { signal } = new AbortController();
const log = (line: string) => process.stderr.write(`${line}\n`);
const supervisor = { command: process.execPath, args: [join(root, "dist/cli.js"), "serve-ollama"] };
const ollama = await findOllama({ env: process.env, cacheDir: cacheFolder(), supervisor, log }, signal);

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

/** Seconds of a run, and its requests in the order in which they were sent. */
async function runGenerate(seed: number): Promise<{ seconds: number; requests: Recorded[] }> {
  const { model, facts } = await openFresh();
  const requests: Recorded[] = [];
  const recording: LanguageModel = {
    describe: (until) => model.describe(until),
    complete: async (request, until) => {
      const completion = await model.complete(request, until);
      if (completion.finish !== "broken") requests.push({ request, tokens: completion.tokens });
      return completion;
    },
  };
  const folder = mkdtempSync(join(tmpdir(), "autodidact-bench-"));
  const { path: python } = await findPython({ workspace: folder }, signal);
  const judgePath = join(root, "src/python/judge");
  const judge = await startPythonJudge({ python, judgePath, workers: 2, log }, signal);
  const queue = openQueue(join(folder, "queue.sqlite"));
  try {
    const request = { model: DEFAULT_MODEL, count: COUNT, recipe: "quick", seed, examples: [] };
    const run = queue.startRun(request, facts);
    const seeds = readSeeds(join(root, "media"));
    const parts = { model: recording, facts, judge, queue, clock: Date.now, seeds, heldOut: new Set<string>() };
    const start = performance.now();
    await generate(run, recipeNamed("quick"), { ...parts, emit: () => {} }, signal);
    return { seconds: (performance.now() - start) / 1_000, requests };
  } finally {
    queue.close();
    await judge.close();
    rmSync(folder, { recursive: true, force: true });
  }
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
  for (const seed of SEEDS) {
    const pipeline = await runGenerate(seed);
    const tokens = pipeline.requests.reduce((sum, { tokens: written }) => sum + written, 0);
    const bare = await replay(pipeline.requests);
    // Seconds a token, since a replayed request may end sooner by the model's own end token.
    const ratio = pipeline.seconds / tokens / (bare.seconds / bare.tokens);
    console.log(
      `seed ${seed}: ${pipeline.requests.length} requests; generate ${pipeline.seconds.toFixed(1)} s for ${tokens} tokens, ` +
        `bare ${bare.seconds.toFixed(1)} s for ${bare.tokens}; ratio ${ratio.toFixed(3)}`,
    );
  }
} finally {
  await ollama.release();
}
