/** Review where nobody is there. */
import type { Queue } from "./ports.ts";

/** Pairs that are read at once. */
const PAGE = 500;

/**
 * Accepts the pending pairs, as one action, but for those of puzzles of which more than the share `easy` of the attempts
 * was verified: these stay pending. Returns how many were accepted.
 */
export function acceptPending(queue: Pick<Queue, "pairs" | "review" | "reviewAll">, easy: number): number {
  if (easy >= 1) return queue.reviewAll({ state: "pending" }, "accepted");
  const ids: string[] = [];
  let page = queue.pairs({ state: "pending", limit: PAGE });
  while (page.length > 0) {
    ids.push(...page.filter(({ solveRate }) => solveRate === null || solveRate <= easy).map(({ id }) => id));
    const last = page.at(-1);
    page = last === undefined ? [] : queue.pairs({ state: "pending", limit: PAGE, after: last.id });
  }
  return ids.length === 0 ? 0 : queue.review(ids, "accepted");
}
