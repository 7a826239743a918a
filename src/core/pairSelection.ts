/**
 * Which pairs teach most, where more could be trained on than will be: those of puzzles that are solved sometimes, of all
 * skills alike, none much like another. Sources: the window on the solve rate is R-Zero's, which keeps what 3 to 7 of 10
 * attempts solve (arXiv 2508.05004), as does Absolute Zero's learnability (2505.03335); the variety of skills is ACES's
 * (NeurIPS 2024).
 */
import type { TrainingPair } from "./datasetRows.ts";
import { likenessOf, SkillGuess, type Words, wordsOf } from "./likeness.ts";
import { seededRandom, shuffled } from "./random.ts";
import type { SeedPuzzle } from "./seed.ts";

/** Shares of verified attempts, both ends included. */
export interface SolveRateWindow {
  readonly low: number;
  readonly high: number;
}

export const SOLVE_RATE_WINDOW: SolveRateWindow = { low: 0.3, high: 0.7 };

/** A pair with what it is selected by. */
export interface RatedPair extends TrainingPair {
  /** Verified attempts / attempts at its puzzle; null: nobody sampled any. */
  readonly solveRate: number | null;
  /** That of the seed which its puzzle is most like. */
  readonly skill: string;
}

/** Adds what pairs are selected by. `solveRates`: by puzzle. A puzzle's skill is a guess, as nobody has said it. */
export function ratePairs(
  pairs: readonly TrainingPair[],
  solveRates: ReadonlyMap<string, number>,
  seeds: readonly Pick<SeedPuzzle, "skill" | "f">[],
): RatedPair[] {
  const guess = new SkillGuess(seeds);
  const skills = new Map<string, string>();
  return pairs.map((pair) => {
    const skill = skills.get(pair.puzzleId) ?? guess.of(pair.f);
    skills.set(pair.puzzleId, skill);
    return { ...pair, solveRate: solveRates.get(pair.puzzleId) ?? null, skill };
  });
}

/**
 * At most `most` of the pairs. First those in the window, then what is nearest to it; pairs whose rate nobody knows come
 * last. Of pairs that are equally near, the next is always of a skill that has the fewest, and of these the one least
 * like what was taken of its skill already; then the seed decides. Fewer pairs are the first of more.
 */
export function selectPairs(
  pairs: readonly RatedPair[],
  { most, seed, window }: { readonly most: number; readonly seed: number; readonly window: SolveRateWindow },
): RatedPair[] {
  const taken: Candidate[] = [];
  const counts = new Map<string, number>();
  const countOf = ({ pair }: Candidate) => counts.get(pair.skill) ?? 0;
  for (const tier of tiersOf(shuffled(pairs, seededRandom(seed)), window)) {
    const rest = tier.map((pair): Candidate => ({ pair, words: wordsOf(`${pair.f}\n${pair.g}`), likeness: 0 }));
    for (const candidate of rest) for (const other of taken) keepLikeness(candidate, other);
    while (rest.length > 0 && taken.length < most) {
      const best = rest.reduce((one, other) => {
        const fewer = countOf(other) - countOf(one) || other.likeness - one.likeness;
        return fewer < 0 ? other : one;
      });
      rest.splice(rest.indexOf(best), 1);
      taken.push(best);
      counts.set(best.pair.skill, countOf(best) + 1);
      for (const candidate of rest) keepLikeness(candidate, best);
    }
    if (taken.length >= most) break;
  }
  return taken.map(({ pair }) => pair);
}

/** How far a solve rate is from the window; 0 within. */
export function distanceFrom({ low, high }: SolveRateWindow, solveRate: number | null): number {
  if (solveRate === null) return Number.POSITIVE_INFINITY;
  return Math.max(0, low - solveRate, solveRate - high);
}

interface Candidate {
  readonly pair: RatedPair;
  readonly words: Words;
  /** To the most alike of its skill that was taken. */
  likeness: number;
}

function keepLikeness(candidate: Candidate, taken: Candidate): void {
  if (candidate.pair.skill !== taken.pair.skill) return;
  // No likeness is greater than the ratio of the sizes, which costs nothing to know.
  const [ones, others] = [candidate.words.size, taken.words.size];
  if (Math.min(ones, others) <= candidate.likeness * Math.max(ones, others)) return;
  candidate.likeness = Math.max(candidate.likeness, likenessOf(candidate.words, taken.words));
}

/** Pairs that are equally far from the window, the nearest first; their order among each other stays. */
function tiersOf(pairs: readonly RatedPair[], window: SolveRateWindow): readonly RatedPair[][] {
  const tiers = new Map<number, RatedPair[]>();
  for (const pair of pairs) {
    const distance = distanceFrom(window, pair.solveRate);
    const tier = tiers.get(distance);
    if (tier === undefined) tiers.set(distance, [pair]);
    else tier.push(pair);
  }
  return [...tiers].sort(([a], [b]) => a - b).map(([, tier]) => tier);
}
