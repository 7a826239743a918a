import { describe, expect, it } from "vitest";
import type { TunedModel } from "../../src/core/modelEvaluation.ts";
import type { PuzzleTally } from "../../src/core/puzzleSamples.ts";
import { entriesOf, groupsOf } from "../../src/ui/modelEntries.ts";

const model = (name: string, base: string, createdAt: number, more: Partial<TunedModel> = {}) =>
  ({
    ...{ name, digest: name, base, baseDigest: base, createdAt, pairs: ["a", "b"], recipe: "adaptive" },
    ...{ smoke: { prompts: 6, ended: 6, parsed: 5, tokensPerSecond: 1 }, evaluation: undefined },
    ...more,
  }) as TunedModel;
const figure = (value: number) => ({ value, low: value - 0.1, high: value + 0.1 });

describe("the models that the panel shows", () => {
  const models = [model("x-autodidact:r2-20261123", "a", 3), model("b", "base", 2), model("a", "base", 1)];
  it("are a tree from the top down, with the promoted one marked and the round of the name", () => {
    const entries = entriesOf({ models, promoted: "b" }, 10);
    expect(entries.map(({ name, depth, promoted }) => [name, depth, promoted])).toEqual([
      ["base", 0, false],
      ["a", 1, false],
      ["x-autodidact:r2-20261123", 2, false],
      ["b", 1, true],
    ]);
    expect(entries.map(({ made }) => made?.round)).toEqual([undefined, null, 2, null]);
    expect(entries[1]?.made).toMatchObject({ base: "base", pairs: 2, smoke: { parsed: 5 }, evaluation: null });
  });

  it("are the newest ones, where there are more than wanted", () => {
    const names = entriesOf({ models, promoted: undefined }, 1).map(({ name }) => name);
    expect(names).toEqual(["a", "x-autodidact:r2-20261123"]);
  });

  it("are judged at the least k, with the counts of puzzles", () => {
    const evaluation = {
      ...{ recipe: "paper", n: 10, puzzles: 4, contaminated: 1, files: { tuned: "t", base: "b" } },
      passAt: [
        { k: 1, tuned: figure(0.5), base: figure(0.9), difference: figure(-0.4) },
        { k: 10, tuned: figure(0.9), base: figure(0.1), difference: figure(0.8) },
      ],
      solved: { gained: [], lost: ["p", "q"], both: ["r"], neither: ["s"] },
    };
    const [, entry] = entriesOf({ models: [model("a", "base", 1, { evaluation })], promoted: undefined }, 1);
    expect(entry?.made?.evaluation).toMatchObject({
      outcome: "worse",
      solved: { gained: 0, lost: 2, both: 1, neither: 1 },
    });
  });
});

describe("the puzzles that the panel lists", () => {
  const tally = (id: string, tuned: number, base: number): PuzzleTally => ({
    ...{ id, title: id, skill: undefined, level: "easy", tuned, base },
  });
  it("are grouped by who solved them, those first of which most changed", () => {
    const groups = groupsOf([tally("a", 1, 0), tally("b", 9, 0), tally("c", 0, 2), tally("d", 3, 3), tally("e", 0, 0)]);
    const ids = Object.entries(groups).map(([group, puzzles]) => [group, puzzles.map(({ id }) => id)]);
    expect(Object.fromEntries(ids)).toEqual({ gained: ["b", "a"], lost: ["c"], both: ["d"], neither: ["e"] });
    expect(groups.gained[0]).toEqual({ id: "b", title: "b", skill: null, level: "easy", tuned: 9, base: 0 });
  });

  it("are no more than a person looks through", () => {
    const many = Array.from({ length: 500 }, (_, n) => tally(`${n}`, 0, 0));
    expect(groupsOf(many).neither).toHaveLength(200);
  });
});
