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
import { type EvaluationPlan, evaluate } from "../../src/core/evaluate.ts";
import { EVALUATION_RECIPES } from "../../src/core/evaluation.ts";
import { chooseSome } from "../../src/core/evaluationSets.ts";
import type { LanguageModel } from "../../src/core/ports.ts";
import { openAttempts } from "../../src/node/evaluation/attemptFile.ts";
import { readPuzzleSet } from "../../src/node/evaluation/puzzleSet.ts";
import { type PythonJudge, startPythonJudge } from "../../src/node/pythonJudge.ts";
import { readSeeds } from "../../src/node/seedFiles.ts";
import { DEFAULT_MODEL } from "../../src/node/setup/defaultModel.ts";
import { findPython } from "../../src/node/setup/interpreter.ts";
import { compareWithBare, log, ollama, openFresh, type Recording, ROOT, record, signal } from "./bareRequests.ts";

const PUZZLES = 4;
const ATTEMPTS = 20;
const ROUNDS = 2;

const seeds = readSeeds(join(ROOT, "media"));
const folder = mkdtempSync(join(tmpdir(), "autodidact-bench-"));

function runEvaluation(
  model: LanguageModel,
  plan: EvaluationPlan,
  file: string,
  judge: PythonJudge,
): Promise<Recording> {
  return record(model, async (recording) => {
    using attempts = openAttempts(file);
    const parts = { model: recording, judge, record: attempts, seeds, clock: Date.now, emit: () => {} };
    await evaluate(plan, parts, signal);
  });
}

try {
  const { path: python } = await findPython({ workspace: folder }, signal);
  const judge = await startPythonJudge(
    { python, judgePath: join(ROOT, "src/python/judge"), workers: 2, leastTier: "none", log },
    signal,
  );
  const { puzzles } = await readPuzzleSet(join(ROOT, "media/heldout.jsonl"), judge, signal);
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
    console.log(
      `round ${round}: ${await compareWithBare("evaluation", first)}; ` +
        `a tenth more: ${more.requests.length} attempts, ${((100 * more.seconds) / first.seconds).toFixed(0)} % of the time`,
    );
  }
  await judge.close();
} finally {
  rmSync(folder, { recursive: true, force: true });
  await ollama.release();
}
