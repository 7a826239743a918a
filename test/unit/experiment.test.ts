import { describe, expect, it } from "vitest";
import { forbid } from "../../src/core/dataset.ts";
import type { TrainingPair } from "../../src/core/datasetRows.ts";
import { chooseArms } from "../../src/core/experiment.ts";

const RECIPE = { format: "completion", perPuzzle: 8, alike: null } as const;
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
const pools = { verified: pool("v", 10), unverified: pool("u", 30) };
const nothing = forbid([]);

describe("the arms of an experiment", () => {
  it("have as many pairs each, and no more than wanted", () => {
    const { verified, unverified } = chooseArms(pools, RECIPE, nothing, { most: undefined, seed: 1 });
    expect([verified.length, unverified.length]).toEqual([10, 10]);
    const few = chooseArms(pools, RECIPE, nothing, { most: 5, seed: 1 });
    expect([few.verified.length, few.unverified.length]).toEqual([5, 5]);
    expect(verified).toEqual(expect.arrayContaining([...few.verified]));
  });
  it("are chosen by the seed", () => {
    const chosen = (seed: number) => chooseArms(pools, RECIPE, nothing, { most: 5, seed }).unverified;
    expect(chosen(1)).toEqual(chosen(1));
    expect(chosen(1)).not.toEqual(chosen(2));
  });
  it("have no held-out puzzle, in neither", () => {
    const heldOut = forbid(pools.unverified.slice(0, 26).map(({ id, f }) => ({ id, f })));
    const { verified, unverified } = chooseArms(pools, RECIPE, heldOut, { most: undefined, seed: 1 });
    expect([verified.length, unverified.length]).toEqual([4, 4]);
  });
  it("are refused where there is too little", () => {
    const few = { ...pools, verified: pool("v", 3) };
    expect(() => chooseArms(few, RECIPE, nothing, { most: undefined, seed: 1 })).toThrow("3 verified pairs");
  });
});
