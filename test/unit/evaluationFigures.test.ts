import { describe, expect, it } from "vitest";
import { findTainted } from "../../src/core/contamination.ts";
import { forbid } from "../../src/core/dataset.ts";
import { puzzleOfRow, rowOf } from "../../src/core/datasetRows.ts";
import type { KeptAttempt } from "../../src/core/evaluation.ts";
import { differenceOf, figuresOf } from "../../src/core/evaluationFigures.ts";
import { attemptsOf, chooseKs, chooseSome, ofLevels } from "../../src/core/evaluationSets.ts";
import { curvePoints, drawCurves } from "../../src/core/passPlot.ts";

/** n attempts at a puzzle, the first c of them verified. */
function attempts(puzzle: string, c: number, n: number, more: Partial<KeptAttempt> = {}): KeptAttempt[] {
  return Array.from({ length: n }, (_, number) => ({
    ...{ model: "m", digest: "d", recipe: "paper", prompting: "worked", seed: 1, puzzle, number, g: "", detail: "" },
    ...{ verdict: number < c ? "verified" : "refuted", tokens: 10, seconds: 0.5, ...more },
  }));
}

const OPTIONS = { n: 4, ks: [1, 2], seed: 1 };

describe("figures", () => {
  const made = [
    ...attempts("a", 2, 4, { skill: "strings", level: "easy" }),
    ...attempts("b", 0, 4, { skill: "strings", level: "hard" }),
    ...attempts("c", 1, 4, { skill: "graphs", level: "easy" }),
  ];

  it("are means over the puzzles, in all and by skill and level", () => {
    const { passAt, skills, levels, puzzles } = figuresOf(made, OPTIONS);
    expect(puzzles).toBe(3);
    expect(passAt["1"]?.value).toBeCloseTo((2 + 0 + 1) / 12, 12);
    expect(passAt["2"]?.value).toBeCloseTo((5 / 6 + 0 + 1 / 2) / 3, 12);
    expect(skills["strings"]).toMatchObject({ puzzles: 2, passAt: { 1: { value: 0.25 } } });
    expect(levels["hard"]).toMatchObject({ puzzles: 1, passAt: { 1: { value: 0 } } });
    expect(Object.keys(skills)).toEqual(["graphs", "strings"]);
  });

  it("count verdicts, tokens and seconds", () => {
    expect(figuresOf(made, OPTIONS)).toMatchObject({
      ...{ verdicts: { verified: 3, refuted: 9 }, tokens: 120, seconds: 6 },
    });
  });

  it("do not depend on the order of the attempts, nor on one that is there twice", () => {
    const again = [...made.toReversed(), ...made.slice(0, 3)];
    expect(figuresOf(again, OPTIONS)).toEqual(figuresOf(made, OPTIONS));
  });

  it("count the first attempts only where fewer are wanted", () => {
    expect(figuresOf(made, { ...OPTIONS, n: 2 }).passAt["1"]?.value).toBeCloseTo((2 + 0 + 1) / 6, 12);
  });

  it("are refused for a puzzle that lacks attempts, by its name", () => {
    const lacking = [...made, ...attempts("d", 0, 3, { name: "Number 4" })];
    expect(() => figuresOf(lacking, OPTIONS)).toThrow("The puzzle Number 4 has 3 of 4 attempts.");
    expect(() => figuresOf([], OPTIONS)).toThrow("There are no attempts.");
  });
});

describe("a difference", () => {
  it("is paired: puzzle by puzzle, whichever order they come in", () => {
    const one = [...attempts("a", 4, 4), ...attempts("b", 2, 4), ...attempts("c", 0, 4)];
    const two = [...attempts("c", 0, 4), ...attempts("a", 2, 4), ...attempts("b", 2, 4)];
    const { 1: at1, 2: at2 } = differenceOf(one, two, OPTIONS);
    expect(at1?.value).toBeCloseTo(0.5 / 3, 12);
    expect(at2?.value).toBeCloseTo((1 - 5 / 6) / 3, 12);
    expect(at1?.low).toBeGreaterThanOrEqual(0);
    expect(differenceOf(two, one, OPTIONS)["1"]?.value).toBeCloseTo(-0.5 / 3, 12);
  });
  it("is refused for other puzzles", () => {
    expect(() => differenceOf(attempts("a", 1, 4), attempts("b", 1, 4), OPTIONS)).toThrow("not asked the same puzzles");
  });
});

describe("a choice", () => {
  const ids = Array.from({ length: 50 }, (_, index) => `puzzle ${index}`);
  const some = (limit: number | undefined, seed = 1, from = ids) => chooseSome(from, (id) => id, { limit, seed });
  it("of puzzles is that of its seed, and of fewer a part of it", () => {
    expect(some(10)).toEqual(some(10));
    expect(some(10)).not.toEqual(some(10, 2));
    expect(some(20)).toEqual(expect.arrayContaining([...some(10)]));
    expect(some(10, 1, ids.toReversed()).toSorted()).toEqual(some(10).toSorted());
    expect(some(undefined)).toEqual(ids);
  });
  it("of k is 1 and 10 unless there is another, as far as there are attempts", () => {
    expect(chooseKs(undefined, 10)).toEqual([1, 10]);
    expect(chooseKs(undefined, 4)).toEqual([1]);
    expect(chooseKs([5, 2, 5], 5)).toEqual([2, 5]);
    expect(() => chooseKs([1, 11], 10)).toThrow("pass@11 cannot be estimated from 10 attempts");
  });
  it("of attempts is one model's, by its weights, asked in one way", () => {
    const two = [...attempts("a", 1, 2), ...attempts("a", 1, 2, { model: "other", digest: "e" })];
    expect(attemptsOf(two, "other")).toHaveLength(2);
    expect(() => attemptsOf(two, undefined)).toThrow("There are attempts of m, other.");
    expect(() => attemptsOf(two, "third")).toThrow("none of third");
    expect(attemptsOf([...attempts("a", 1, 2), ...attempts("b", 1, 2, { model: "copy" })], "m")).toHaveLength(4);
    expect(() => attemptsOf([...attempts("a", 1, 2), ...attempts("a", 1, 2, { seed: 2 })], "m")).toThrow("several");
  });
});

describe("contamination", () => {
  const f = "def f(x: int, n=3):\n    return x == n";
  const header = "def g(n=3):";
  const puzzle = { id: "p", f, header, name: "Number 1" };
  const models = (trained: { id: string; f: string }[], shown: { id: string; f: string }[] = []) => [
    { model: "base", trained: forbid([]), shown: [] },
    { model: "tuned", trained: forbid(trained), shown },
  ];
  const nothing = { id: "q", f: "def f(z: str):\n    return z == ''" };

  it("is found by content, without constants and in what prompts show, for any of the models", () => {
    const alike = { id: "other", f: "def f(x: int, n=99):\n    return x == n" };
    expect(findTainted([puzzle], models([{ id: "p", f: "whatever" }]))).toEqual([
      { puzzle: "p", name: "Number 1", model: "tuned", taint: "trained" },
    ]);
    expect(findTainted([puzzle], models([alike]))).toMatchObject([{ taint: "alike" }]);
    expect(findTainted([puzzle], models([], [alike]))).toMatchObject([{ taint: "shown" }]);
    expect(findTainted([puzzle], models([nothing], [nothing]))).toEqual([]);
  });

  it.each(["completion", "text"] as const)("sees the puzzle of a %s row", (format) => {
    const whole = `import math\n\n${f}`;
    const row = rowOf({ id: "1", puzzleId: "p", f: whole, header, g: `${header}\n    return n`, round: 0 }, format);
    expect(puzzleOfRow(row ?? { prompt: "", completion: "" })).toBe(whole);
  });
});

describe("a plot", () => {
  it("has a point for the first and the last k, and escapes names", () => {
    expect(curvePoints(1)).toEqual([1]);
    expect(curvePoints(100).at(0)).toBe(1);
    expect(curvePoints(100).at(-1)).toBe(100);
    const passAt = { 1: { value: 0.1, low: 0, high: 0.2 }, 10: { value: 0.4, low: 0.3, high: 0.5 } };
    const svg = drawCurves([{ model: "a<b&c", passAt }], "pass@k");
    expect(svg).toContain("a&lt;b&amp;c");
    expect(svg.match(/<circle/g)).toHaveLength(2);
    expect(svg).not.toContain("NaN");
  });
});

describe("levels", () => {
  const set = [{ level: "easy" }, { level: "hard" }, { level: undefined }];
  it("choose a part of a set", () => {
    expect(ofLevels(set, undefined)).toEqual(set);
    expect(ofLevels(set, ["easy"])).toEqual([{ level: "easy" }]);
    expect(ofLevels(set, ["easy", "hard"])).toHaveLength(2);
  });
  it("that are not in the set are refused, with those that are", () => {
    expect(() => ofLevels(set, ["eazy"])).toThrow("no puzzle of the level eazy");
    expect(() => ofLevels([{}], ["easy"])).toThrow("no puzzle of the level easy");
  });
});
