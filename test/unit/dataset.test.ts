import { describe, expect, it } from "vitest";
import { buildDataset, countDrops, type DatasetOptions, dropLong, forbid } from "../../src/core/dataset.ts";
import { rowOf, type TrainingPair } from "../../src/core/datasetRows.ts";

const HEADER = "def g(n=3):";

function pair(id: string, more: Partial<TrainingPair> = {}): TrainingPair {
  const f = `def f(x: int, n=3):\n    return x == n and "${id}" != ${id}()`;
  return { id, puzzleId: `puzzle ${id}`, f, header: HEADER, g: `${HEADER}\n    return n`, round: 1, ...more };
}

const OPTIONS: DatasetOptions = { format: "completion", perPuzzle: 8, alike: null, evaluationShare: 0, seed: 1 };
const NOTHING = forbid([]);
const letters = "abcdefghijklmnopqrst".split("");

describe("a row", () => {
  it("is the prompt of solving and the body of g", () => {
    expect(rowOf(pair("a", { f: "def f(x: int, n=3):\n    return x == n" }), "completion")).toMatchObject({
      prompt: "def f1(x: int, n=3):\n    return x == n\n\ndef g1(n=3):\n",
      completion: "    return n",
    });
  });
  it("calls g by the name that the prompt gives it", () => {
    const recursive = pair("a", { g: `${HEADER}\n    return n if n < 4 else g(n - 1)` });
    expect(rowOf(recursive, "completion")?.completion).toBe("    return n if n < 4 else g1(n - 1)");
  });
  it("is the whole text with its assertion, as the paper has it", () => {
    const text = rowOf(pair("a", { f: "def f(x: int, n=3):\n    return x == n" }), "text");
    expect(text?.prompt).toBe("");
    expect(text?.completion).toBe(
      "def f(x: int, n=3):\n    return x == n\n\ndef g(n=3):\n    return n\n\nassert f(g())\n",
    );
  });
});

describe("a dataset", () => {
  it("names every pair that is dropped, with the reason", () => {
    const pairs = [
      pair("a"),
      pair("b", { f: pair("a").f, puzzleId: "puzzle a" }),
      pair("c", { g: "def g(m=3):\n    return m" }),
      pair("d"),
    ];
    const { train, dropped } = buildDataset(pairs, OPTIONS, forbid([{ id: "puzzle d", f: "def f(z: str): return z" }]));
    expect(train.map(({ id }) => id)).toEqual(["a"]);
    expect(dropped.map(({ id, reason }) => `${id} ${reason}`).sort()).toEqual([
      "b duplicate",
      "c header",
      "d inHeldOut",
    ]);
    expect(dropped.find(({ id }) => id === "c")?.title).toBe('x == n and "c" != c()');
    expect(countDrops(dropped)).toEqual({ duplicate: 1, header: 1, inHeldOut: 1 });
  });
  it("takes no puzzle of the evaluation set, with other constants either", () => {
    const heldOut = forbid([{ id: "other", f: "def f(x: int, n=99):\n    return x == n  # a comment" }]);
    const { dropped } = buildDataset([pair("a", { f: "def f(x: int, n=3):\n    return x == n" })], OPTIONS, heldOut);
    expect(dropped).toMatchObject([{ reason: "inHeldOut" }]);
  });
  it("keeps the shortest solutions of a puzzle", () => {
    const bodies = ["n + 0 + 0", "n", "n + 0"].map((body, index) =>
      pair(`p${index}`, { puzzleId: "one", f: pair("a").f, g: `${HEADER}\n    return ${body}` }),
    );
    const { train, dropped } = buildDataset(bodies, { ...OPTIONS, perPuzzle: 2 }, NOTHING);
    expect(train.map(({ id }) => id).sort()).toEqual(["p1", "p2"]);
    expect(dropped).toMatchObject([{ id: "p0", reason: "notShortest" }]);
  });
  it("keeps few pairs that differ in constants only", () => {
    const alike = [1, 2, 3].map((n) =>
      pair(`p${n}`, { f: `def f(x: int, n=3):\n    return x == n + ${n}`, g: `${HEADER}\n    return n + ${n}` }),
    );
    const { train, dropped } = buildDataset(alike, { ...OPTIONS, alike: 2 }, NOTHING);
    expect(train).toHaveLength(2);
    expect(dropped).toMatchObject([{ reason: "nearDuplicate" }]);
  });
  it("is the same in whatever order the pairs are read, and another with another seed", () => {
    const pairs = letters.map((letter) => pair(letter));
    const options = { ...OPTIONS, evaluationShare: 0.2 };
    const first = buildDataset(pairs, options, NOTHING);
    expect(buildDataset(pairs.toReversed(), options, NOTHING)).toEqual(first);
    expect(buildDataset(pairs, { ...options, seed: 2 }, NOTHING).train).not.toEqual(first.train);
    expect(first.evaluation).toHaveLength(4);
  });
  it("evaluates on puzzles that it does not train on", () => {
    const pairs = letters.flatMap((letter) =>
      ["n", "n + 0"].map((body, index) =>
        pair(`${letter}${index}`, { puzzleId: letter, f: pair(letter).f, g: `${HEADER}\n    return ${body}` }),
      ),
    );
    const { train, evaluation } = buildDataset(pairs, { ...OPTIONS, evaluationShare: 0.3 }, NOTHING);
    const trained = new Set(train.map(({ puzzleId }) => puzzleId));
    expect(evaluation).toHaveLength(12);
    expect(evaluation.filter(({ puzzleId }) => trained.has(puzzleId))).toEqual([]);
  });
  it("drops what is too long in the model's own tokens", () => {
    const dataset = buildDataset([pair("a"), pair("b")], OPTIONS, NOTHING);
    const { train, dropped } = dropLong(
      dataset,
      100,
      new Map([
        ["a", 100],
        ["b", 101],
      ]),
    );
    expect(train.map(({ id }) => id)).toEqual(["a"]);
    expect(dropped).toMatchObject([{ id: "b", reason: "tooLong", detail: "101 tokens; the recipe allows 100." }]);
  });
});
