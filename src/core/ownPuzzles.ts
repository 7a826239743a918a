/** Puzzles of accepted pairs, which later rounds imitate. */
import type { SkillGuess } from "./likeness.ts";
import { SOLVE_RATE_WINDOW } from "./pairSelection.ts";
import type { Queue, QueuedPair } from "./ports.ts";
import type { SeedPuzzle } from "./seed.ts";

/** Newest pairs of each state that are looked at: reading all would cost more the longer the queue is. */
const MOST_PAIRS = 1_000;

/**
 * They stand as if they were seeds, each once, with its newest pair's solution. Those that nearly every attempt solves are
 * left out: a prompt that shows them asks for more of the kind.
 */
export function ownPuzzles(queue: Pick<Queue, "pairs">, skills: SkillGuess): SeedPuzzle[] {
  const pairs = new Map<string, QueuedPair>();
  for (const state of ["accepted", "trained"] as const) {
    for (const pair of queue.pairs({ state, sort: "newest", limit: MOST_PAIRS })) {
      const easy = pair.solveRate !== null && pair.solveRate > SOLVE_RATE_WINDOW.high;
      if (!easy && !pairs.has(pair.puzzleId)) pairs.set(pair.puzzleId, pair);
    }
  }
  return [...pairs.values()].map(({ puzzleId: id, puzzle: f, solution }) => ({
    ...{ id, f, g: [solution], skill: skills.of(f), level: "easy", about: "" },
  }));
}
