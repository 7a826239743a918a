/** Tuned models in a workspace with evaluations against their bases, as trainings and `evaluate` leave them; no model runs. */
import { writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { count } from "../../src/cli/evaluateCount.ts";
import type { KeptAttempt } from "../../src/core/evaluation.ts";
import type { Lineage } from "../../src/core/lineage.ts";
import { seededRandom } from "../../src/core/random.ts";
import { optionsFor, trainRecipeNamed } from "../../src/core/trainRecipe.ts";
import { openAttempts } from "../../src/node/evaluation/attemptFile.ts";
import { attemptFile, recordResult } from "../../src/node/evaluation/evaluationFiles.ts";
import { readHeldOut } from "../../src/node/seedFiles.ts";
import { openTrainingStore } from "../../src/node/training/ledger.ts";
import { createWorkspaceFiles } from "../../src/node/workspaceFiles.ts";

/** A model, and how good it is: the share of attempts at an easy puzzle that are verified. */
export interface Prepared {
  readonly name: string;
  readonly skill: number;
}

const ATTEMPTS = 10;
/** How much harder than easy ones. */
const HARDER: Readonly<Record<string, number>> = { easy: 1, medium: 0.35, hard: 0.1 };

/** Records that `model` was tuned from `base`. */
export function prepareModel(workspace: string, { name }: Prepared, base: Prepared, createdAt: number): void {
  const pairs = Array.from({ length: 160 }, (_, index) => `pair ${index}`);
  const lineage: Lineage = {
    ...{ name, digest: digestOf(name), base: base.name, baseDigest: digestOf(base.name), run: "train-20261120" },
    ...{ recipe: "adaptive", options: optionsFor(trainRecipeNamed("adaptive"), {}, 1), steps: 40, seconds: 1_140 },
    ...{ pairs, evaluationPairs: [], dropped: {}, versions: {}, createdAt },
    ...{ lossBefore: 0.912, lossAfter: 0.641, quantisation: "Q8_0", agreement: 0.99 },
    smoke: { prompts: 6, ended: 6, parsed: 5, tokensPerSecond: 20 },
  };
  using store = openTrainingStore(createWorkspaceFiles(workspace).queue, { readOnly: false });
  store.record(lineage);
}

/** Records an evaluation of a model against its base on the first `puzzles` held-out puzzles. */
export function prepareEvaluation(
  workspace: string,
  model: Prepared,
  base: Prepared,
  { mediaFolder, puzzles = 135 }: { readonly mediaFolder: string; readonly puzzles?: number },
): void {
  const files = createWorkspaceFiles(workspace);
  const asked = [model, base].map((each) => {
    const path = attemptFile(files, digestOf(each.name), "paper", "prepared");
    const attempts = attemptsOf(each, mediaFolder, puzzles);
    openAttempts(path)[Symbol.dispose]();
    writeFileSync(path, attempts.map((attempt) => `${JSON.stringify(attempt)}\n`).join(""));
    return { path, attempts };
  });
  const [own, other] = asked;
  // Paths as another machine had them: only the names count.
  const rest = { asked: 0, contaminated: [], files: asked.map(({ path }) => join("/elsewhere", basename(path))) };
  const counting = { n: ATTEMPTS, ks: [1, ATTEMPTS], seed: 1 };
  recordResult(files, count(own?.attempts ?? [], other?.attempts, counting, rest).summary);
}

function attemptsOf({ name, skill }: Prepared, mediaFolder: string, puzzles: number): KeptAttempt[] {
  const random = seededRandom(name.length + Math.round(1_000 * skill));
  return readHeldOut(mediaFolder)
    .slice(0, puzzles)
    .flatMap(({ id, skill: kind, level, g }) =>
      Array.from({ length: ATTEMPTS }, (_, number): KeptAttempt => {
        const verified = random() < skill * (HARDER[level] ?? 0.1);
        const header = g[0]?.split("\n").find((line) => line.startsWith("def g")) ?? "def g():";
        return {
          ...{ model: name, digest: digestOf(name), recipe: "paper", prompting: "bare", seed: 1 },
          ...{ puzzle: id, name: id, skill: kind, level, number, tokens: 40, seconds: 1 },
          ...(verified
            ? { g: g[0] ?? "", verdict: "verified", detail: "" }
            : { g: `${header}\n    return ${number}`, verdict: "refuted", detail: "f said False." }),
        };
      }),
    );
}

/** The digest that the prepared model of this name has. */
export function digestOf(name: string): string {
  return `sha256:${Buffer.from(name.padEnd(16, "-")).toString("hex").slice(-32)}`;
}
