import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type RatedPair, ratePairs, SOLVE_RATE_WINDOW, selectPairs } from "../../src/core/pairSelection.ts";

let made = 0;
function pair(wanted: Partial<RatedPair>): RatedPair {
  const id = `p${made++}`;
  const usual = { id, puzzleId: id, header: "def g():", round: 1, solveRate: 0.5, skill: "lists" };
  return { ...usual, f: "def f(x: int):\n    return x == 1", g: "def g():\n    return 1", ...wanted };
}
const select = (pairs: readonly RatedPair[], most: number, seed = 1) =>
  selectPairs(pairs, { most, seed, window: SOLVE_RATE_WINDOW });

describe("the selection of pairs", () => {
  it("takes those in the window first, then the nearest to it, and unknown rates last", () => {
    const rates = [1, null, 0.1, 0.3, 0.75, 0.5, 0.7, 0];
    const chosen = select(
      rates.map((solveRate) => pair({ solveRate })),
      rates.length,
    ).map(({ solveRate }) => solveRate);
    expect(new Set(chosen.slice(0, 3))).toEqual(new Set([0.3, 0.5, 0.7]));
    expect(chosen[3]).toBe(0.75);
    expect(chosen[4]).toBe(0.1);
    expect(chosen.at(-1)).toBe(null);
  });
  it("takes as many of every skill as there are", () => {
    const skills = [...Array(8).fill("lists"), ...Array(2).fill("strings"), "dates"];
    const chosen = select(
      skills.map((skill) => pair({ skill })),
      7,
    ).map(({ skill }) => skill);
    const counts = ["lists", "strings", "dates"].map((skill) => chosen.filter((each) => each === skill).length);
    expect(counts).toEqual([4, 2, 1]);
    expect(new Set(chosen.slice(0, 3)).size).toBe(3);
  });
  it("takes of a skill what is least like the pairs that it has already", () => {
    const copies = Array.from({ length: 5 }, (_, n) => pair({ f: `def f(x: int):\n    return x * 2 == ${n}` }));
    const other = pair({ f: "def f(words: List[str]):\n    return sorted(words)[0].startswith('a')" });
    for (const seed of [1, 2, 3, 4]) expect(select([...copies, other], 2, seed)).toContain(other);
  });
  it("takes no pair twice, as many as wanted or all, fewer as the first of more, whatever the pairs' order", () => {
    const rated = fc.record({
      solveRate: fc.constantFrom(null, 0, 0.25, 0.5, 0.9, 1),
      skill: fc.constantFrom("lists", "strings", "dates"),
      f: fc.constantFrom("def f(x: int):\n    return x > 1", "def f(s: str):\n    return len(s) == 3"),
    });
    fc.assert(
      fc.property(fc.array(rated, { maxLength: 12 }), fc.nat({ max: 14 }), fc.nat({ max: 5 }), (wanted, most, seed) => {
        const pairs = wanted.map((each) => pair(each));
        const chosen = select(pairs, most, seed);
        expect(new Set(chosen).size).toBe(Math.min(most, pairs.length));
        expect(select(pairs, pairs.length, seed).slice(0, most)).toEqual(chosen);
      }),
    );
  });
});

describe("what pairs are selected by", () => {
  it("is the solve rate of the puzzle, and the skill of the seed that it is most like", () => {
    const seeds = [
      { skill: "strings", f: "def f(s: str, word='tea'):\n    return s.upper().count(word) == 2" },
      { skill: "sums", f: "def f(nums: List[int], total=9):\n    return sum(nums) == total" },
    ];
    const pairs = [
      pair({ f: "def f(nums: List[int], total=70):\n    return sum(nums) == total and len(nums) > 4" }),
      pair({ f: "def f(s: str):\n    return s.upper().count('A') == 8" }),
    ];
    const rates = new Map([[pairs[0]?.puzzleId ?? "", 0.25]]);
    expect(ratePairs(pairs, rates, seeds).map(({ solveRate, skill }) => [solveRate, skill])).toEqual([
      [0.25, "sums"],
      [null, "strings"],
    ]);
  });
});
