import { expect, it } from "vitest";
import { acceptPending } from "../../src/core/automaticReview.ts";
import type { Queue } from "../../src/core/ports.ts";
import { openQueue } from "../../src/node/sqliteQueue.ts";

const PUZZLES = 600; // more than are read at once

function queueWith(verifiedOf4: (n: number) => number): Queue {
  const queue = openQueue(":memory:");
  const facts = { name: "m", digest: "d", processor: "cpu", concurrency: 1 } as const;
  const { id } = queue.startRun({ model: "m", count: 1, recipe: "adaptive", seed: 1, examples: [] }, facts);
  for (let n = 0; n < PUZZLES; n++) {
    const puzzleId = `puzzle${n}`;
    const f = `def f(x: int, n=${n}):\n    return x == n`;
    queue.addPuzzle(id, { id: puzzleId, f, header: `def g(n=${n}):`, shown: [] }, 1);
    for (let attempt = 0; attempt < 4; attempt++) {
      const g = `def g(n=${n}):\n    return n`;
      const verdict =
        attempt < verifiedOf4(n)
          ? ({ verdict: "verified", pair: { f, g }, answer: "1", detail: "", ms: 1 } as never)
          : ({ verdict: "refuted", detail: "f said False.", ms: 1 } as const);
      queue.addAttempt(id, { puzzleId, g, tokens: 1 }, verdict);
    }
  }
  return queue;
}

it("accepts what is pending but for what nearly every attempt solves, and is one review to take back", () => {
  const queue = queueWith((n) => (n % 3 === 0 ? 4 : 1));
  expect(acceptPending(queue, 0.7)).toBe((PUZZLES * 2) / 3);
  expect(queue.stats().pairs).toMatchObject({ pending: PUZZLES / 3, accepted: (PUZZLES * 2) / 3 });
  queue.undoReview();
  expect(queue.stats().pairs).toMatchObject({ pending: PUZZLES, accepted: 0 });
  expect(acceptPending(queue, 1)).toBe(PUZZLES);
  queue.close();
});

it("leaves all of it pending where all of it is too easy", () => {
  const queue = queueWith(() => 4);
  expect(acceptPending(queue, 0.7)).toBe(0);
  expect(queue.stats().pairs).toMatchObject({ pending: PUZZLES, accepted: 0 });
  queue.close();
});
