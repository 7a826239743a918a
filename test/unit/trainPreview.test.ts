import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { tellDropped } from "../../src/cli/trainDropped.ts";
import { type DroppedPair, forbid } from "../../src/core/dataset.ts";
import { checkRows } from "../../src/core/datasetReport.ts";
import type { SeedPuzzle } from "../../src/core/seed.ts";
import type { TrainEvent } from "../../src/core/trainEvents.ts";
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
const shipped = { seeds: [], forbidden: forbid([]) };
const preview = (pairs: ReturnType<typeof pair>[], more: { readonly dropped?: DroppedPair[] } = {}) =>
  previewDataset({ pairs, dropped: more.dropped ?? [] }, recipe, options, shipped);
const shape = {
  ...{ architecture: "llama", supported: true, parameters: 135e6, layers: 30, hidden: 576, feedForward: 1_536 },
  ...{ vocabulary: 49_152, contextLength: 8_192, bytes: 98e6 },
};
const machine = { device: "cpu", deviceName: "CPU", memory: 8e9, freeDisk: 5e10, correction: undefined } as const;

describe("what a training would be", () => {
  it("is told in the counts that the training itself would have, without its libraries", () => {
    const pairs = Array.from({ length: 20 }, (_, n) => pair(n));
    const { report } = preview([...pairs, { ...pair(3), id: "again" }]);
    expect(report).toMatchObject({ train: 18, evaluation: 2, puzzles: 18, dropped: { duplicate: 1 } });
    expect(report.writing).toBe(18);
    expect(report.rounds).toEqual([{ round: 1, rows: 18 }]);
    const estimate = previewCost(report, options, shape, machine);
    expect(estimate).toMatchObject({ steps: 10, deviceName: "CPU", measured: false, freeDisk: 5e10 });
    expect(estimate.memory).toBeGreaterThan(1e9);
  });

  it("leaves out what is certainly too long", () => {
    const pairs = [...Array.from({ length: 20 }, (_, n) => pair(n)), pair(99, 9_000)];
    const { report, dataset } = preview(pairs);
    expect(report.dropped).toEqual({ tooLong: 1 });
    expect(dataset.dropped).toMatchObject([{ id: "p99", title: expect.stringContaining("x == name_99_y") }]);
  });

  it("counts the pairs of a file that were not verified among those that are left out", () => {
    const wrong = { id: "w", title: "x == 3", reason: "unverified", detail: "refuted" } as const;
    const { report, dataset } = preview([pair(1), pair(2), pair(1)], { dropped: [wrong] });
    expect(report.dropped).toEqual({ unverified: 1, duplicate: 1 });
    expect(dataset.dropped[0]).toEqual(wrong);
  });

  it("has the rows of each skill, the seeds' own; what is no seed has none", () => {
    const seeds = [1, 2, 3].map((n) => ({ id: `q${n}`, skill: n === 3 ? "graphs" : "strings" }) as SeedPuzzle);
    const pairs = Array.from({ length: 5 }, (_, n) => pair(n));
    const whole = { ...recipe, evaluationShare: 0 };
    const { report } = previewDataset({ pairs, dropped: [] }, whole, options, { ...shipped, seeds });
    expect(report.skills).toEqual([
      { skill: "strings", rows: 2 },
      { skill: "graphs", rows: 1 },
      { skill: null, rows: 2 },
    ]);
  });

  it("is refused as a training would be", () => {
    expect(() => checkRows(preview([]).dataset, 0)).toThrow("There are no pairs to train on.");
    expect(() => checkRows(preview([pair(1)]).dataset, 1)).toThrow("one puzzle");
  });
});

describe("the dropped pairs of a plan", () => {
  const dropped = Array.from({ length: 7 }, (_, n) => ({
    ...{ id: `p${n}`, title: "x == 3", detail: "The same texts as p9." },
    reason: n === 6 ? ("tooLong" as const) : ("duplicate" as const),
  }));
  const told = (most: number) => {
    const events: TrainEvent[] = [];
    tellDropped(dropped, most, (event) => events.push(event));
    return events;
  };

  it("are told by name, each with its reason", () => {
    expect(told(Number.POSITIVE_INFINITY)).toEqual(dropped.map((pair) => ({ event: "dropped", ...pair })));
  });

  it("are so many of each reason at most, and the rest is counted", () => {
    const events = told(2);
    expect(events.map((event) => (event.event === "dropped" ? event.id : event.event))).toEqual([
      ...["p0", "p1", "note", "p6"],
    ]);
    expect(events[2]).toMatchObject({ text: expect.stringContaining("4 more dropped as duplicate") });
    expect(told(0).map(({ event }) => event)).toEqual(["note", "note"]);
  });
});

it("knows the same architectures as the trainer", () => {
  const trainer = readFileSync("src/python/trainer/architectures.py", "utf8");
  const names = [...trainer.matchAll(/^ {4}"(\w+)": Architecture\(/gm)].map(([, name]) => name);
  expect(TUNABLE).toEqual(names);
});
