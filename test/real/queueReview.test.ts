import { DatabaseSync } from "node:sqlite";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Queue, QueuedPair } from "../../src/core/ports.ts";
import { REVIEW_STATES } from "../../src/core/puzzle.ts";
import { PAIR_SORTS, type PairSort, type PairsQuery } from "../../src/core/review.ts";
import { openQueue } from "../../src/node/sqliteQueue.ts";
import { addSolved, emptyQueue, FACTS, failureOf, puzzle, REFUTED, REQUEST, verified } from "./queueFixtures.ts";

/** Every page of a list, one after another. */
function allPages(queue: Queue, query: PairsQuery): QueuedPair[] {
  const seen: QueuedPair[] = [];
  for (let page = queue.pairs(query); page.length > 0; ) {
    seen.push(...page);
    page = queue.pairs({ ...query, after: page.at(-1)?.id ?? "" });
  }
  return seen;
}

/** Ends the round: its accepted pairs are trained on, as only training does it. */
function train(path: string): void {
  const db = new DatabaseSync(path);
  db.exec("UPDATE pairs SET state = 'trained' WHERE state = 'accepted'");
  db.close();
}

const idsOf = (pairs: readonly QueuedPair[]) => pairs.map(({ id }) => id);
const statesOf = (queue: Queue, ids: readonly string[]) => ids.map((id) => queue.pair(id)?.state);

describe("a list of pairs", () => {
  /** By puzzle: solve rate 1, 1/2 and 1/3, and one that nothing was sampled for; two solutions each. */
  function sampledQueue(): { queue: Queue; ids: Record<string, string[]> } {
    const { queue } = emptyQueue();
    const run = queue.startRun(REQUEST, FACTS).id;
    const ids: Record<string, string[]> = {};
    for (const [name, failures] of [
      ["all", 0],
      ["half", 2],
      ["third", 4],
    ] as const) {
      ids[name] = addSolved(queue, run, name, 2);
      for (let n = 0; n < failures; n += 1) queue.addAttempt(run, { puzzleId: name, g: "", tokens: 1 }, REFUTED);
    }
    ids["hand"] = addSolved(queue, null, "hand", 2);
    return { queue, ids };
  }

  it("is sorted by age, solve rate or length", () => {
    const { queue, ids } = sampledQueue();
    const { all = [], half = [], third = [], hand = [] } = ids;
    const list = (sort?: PairSort) => idsOf(queue.pairs({ limit: 10, ...(sort && { sort }) }));
    expect(list()).toEqual([...all, ...half, ...third, ...hand].reverse());
    expect(list("hardest")).toEqual([...third, ...half, ...all, ...hand]);
    expect(list("easiest")).toEqual(list("hardest").reverse());
    const [short, long] = [0, 1].map((n) => [all[n], half[n], third[n], hand[n]]);
    expect(list("shortest")).toEqual([...(short ?? []), ...(long ?? [])]);
    expect(list("longest")).toEqual(list("shortest").reverse());
  });

  it("follows a solve rate that changes", () => {
    const { queue, ids } = sampledQueue();
    const run = queue.startRun(REQUEST, FACTS).id;
    for (let n = 0; n < 9; n += 1) queue.addAttempt(run, { puzzleId: "all", g: "", tokens: 1 }, REFUTED);
    expect(queue.pairs({ sort: "hardest", limit: 1 })[0]?.id).toBe(ids["all"]?.[0]);
  });

  it("holds what has a text in its puzzle, solution, model, note or tags", () => {
    const { queue, ids } = sampledQueue();
    const [noted = "", tagged = ""] = ids["half"] ?? [];
    queue.annotate(noted, { note: "Off by ONE" });
    queue.annotate(tagged, { tags: ["100%_sure"] });
    const found = (filter: string) => idsOf(queue.pairs({ filter, limit: 10 })).sort();
    expect(found('== "THIRD"')).toEqual([...(ids["third"] ?? [])].sort());
    expect(found("return 11")).toHaveLength(4);
    expect(found("tiny")).toHaveLength(6);
    expect(found("by one")).toEqual([noted]);
    expect(found("100%_")).toEqual([tagged]);
    expect(found("nowhere")).toEqual([]);
  });

  it("gives every selected pair once over its pages, in each order", () => {
    const sizes = fc.array(fc.record({ solutions: fc.nat(3), failures: fc.nat(3), byHand: fc.boolean() }), {
      maxLength: 12,
    });
    const selection = fc.record(
      { state: fc.constantFrom(...REVIEW_STATES), round: fc.nat(2), filter: fc.constantFrom("return 1", "p1") },
      { requiredKeys: [] },
    );
    fc.assert(
      fc.property(
        sizes,
        selection,
        fc.constantFrom(...PAIR_SORTS),
        fc.integer({ min: 1, max: 4 }),
        (puzzles, selected, sort, limit) => {
          const { queue, path } = emptyQueue();
          for (const [n, { solutions, failures, byHand }] of puzzles.entries()) {
            const run = byHand ? null : queue.startRun(REQUEST, FACTS).id;
            const ids = addSolved(queue, run, `p${n}`, solutions);
            for (let f = 0; f < failures; f += 1)
              queue.addAttempt(run, { puzzleId: `p${n}`, g: "", tokens: 1 }, REFUTED);
            if (n % 3 === 1) queue.review(ids, n % 2 === 0 ? "rejected" : "accepted");
            if (n === 6) train(path);
          }
          const whole = queue.pairs({ ...selected, sort, limit: 1000 });
          expect(idsOf(allPages(queue, { ...selected, sort, limit }))).toEqual(idsOf(whole));
          const { state, round, filter } = selected;
          const meant = queue
            .pairs({ limit: 1000 })
            .filter((pair) => state === undefined || pair.state === state)
            .filter((pair) => round === undefined || pair.round === round)
            .filter(({ puzzle: f, solution: g }) => filter === undefined || `${f}\n${g}`.includes(filter));
          expect(idsOf(whole).sort()).toEqual(idsOf(meant).sort());
          queue.close();
        },
      ),
      { numRuns: 40 },
    );
  });

  it("goes on where it was when the last pair of the page before was reviewed meanwhile", () => {
    const { queue, ids } = sampledQueue();
    const query = { state: "pending", sort: "hardest", limit: 3 } as const;
    const first = idsOf(queue.pairs(query));
    queue.review(first, "accepted");
    const second = idsOf(queue.pairs({ ...query, after: first.at(-1) ?? "" }));
    expect([...first, ...second, ...(ids["hand"] ?? [])]).toEqual(idsOf(queue.pairs({ sort: "hardest", limit: 10 })));
  });

  it("holds only the shortest pair of each puzzle when asked to", () => {
    const { queue, ids } = sampledQueue();
    const [short = "", long = ""] = ids["all"] ?? [];
    queue.review([short], "rejected");
    const pending = queue.pairs({ state: "pending", onePerPuzzle: true, limit: 10 });
    expect(idsOf(pending)).toEqual([ids["hand"]?.[0], ids["third"]?.[0], ids["half"]?.[0], long]);
    expect(idsOf(queue.pairs({ state: "pending", round: 0, onePerPuzzle: true, limit: 10 }))).toEqual([
      ids["hand"]?.[0],
    ]);
  });

  it("of a puzzle begins with the shortest solution", () => {
    const { queue } = emptyQueue();
    queue.addPuzzle(null, puzzle("p"), 0);
    for (const g of ["ccc", "a", "bb"]) queue.addAttempt(null, { puzzleId: "p", g, tokens: 0 }, verified("f", g));
    addSolved(queue, null, "other");
    expect(queue.pairsOf("p").map(({ solution }) => solution)).toEqual(["a", "bb", "ccc"]);
    expect(queue.pairsOf("none")).toEqual([]);
  });
});

describe("the attempts at a puzzle", () => {
  it("are counted by verdict and listed a page at a time, newest first", () => {
    const { queue } = emptyQueue();
    const run = queue.startRun(REQUEST, FACTS).id;
    addSolved(queue, run, "p", 2);
    queue.addAttempt(null, { puzzleId: "p", g: "by hand", tokens: 0 }, REFUTED);
    addSolved(queue, run, "other", 3);
    const { counts, attempts } = queue.attemptsOf("p", { limit: 2 });
    expect(counts).toEqual({ verified: 2, refuted: 1 });
    const shared = { id: expect.any(Number), addedAt: expect.any(Number) };
    expect(attempts).toEqual([
      { ...shared, g: "by hand", verdict: "refuted", detail: "f gave False", answer: null, ms: 2, model: null },
      { ...shared, g: "def g():\n    return 11", verdict: "verified", detail: "", answer: "1", ms: 1.5, model: "tiny" },
    ]);
    const rest = queue.attemptsOf("p", { after: attempts.at(-1)?.id ?? 0, limit: 2 });
    expect(rest.attempts.map(({ g }) => g)).toEqual(["def g():\n    return 1"]);
    expect(rest.counts).toEqual(counts);
  });
});

describe("the rounds", () => {
  it("have their pairs by state, newest first; by hand is round 0", () => {
    const { queue, path } = emptyQueue();
    addSolved(queue, null, "hand");
    queue.review(addSolved(queue, queue.startRun(REQUEST, FACTS).id, "p1", 2).slice(0, 1), "accepted");
    train(path);
    addSolved(queue, queue.startRun(REQUEST, FACTS).id, "p2", 3);
    const none = { pending: 0, accepted: 0, rejected: 0, trained: 0 };
    expect(queue.rounds()).toEqual([
      { round: 2, pairs: { ...none, pending: 3 } },
      { round: 1, pairs: { ...none, pending: 1, trained: 1 } },
      { round: 0, pairs: { ...none, pending: 1 } },
    ]);
    expect(queue.rounds("return 11")).toEqual([
      { round: 2, pairs: { ...none, pending: 2 } },
      { round: 1, pairs: { ...none, pending: 1 } },
    ]);
    queue.keepShortest("hand", 0);
    expect(queue.rounds().map(({ round }) => round)).toEqual([2, 1]);
  });
});

describe("a review that is taken back", () => {
  it("gives each pair the state it had before, the latest review first", () => {
    const { queue } = emptyQueue();
    const ids = addSolved(queue, null, "p", 3);
    const [a = "", b = "", c = ""] = ids;
    queue.review([a], "rejected");
    queue.review([a, b, b], "accepted");
    expect(queue.review([b], "accepted")).toBe(0); // no action
    expect(queue.undoReview()).toEqual({ ids: [a, b], from: "accepted", to: null });
    expect(statesOf(queue, ids)).toEqual(["rejected", "pending", "pending"]);
    queue.review([c], "accepted");
    expect(queue.undoReview()).toEqual({ ids: [c], from: "accepted", to: "pending" });
    expect(queue.canUndoReview()).toBe(true);
    expect(queue.undoReview()).toEqual({ ids: [a], from: "rejected", to: "pending" });
    expect(queue.canUndoReview()).toBe(false);
    expect(queue.undoReview()).toBeUndefined();
  });

  it("is one action however many pairs it was given to, and on disk", () => {
    const { queue, path } = emptyQueue();
    const ids = ["p1", "p2", "p3"].flatMap((id) => addSolved(queue, null, id, 4));
    queue.review(ids.slice(0, 2), "rejected");
    expect(queue.reviewAll({ state: "pending", filter: "return 1" }, "accepted")).toBe(10);
    queue.close();
    const again = openQueue(path);
    expect(again.undoReview()?.ids).toEqual(ids.slice(2));
    expect(again.stats().pairs).toMatchObject({ pending: 10, accepted: 0, rejected: 2 });
  });

  it("leaves alone what was trained on since", () => {
    const { queue, path } = emptyQueue();
    const ids = addSolved(queue, null, "p", 3);
    queue.review(ids.slice(0, 1), "rejected");
    queue.review(ids.slice(1), "accepted");
    train(path);
    expect(queue.undoReview()).toEqual({ ids: ids.slice(0, 1), from: "rejected", to: "pending" });
    expect(queue.undoReview()).toBeUndefined();
    expect(queue.review(ids, "rejected")).toBe(1);
    expect(queue.reviewAll({}, "pending")).toBe(1);
    expect(statesOf(queue, ids)).toEqual(["pending", "trained", "trained"]);
  });

  it("is forgotten with a pair that is dropped", () => {
    const { queue } = emptyQueue();
    const ids = addSolved(queue, null, "p", 3);
    queue.review(ids, "rejected");
    queue.review(ids, "pending");
    queue.keepShortest("p", 1);
    expect(queue.undoReview()).toEqual({ ids: ids.slice(0, 1), from: "pending", to: "rejected" });
  });

  it("is none that another queue recorded", () => {
    const { queue } = emptyQueue();
    const [id = ""] = addSolved(queue, null, "p");
    queue.restoreReview(id, "accepted");
    expect(queue.pair(id)?.state).toBe("accepted");
    expect(queue.canUndoReview()).toBe(false);
  });
});

describe("what a person writes to a pair", () => {
  it("stays with it: a note, and every tag once", () => {
    const { queue } = emptyQueue();
    const [id = "", other = ""] = addSolved(queue, null, "p", 2);
    queue.annotate(id, { note: " neat\n", tags: ["b", " a ", "b", ""] });
    expect(queue.pair(id)).toMatchObject({ note: "neat", tags: ["b", "a"] });
    queue.annotate(id, { note: "" });
    queue.annotate(other, { tags: ["c"] });
    expect(queue.pair(id)).toMatchObject({ note: "", tags: ["b", "a"] });
    expect(queue.tags()).toEqual(["a", "b", "c"]);
    expect(failureOf(() => queue.annotate("none", { note: "x" })).message).toContain("no pair none");
  });
});
