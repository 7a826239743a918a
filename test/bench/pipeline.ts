/**
 * What the pipeline costs: the wall time of `generate` over that of sending exactly its requests to Ollama, as many at
 * once, and doing nothing else. The model is unloaded before each of the two, so that neither finds prompts already
 * computed.
 *
 * `node test/bench/pipeline.ts` on the checkout's own Node, after `npm run build` and `autodidact setup`.
 */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { generate } from "../../src/core/generate.ts";
import { recipeNamed } from "../../src/core/recipe.ts";
import { startPythonJudge } from "../../src/node/pythonJudge.ts";
import { readSeeds } from "../../src/node/seedFiles.ts";
import { DEFAULT_MODEL } from "../../src/node/setup/defaultModel.ts";
import { findPython } from "../../src/node/setup/interpreter.ts";
import { openQueue } from "../../src/node/sqliteQueue.ts";
import { compareWithBare, log, ollama, openFresh, type Recording, ROOT, record, signal } from "./bareRequests.ts";

/** Puzzles to solve in each run, and the seeds of the runs. */
const COUNT = 3;
const SEEDS = [1, 2];

async function runGenerate(seed: number): Promise<Recording> {
  const { model, facts } = await openFresh();
  const folder = mkdtempSync(join(tmpdir(), "autodidact-bench-"));
  const { path: python } = await findPython({ workspace: folder }, signal);
  const judge = await startPythonJudge({ python, judgePath: join(ROOT, "src/python/judge"), workers: 2, log }, signal);
  const queue = openQueue(join(folder, "queue.sqlite"));
  try {
    const request = { model: DEFAULT_MODEL, count: COUNT, recipe: "quick", seed, examples: [] };
    const run = queue.startRun(request, facts);
    const seeds = readSeeds(join(ROOT, "media"));
    const parts = { facts, judge, queue, clock: Date.now, seeds, heldOut: new Set<string>(), emit: () => {} };
    return await record(model, (recording) =>
      generate(run, recipeNamed("quick"), { ...parts, model: recording }, signal),
    );
  } finally {
    queue.close();
    await judge.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

try {
  for (const seed of SEEDS) {
    console.log(`seed ${seed}: ${await compareWithBare("generate", await runGenerate(seed))}`);
  }
} finally {
  await ollama.release();
}
