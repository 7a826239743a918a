import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { forbid } from "../../src/core/dataset.ts";
import { previewCost, previewDataset } from "../../src/core/trainPreview.ts";
import { optionsFor, trainRecipeNamed } from "../../src/core/trainRecipe.ts";
import { TUNABLE } from "../../src/node/ollama/shape.ts";

const recipe = trainRecipeNamed("adaptive");
const options = optionsFor(recipe, {}, 1);
const pair = (n: number, length = 10) => ({
  ...{ id: `p${n}`, puzzleId: `q${n}`, round: 1, header: "def g():" },
  f: `def f(x: str):\n    return x == name_${n}_${"y".repeat(length)}`,
  g: `def g():\n    return name_${n}`,
});
const shape = {
  ...{ architecture: "llama", supported: true, parameters: 135e6, layers: 30, hidden: 576, feedForward: 1_536 },
  ...{ vocabulary: 49_152, contextLength: 8_192, bytes: 98e6 },
};
const machine = { device: "cpu", deviceName: "CPU", memory: 8e9, freeDisk: 5e10, correction: undefined } as const;

describe("what a training would be", () => {
  it("is told in the counts that the training itself would have, without its libraries", () => {
    const pairs = Array.from({ length: 20 }, (_, n) => pair(n));
    const report = previewDataset([...pairs, { ...pair(3), id: "again" }], recipe, options, forbid([]));
    expect(report).toMatchObject({ train: 18, evaluation: 2, puzzles: 18, dropped: { duplicate: 1 } });
    expect(report.rounds).toEqual([{ round: 1, rows: 18 }]);
    const estimate = previewCost(report, options, shape, machine);
    expect(estimate).toMatchObject({ steps: 6, deviceName: "CPU", measured: false, freeDisk: 5e10 });
    expect(estimate.memory).toBeGreaterThan(1e9);
  });

  it("leaves out what is certainly too long", () => {
    const pairs = [...Array.from({ length: 20 }, (_, n) => pair(n)), pair(99, 9_000)];
    expect(previewDataset(pairs, recipe, options, forbid([])).dropped).toEqual({ tooLong: 1 });
  });

  it("is refused as a training would be", () => {
    expect(() => previewDataset([], recipe, options, forbid([]))).toThrow("There are no pairs to train on.");
    expect(() => previewDataset([pair(1)], recipe, options, forbid([]))).toThrow("one puzzle");
  });
});

it("knows the same architectures as the trainer", () => {
  const trainer = readFileSync("src/python/trainer/architectures.py", "utf8");
  const names = [...trainer.matchAll(/^ {4}"(\w+)": Architecture\(/gm)].map(([, name]) => name);
  expect(TUNABLE).toEqual(names);
});
