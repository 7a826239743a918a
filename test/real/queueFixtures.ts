import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { UserError } from "../../src/core/errors.ts";
import type { ModelFacts, Queue, RunRequest } from "../../src/core/ports.ts";
import type { Judgement, OpenPuzzle, VerifiedPair } from "../../src/core/puzzle.ts";
import { openQueue } from "../../src/node/sqliteQueue.ts";

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

/** A new queue and the path of its file. */
export function emptyQueue(): { queue: Queue; path: string } {
  const path = join(temporaryFolder(), "queue.sqlite");
  return { queue: openQueue(path), path };
}

/** Adds a puzzle of `runId` with `count` verified solutions and returns their pairs' ids. */
export function addSolved(queue: Queue, runId: string | null, id: string, count = 1): string[] {
  const { f } = puzzle(id);
  queue.addPuzzle(runId, puzzle(id), 10);
  return Array.from({ length: count }, (_, n) => {
    const g = `def g():\n    return ${"1".repeat(n + 1)}`;
    return queue.addAttempt(runId, { puzzleId: id, g, tokens: 5 }, verified(f, g)) ?? "";
  });
}

/** The `UserError` that `work` throws. */
export function failureOf(work: () => unknown): UserError {
  try {
    work();
  } catch (error) {
    if (error instanceof UserError) return error;
    throw error;
  }
  throw new Error("it did not fail");
}
