import { existsSync, rmSync } from "node:fs";
import { expect, it } from "vitest";
import { TRAINED_ARMS } from "../../src/core/experiment.ts";
import { openReport, openSeed, readArm } from "../../src/node/evaluation/experimentFiles.ts";
import { openTrainingStore } from "../../src/node/training/ledger.ts";
import { addSolved, emptyQueue, FACTS, puzzle, REFUTED, REQUEST, temporaryFolder } from "./queueFixtures.ts";

const pair = { id: "a", puzzleId: "p", f: "def f(x: int): ...", header: "def g():", g: "def g(): ...", round: 1 };
const rated = { ...pair, solveRate: null, skill: "lists" };
const PAIRS = { unverified: [rated], verified: [{ ...rated, solveRate: 0.5 }], selected: [rated, rated] };

it("keeps a seed's pairs with what they were selected by, and its trainings, and has no pairs while any arm lacks them", async () => {
  const files = { folder: temporaryFolder() };
  const seed = openSeed(files, "mine");
  expect(await seed.pairs()).toBeUndefined();
  await seed.keepPairs(PAIRS);
  await seed.keepTraining("verified", "train-1");
  await seed.keepTraining("selected", "train-2");
  const again = openSeed(files, "mine");
  expect(await again.pairs()).toEqual(PAIRS);
  expect(TRAINED_ARMS.map((arm) => again.trainingOf(arm))).toEqual([undefined, "train-1", "train-2"]);
  expect(await readArm(again.pairsOf("verified"))).toEqual([pair]);
  rmSync(again.pairsOf("selected"));
  expect(await again.pairs()).toBeUndefined();
});

it("writes the report of one seed beside what is kept of it", async () => {
  const files = { folder: temporaryFolder() };
  await openSeed(files, "mine").keepPairs(PAIRS);
  const { report, write } = openReport(files, "mine");
  await write("<p>", [{ arm: "base" }]);
  expect(existsSync(report)).toBe(true);
  expect(await openSeed(files, "mine").pairs()).toEqual(PAIRS);
});

it("reads solve rates from the queue: of puzzles that a run tried, those never solved among them", () => {
  const { queue, path } = emptyQueue();
  const { id } = queue.startRun(REQUEST, FACTS);
  addSolved(queue, id, "once");
  queue.addAttempt(id, { puzzleId: "once", g: "def g():\n    return 0", tokens: 1 }, REFUTED);
  queue.addPuzzle(id, puzzle("never"), 1);
  queue.addAttempt(id, { puzzleId: "never", g: "def g():\n    return 0", tokens: 1 }, REFUTED);
  addSolved(queue, null, "by hand");
  queue.close();
  using store = openTrainingStore(path, { readOnly: true });
  expect(store.solveRates()).toEqual(
    new Map([
      ["once", 0.5],
      ["never", 0],
    ]),
  );
});
