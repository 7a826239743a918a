import { appendFileSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { expect, it } from "vitest";
import type { LoopEntry } from "../../src/core/loop.ts";
import { openLoop } from "../../src/node/evaluation/loopFiles.ts";
import { failureOf, temporaryFolder } from "./queueFixtures.ts";

const figures = { 1: { value: 0.5, low: 0.25, high: 0.75 } };
const JOURNAL: readonly LoopEntry[] = [
  { entry: "begun", base: "base", accepted: 3 },
  { entry: "generating", round: 1, generator: "base", run: "a" },
  { entry: "generated", round: 1, solved: 2, verified: 4 },
  { entry: "reviewed", round: 1, accepted: 7, fresh: 4 },
  { entry: "training", round: 1, training: "train-1" },
  {
    ...{ entry: "trained", round: 1, model: "tuned", pairs: 7, steps: 2 },
    ...{ lossBefore: 2.5, lossAfter: 1.5, seconds: 3.5, speaks: true },
  },
  {
    ...{ entry: "evaluated", round: 1, puzzles: 4, n: 2, less: { base: figures, generator: figures } },
    passAt: { tuned: figures, base: figures, generator: figures },
    curves: { tuned: figures, base: figures },
  },
  { entry: "decided", round: 1, promoted: true, why: "Better." },
];

it("reads back every entry of a journal, without a last one that a kill has torn, and writes on after it", () => {
  const folder = temporaryFolder();
  const journalOf = () => {
    using loop = openLoop({ folder }, "mine");
    return loop.journal.kept;
  };
  {
    using loop = openLoop({ folder }, "mine");
    for (const entry of JOURNAL.slice(0, -1)) loop.journal.keep(entry);
  }
  const file = join(folder, "loops", "mine", "journal.jsonl");
  appendFileSync(file, JSON.stringify(JOURNAL.at(-1)).slice(0, -9));
  expect(journalOf()).toEqual(JOURNAL.slice(0, -1));
  {
    using loop = openLoop({ folder }, "mine");
    for (const entry of JOURNAL.slice(-1)) loop.journal.keep(entry);
  }
  expect(journalOf()).toEqual(JOURNAL);
});

it("refuses a journal that somebody else wrote, and leaves it as it is", () => {
  const folder = temporaryFolder();
  let file = "";
  {
    using loop = openLoop({ folder }, "mine");
    file = join(dirname(loop.report), "journal.jsonl");
  }
  appendFileSync(file, '{"entry":"promoted"}\n');
  expect(failureOf(() => openLoop({ folder }, "mine")).message).toContain("Line 1 of");
  expect(readFileSync(file, "utf8")).toBe('{"entry":"promoted"}\n');
});
