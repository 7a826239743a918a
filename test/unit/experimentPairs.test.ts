import { describe, expect, it } from "vitest";
import { forbid } from "../../src/core/dataset.ts";
import type { TrainingPair } from "../../src/core/datasetRows.ts";
import { TRAINED_ARMS } from "../../src/core/experiment.ts";
import { chooseArms, describePairs } from "../../src/core/experimentPairs.ts";
import { readSeeds } from "../../src/node/seedFiles.ts";

const RECIPE = { format: "completion", perPuzzle: 8, alike: null } as const;
const SEEDS = readSeeds("media").slice(0, 30);
const header = "def g(n=3):";

/** Pairs of puzzles of their own. */
const pool = (kind: string, count: number): TrainingPair[] =>
  Array.from({ length: count }, (_, n) => {
    const name = `${kind}${n}`;
    return {
      id: name,
      puzzleId: name,
      f: `def f(x: int, n=3):\n    return x == ${name}`,
      header,
      g: `${header}\n    return ${name}`,
      round: 1,
    };
  });
/** Every third verified pair is of a puzzle that is solved half of the time, the others always. */
const solveRates = new Map(pool("v", 12).map(({ puzzleId }, n) => [puzzleId, n % 3 === 0 ? 0.5 : 1]));
const pools = { verified: pool("v", 12), unverified: pool("u", 30), solveRates };
const nothing = forbid([]);
const choose = (most?: number, seed = 1) => chooseArms(pools, RECIPE, nothing, SEEDS, { most, seed });
const sizes = (arms: ReturnType<typeof choose>) => TRAINED_ARMS.map((arm) => arms[arm].length);

describe("the arms of an experiment", () => {
  it("have as many pairs each, no more than wanted, and half of the verified ones where nobody says", () => {
    expect(sizes(choose())).toEqual([6, 6, 6]);
    expect(sizes(choose(5))).toEqual([5, 5, 5]);
    expect(sizes(choose(100))).toEqual([12, 12, 12]);
    expect(choose(100).verified).toEqual(expect.arrayContaining([...choose(5).verified]));
  });
  it("are chosen by the seed", () => {
    for (const arm of TRAINED_ARMS) {
      expect(choose(5, 1)[arm]).toEqual(choose(5, 1)[arm]);
      expect(choose(5, 1)[arm]).not.toEqual(choose(5, 2)[arm]);
    }
  });
  it("differ in nothing but the choice: selected pairs are verified ones, those in the window first", () => {
    const arms = choose(4);
    const ids = new Set(pools.verified.map(({ id }) => id));
    expect(arms.selected.every(({ id }) => ids.has(id))).toBe(true);
    expect(arms.selected.map(({ solveRate }) => solveRate)).toEqual([0.5, 0.5, 0.5, 0.5]);
    const told = describePairs(arms);
    expect(told.selected.inWindow).toBe(4);
    expect(told.verified).toMatchObject({ asVerified: 4 });
    expect(told.verified.inWindow).toBeLessThan(4);
    expect(told.unverified).toMatchObject({ inWindow: 0, asVerified: 0 });
    const all = describePairs(choose(12));
    expect(all.selected).toEqual(all.verified);
  });
  it("have no held-out puzzle, in none", () => {
    const heldOut = forbid([...pools.unverified.slice(0, 26), ...pools.verified.slice(0, 7)]);
    const arms = chooseArms(pools, RECIPE, heldOut, SEEDS, { most: undefined, seed: 1 });
    expect(sizes(arms)).toEqual([4, 4, 4]);
    const ids = TRAINED_ARMS.flatMap((arm) => arms[arm].map(({ id }) => id));
    for (const id of ["u0", "u25", "v0", "v6"]) expect(ids).not.toContain(id);
  });
  it("are refused where there is too little", () => {
    const few = { ...pools, verified: pool("v", 3) };
    expect(() => chooseArms(few, RECIPE, nothing, SEEDS, { most: undefined, seed: 1 })).toThrow("3 verified pairs");
  });
});
