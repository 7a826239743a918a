import { describe, expect, it } from "vitest";
import type { EvaluationSummary } from "../../src/core/evaluation.ts";
import { type Lineage, roundOf, tunedName } from "../../src/core/lineage.ts";
import { lineageTree } from "../../src/core/lineageTree.ts";
import { evaluationOf } from "../../src/core/modelEvaluation.ts";
import { outcomeOf } from "../../src/core/outcome.ts";
import { comparisonOf, whyNotPromotable } from "../../src/core/promotion.ts";
import { matrixOf } from "../../src/core/puzzleMatrix.ts";
import { renderSamples, type Sample, samplesOf } from "../../src/core/puzzleSamples.ts";

const at = (value: number) => ({ value, low: value - 0.1, high: value + 0.1 });
const summary = (digest: string, other: string, difference: number, more: Partial<EvaluationSummary> = {}) =>
  ({
    ...{ digest, recipe: "paper", n: 10, puzzles: 50, contaminated: [], files: [`${digest}.jsonl`, `${other}.jsonl`] },
    passAt: { 1: at(0.5), 10: at(0.7) },
    against: { digest: other, passAt: { 1: at(0.5 - difference), 10: at(0.4) } },
    difference: { 10: at(0.3), 1: at(difference) },
    ...more,
  }) as unknown as EvaluationSummary;
const model = { name: "tuned:1b", base: "base:1b", digest: "t", baseDigest: "b" };

describe("the evaluation of a tuned model", () => {
  it("is the latest against its base, at the least k first, whichever of the two was named first", () => {
    const solved = { gained: ["x"], lost: ["y", "z"], both: [], neither: [] };
    const results = [summary("t", "b", -0.5), summary("t", "other", 0.5), summary("b", "t", -0.2, { solved })];
    const found = evaluationOf(model, results);
    expect(found?.passAt.map(({ k }) => k)).toEqual([1, 10]);
    expect(found?.passAt[0]).toEqual({
      k: 1,
      tuned: at(0.7),
      base: at(0.5),
      difference: { value: 0.2, low: expect.closeTo(0.1), high: expect.closeTo(0.3) },
    });
    expect(found?.solved).toMatchObject({ gained: ["y", "z"], lost: ["x"] });
    expect(found?.files).toEqual({ tuned: "t.jsonl", base: "b.jsonl" });
    expect(comparisonOf(found)).toMatchObject({ k: 1, value: 0.2, n: 10, puzzles: 50 });
  });

  it("is none where the two were never compared", () => {
    expect(evaluationOf(model, [summary("t", "other", 1)])).toBeUndefined();
    expect(comparisonOf(undefined)).toBeUndefined();
  });

  it("says better or worse only where the whole interval is on one side of zero", () => {
    expect(outcomeOf({ low: 0.01, high: 0.2 })).toBe("better");
    expect(outcomeOf({ low: 0, high: 0.2 })).toBe("unclear");
    expect(outcomeOf({ low: -0.2, high: 0 })).toBe("unclear");
    expect(outcomeOf({ low: -0.2, high: -0.01 })).toBe("worse");
  });

  it("keeps a model from being promoted that is worse, or that nobody has compared, and says why", () => {
    const refusal = (difference: number) =>
      whyNotPromotable(model, comparisonOf(evaluationOf(model, [summary("t", "b", difference)])));
    expect(refusal(0.3)).toBeUndefined();
    expect(refusal(0.05)).toBeUndefined();
    expect(refusal(-0.3)).toEqual({
      reason: "worse",
      sentence:
        "tuned:1b is worse than its base, base:1b: pass@1 differs by -30.0 points (-40.0 to -20.0) on 50 puzzles.",
    });
    expect(whyNotPromotable(model, undefined)).toEqual({
      reason: "unknown",
      sentence: "tuned:1b was not evaluated against its base, base:1b.",
    });
  });
});

describe("a matrix of puzzles", () => {
  const attempts = (puzzle: string, ...verdicts: ("verified" | "refuted")[]) =>
    verdicts.map((verdict, number) => ({ puzzle, number, verdict }));
  it("says which were gained and lost, by the attempts that count, of the puzzles that both were asked", () => {
    const own = [
      ...attempts("gained", "refuted", "verified"),
      ...attempts("lost", "refuted", "refuted", "verified"), // the third does not count
      ...attempts("both", "verified", "verified"),
      ...attempts("neither", "refuted", "refuted"),
      ...attempts("alone", "verified", "verified"),
    ];
    const other = [
      ...attempts("neither", "refuted", "refuted"),
      ...attempts("both", "refuted", "verified"),
      ...attempts("lost", "verified", "refuted"),
      ...attempts("gained", "refuted", "refuted", "verified"),
    ];
    expect(matrixOf(own, other, 2)).toEqual({
      gained: ["gained"],
      lost: ["lost"],
      both: ["both"],
      neither: ["neither"],
    });
  });
});

describe("samples of attempts at a puzzle", () => {
  const sample = (g: string, verdict: Sample["verdict"]): Sample => ({ g, verdict, detail: "" });
  it("are distinct, verified ones first and short ones before long ones, what broke off last", () => {
    const attempts = [
      sample("", "malformed"),
      sample("wrong", "refuted"),
      sample("long and right", "verified"),
      sample("right", "verified"),
      sample("right", "verified"),
    ];
    expect(samplesOf(attempts, 9).map(({ g }) => g)).toEqual(["right", "long and right", "wrong", ""]);
    expect(samplesOf(attempts, 1)).toHaveLength(1);
  });

  it("are shown as Python, whatever a model wrote", () => {
    const samples = [sample("def g():\n    return 1\n", "verified"), sample("", "malformed")];
    const models = [{ model: "a\nimport os", verified: 1, n: 2, samples }];
    expect(renderSamples({ title: "One", f: "def f(x: int):\n    return x == 1", models })).toBe(`# One
# a
# import os: 1 of 2 attempts verified


def f(x: int):
    return x == 1


# a
# import os · verified
def g():
    return 1


# a
# import os · malformed
# nothing was written
`);
  });
});

describe("the tree of models", () => {
  const made = (name: string, baseDigest: string, createdAt: number) =>
    ({
      name,
      digest: `weights of ${name}`,
      base: baseDigest.replace("weights of ", ""),
      baseDigest,
      createdAt,
    }) as Lineage;
  const names = (nodes: ReturnType<typeof lineageTree>): unknown[] =>
    nodes.map(({ name, tuned }) => (tuned.length === 0 ? name : [name, ...names(tuned)]));
  it("has each model below what it was tuned from, the oldest first", () => {
    const models = [
      made("c", "weights of a", 3),
      made("d", "weights of other", 2.5),
      made("b", "weights of base", 2),
      made("a", "weights of base", 1),
    ];
    expect(names(lineageTree(models))).toEqual([
      ["base", ["a", "c"], "b"],
      ["other", "d"],
    ]);
  });

  it("keeps a model whose base is gone, and does not go round in circles", () => {
    expect(names(lineageTree([made("b", "weights of gone", 1)]))).toEqual([["gone", "b"]]);
    expect(names(lineageTree([made("a", "weights of a", 1)]))).toEqual([["a", "a"]]);
  });

  it("knows the round of the name that a training gave", () => {
    const day = new Date("2026-11-23");
    expect(roundOf({ name: tunedName("qwen:7b", 12, day, []) })).toBe(12);
    expect(roundOf({ name: tunedName("qwen", 3, day, ["qwen-autodidact:r3-20261123"]) })).toBe(3);
    expect(roundOf({ name: "my-r2-model:7b" })).toBeUndefined();
  });
});
