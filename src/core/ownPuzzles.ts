/** Puzzles of accepted pairs, which later rounds imitate. */
import { newestPairs } from "./knownPuzzles.ts";
import type { SkillGuess } from "./likeness.ts";
import { SOLVE_RATE_WINDOW } from "./pairSelection.ts";
import type { Queue, QueuedPair } from "./ports.ts";
import type { SeedPuzzle } from "./seed.ts";

/**
 * They stand as if they were seeds, each once, with its newest pair's solution. Those that nearly every attempt solves are
 * left out: a prompt that shows them asks for more of the kind.
 */
export function ownPuzzles(queue: Pick<Queue, "pairs">, skills: SkillGuess): SeedPuzzle[] {
  const pairs = new Map<string, QueuedPair>();
  for (const pair of newestPairs(queue, ["accepted", "trained"])) {
    const easy = pair.solveRate !== null && pair.solveRate > SOLVE_RATE_WINDOW.high;
    if (!easy && !pairs.has(pair.puzzleId)) pairs.set(pair.puzzleId, pair);
  }
  return [...pairs.values()].map(({ puzzleId: id, puzzle: f, solution }) => ({
    ...{ id, f, g: [solution], skill: skills.of(f), level: "easy", about: "" },
  }));
}
