import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { seededRandom, shuffled } from "../../src/core/random.ts";

const take = (seed: number, count: number) => {
  const random = seededRandom(seed);
  return Array.from({ length: count }, random);
};

describe("the seeded generator", () => {
  it("replays by its seed, and differs between seeds", () => {
    expect(take(5, 20)).toEqual(take(5, 20));
    expect(take(5, 20)).not.toEqual(take(6, 20));
  });
  it("gives numbers from 0 up to but not 1, spread evenly", () => {
    const numbers = take(1, 10_000);
    expect(numbers.every((number) => number >= 0 && number < 1)).toBe(true);
    const tenths = Array.from({ length: 10 }, (_, i) => numbers.filter((n) => Math.floor(n * 10) === i).length);
    expect(Math.min(...tenths)).toBeGreaterThan(850);
    expect(Math.max(...tenths)).toBeLessThan(1_150);
  });
});

describe("shuffling", () => {
  it("keeps every item, leaves the list itself alone, and replays", () => {
    fc.assert(
      fc.property(fc.array(fc.integer()), fc.nat(), (items, seed) => {
        const before = [...items];
        const result = shuffled(items, seededRandom(seed));
        expect([...result].sort()).toEqual([...items].sort());
        expect(items).toEqual(before);
        expect(shuffled(items, seededRandom(seed))).toEqual(result);
      }),
    );
  });
  it("brings every item to the front equally often", () => {
    const random = seededRandom(3);
    const fronts = Array.from({ length: 4_000 }, () => shuffled([0, 1, 2, 3], random)[0]);
    for (const item of [0, 1, 2, 3]) {
      const count = fronts.filter((front) => front === item).length;
      expect(Math.abs(count - 1_000)).toBeLessThan(120);
    }
  });
});
