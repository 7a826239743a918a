import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { ModelFacts, RunRequest } from "../../src/core/ports.ts";
import type { Judgement, OpenPuzzle, VerifiedPair } from "../../src/core/puzzle.ts";

export const FACTS: ModelFacts = { name: "tiny", digest: "ab12", processor: "cpu", concurrency: 2 };
export const REQUEST: RunRequest = {
  model: "tiny",
  count: 3,
  recipe: "quick",
  seed: 7,
  examples: ["def f(x: int): ..."],
};

export function temporaryFolder(): string {
  return mkdtempSync(join(tmpdir(), "autodidact-test-"));
}

export function puzzle(id: string): OpenPuzzle {
  return { id, f: `def f(x: int):\n    return x == ${JSON.stringify(id)}`, header: "def g():", shown: [] };
}

export function verified(f: string, g: string): Judgement {
  return { verdict: "verified", pair: { f, g } as VerifiedPair, answer: "1", detail: "", ms: 1.5 };
}

export const REFUTED: Judgement = { verdict: "refuted", detail: "f gave False", ms: 2 };
