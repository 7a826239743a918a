import { spawn } from "node:child_process";
import { once } from "node:events";
import { chmodSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import process from "node:process";
import { createInterface } from "node:readline";
import { DatabaseSync } from "node:sqlite";
import { text } from "node:stream/consumers";
import { setTimeout } from "node:timers/promises";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { pairId } from "../../src/core/pairId.ts";
import { REJECT_REASONS, REVIEW_STATES } from "../../src/core/puzzle.ts";
import { QueueFile } from "../../src/node/queueFile.ts";
import { migrate } from "../../src/node/queueSchema.ts";
import { MIGRATIONS } from "../../src/node/queueTables.ts";
import { openQueue } from "../../src/node/sqliteQueue.ts";
import {
  addSolved,
  emptyQueue,
  FACTS,
  failureOf,
  puzzle,
  REFUTED,
  REQUEST,
  temporaryFolder,
  verified,
} from "./queueFixtures.ts";

const QUIET = ["--disable-warning=MODULE_TYPELESS_PACKAGE_JSON"];
const WRITER = join(import.meta.dirname, "queueWriter.ts");

describe("a run", () => {
  it("is found again, with its request, until it is finished", () => {
    const { queue, path } = emptyQueue();
    const run = queue.startRun(REQUEST, FACTS);
    queue.close();
    const again = openQueue(path);
    expect(again.unfinishedRun()).toEqual(run);
    expect(run).toMatchObject({ ...REQUEST, round: 1, state: "running" });
    again.finishRun(run.id);
    expect(again.unfinishedRun()).toBeUndefined();
  });

  it("has its own tally and progress", () => {
    const { queue } = emptyQueue();
    const run = queue.startRun(REQUEST, FACTS);
    const other = queue.startRun(REQUEST, FACTS);
    queue.addRejected(run.id, "def f(", "syntax", 3);
    queue.addRejected(other.id, "", "noPuzzle", 1);
    addSolved(queue, run.id, "p1", 2);
    queue.addPuzzle(run.id, puzzle("p2"), 10);
    queue.addAttempt(run.id, { puzzleId: "p2", g: "", tokens: 4 }, REFUTED);
    expect(queue.tallyOf(run.id)).toEqual({
      written: 3,
      kept: 2,
      solved: 1,
      verified: 2,
      attempts: 3,
      tokens: 3 + 10 + 5 + 5 + 10 + 4,
      rejected: { syntax: 1 },
    });
    expect(queue.progressOf(run.id)).toEqual([
      { ...puzzle("p1"), attempts: 2, verified: 2 },
      { ...puzzle("p2"), attempts: 1, verified: 0 },
    ]);
  });

  it("belongs to the round after the last trained one", () => {
    const { queue, path } = emptyQueue();
    addSolved(queue, queue.startRun(REQUEST, FACTS).id, "p1");
    expect(queue.startRun(REQUEST, FACTS).round).toBe(1);
    const db = new DatabaseSync(path);
    db.exec("UPDATE pairs SET state = 'trained'");
    db.close();
    expect(queue.startRun(REQUEST, FACTS).round).toBe(2);
  });
});

describe("a pair", () => {
  it("appears once, with its puzzle, its run and the solve rate", () => {
    const { queue } = emptyQueue();
    const run = queue.startRun(REQUEST, FACTS);
    const [id = ""] = addSolved(queue, run.id, "p1");
    queue.addAttempt(run.id, { puzzleId: "p1", g: "def g(): ...", tokens: 5 }, REFUTED);
    expect(addSolved(queue, run.id, "p1")).toEqual([""]); // the queue has it already
    expect(id).toBe(pairId("p1", "def g():\n    return 1"));
    expect(queue.pairs({ limit: 10 })).toEqual([
      {
        id,
        puzzleId: "p1",
        puzzle: puzzle("p1").f,
        solution: "def g():\n    return 1",
        verdict: "verified",
        answer: "1",
        state: "pending",
        round: 1,
        model: "tiny",
        solveRate: 2 / 3,
        recipe: "quick",
        ms: 1.5,
        note: "",
        tags: [],
        addedAt: expect.any(Number),
      },
    ]);
    expect(queue.verifiedPair(id)).toEqual({ f: puzzle("p1").f, g: "def g():\n    return 1" });
    expect(queue.verifiedPair("none")).toBeUndefined();
  });

  it("written by hand has no round, model or solve rate", () => {
    const { queue } = emptyQueue();
    const [id = ""] = addSolved(queue, null, "p1");
    expect(queue.pair(id)).toMatchObject({ round: 0, model: "by hand", recipe: null, solveRate: null });
    expect(queue.stats()).toMatchObject({ puzzles: 1, solved: 1, attempts: 0 });
  });

  it("keeps any text as it is", () => {
    const { queue } = emptyQueue();
    fc.assert(
      fc.property(fc.string({ unit: "grapheme" }), fc.string({ unit: "binary" }), (f, g) => {
        const id = pairId(f, g);
        // The same text twice would be one pair, added once.
        fc.pre(!queue.hasPuzzle(id));
        queue.addPuzzle(null, { id, f, header: "", shown: [] }, 0);
        const pair = queue.addAttempt(null, { puzzleId: id, g, tokens: 0 }, verified(f, g));
        expect(queue.pair(pair ?? "")).toMatchObject({ puzzle: f, solution: g.toWellFormed() });
      }),
      { numRuns: 50 },
    );
  });

  it("is dropped when shorter solutions of its puzzle are kept, unless a person has reviewed it", () => {
    const { queue } = emptyQueue();
    const ids = addSolved(queue, null, "p1", 5);
    addSolved(queue, null, "p2", 2);
    queue.review([ids[4] ?? ""], "accepted");
    queue.keepShortest("p1", 3);
    expect(
      queue
        .pairs({ limit: 10 })
        .filter(({ puzzleId }) => puzzleId === "p1")
        .map(({ id }) => id),
    ).toEqual([ids[4], ids[1], ids[0]]);
    expect(queue.stats().pairs).toMatchObject({ pending: 4, accepted: 1 });
  });
});

describe("pages", () => {
  it("list every pair of a state once, newest first", () => {
    const { queue } = emptyQueue();
    const ids = Array.from({ length: 23 }, (_, n) => addSolved(queue, null, `p${n}`)[0] ?? "");
    const accepted = ids.filter((_, n) => n % 3 === 0);
    queue.review(accepted, "accepted");
    const seen: string[] = [];
    for (let after: string | undefined; ; after = seen.at(-1)) {
      const page = queue.pairs({ state: "accepted", limit: 3, ...(after === undefined ? {} : { after }) });
      if (page.length === 0) break;
      seen.push(...page.map(({ id }) => id));
    }
    expect(seen).toEqual(accepted.reverse());
    expect(queue.pairs({ limit: 100 }).map(({ id }) => id)).toEqual(ids.reverse());
  });

  it("refuse to go on after a pair that is not there", () => {
    expect(failureOf(() => emptyQueue().queue.pairs({ after: "none", limit: 1 })).message).toContain("no pair none");
  });
});

describe("a review", () => {
  it("says how many pairs it changed", () => {
    const { queue } = emptyQueue();
    const ids = addSolved(queue, null, "p1", 3);
    expect(queue.review(ids, "accepted")).toBe(3);
    expect(queue.review(ids, "accepted")).toBe(0);
    expect(queue.review(ids.slice(1), "rejected")).toBe(2);
    expect(queue.stats().pairs).toEqual({ pending: 0, accepted: 1, rejected: 2, trained: 0 });
  });

  it("changes nothing when one of the ids is unknown", () => {
    const { queue } = emptyQueue();
    const ids = addSolved(queue, null, "p1", 2);
    expect(failureOf(() => queue.review([...ids, "none"], "accepted")).sentence).toContain("queue list");
    expect(queue.stats().pairs.accepted).toBe(0);
  });
});

describe("the totals", () => {
  it("are those of a recount after any sequence of changes", () => {
    const step = fc.oneof(
      fc.record({ kind: fc.constant("rejected" as const), reason: fc.constantFrom(...REJECT_REASONS) }),
      fc.record({ kind: fc.constant("puzzle" as const), puzzle: fc.nat(5), byHand: fc.boolean() }),
      fc.record({ kind: fc.constant("attempt" as const), puzzle: fc.nat(5), g: fc.nat(9), byHand: fc.boolean() }),
      fc.record({ kind: fc.constant("refuted" as const), puzzle: fc.nat(5) }),
      fc.record({ kind: fc.constant("keep" as const), puzzle: fc.nat(5), count: fc.nat(3) }),
      fc.record({ kind: fc.constant("review" as const), pair: fc.nat(9), accept: fc.boolean() }),
      fc.record({ kind: fc.constant("reviewAll" as const), round: fc.nat(1) }),
      fc.record({ kind: fc.constant("undo" as const) }),
    );
    fc.assert(
      fc.property(fc.array(step, { maxLength: 40 }), (steps) => {
        const { queue, path } = emptyQueue();
        const { id: runId } = queue.startRun(REQUEST, FACTS);
        for (const change of steps) {
          const puzzleId = "puzzle" in change ? `p${change.puzzle}` : "";
          const run = "byHand" in change && change.byHand ? null : runId;
          const known = queue.hasPuzzle(puzzleId);
          if (change.kind === "rejected") queue.addRejected(runId, "text", change.reason, 1);
          else if (change.kind === "puzzle") expect(queue.addPuzzle(run, puzzle(puzzleId), 2)).toBe(!known);
          else if (change.kind === "keep") queue.keepShortest(puzzleId, change.count);
          else if (change.kind === "attempt" && known)
            queue.addAttempt(run, { puzzleId, g: `g${change.g}`, tokens: 3 }, verified("f", `g${change.g}`));
          else if (change.kind === "refuted" && known) queue.addAttempt(run, { puzzleId, g: "", tokens: 3 }, REFUTED);
          else if (change.kind === "reviewAll") queue.reviewAll({ round: change.round, state: "pending" }, "accepted");
          else if (change.kind === "undo") queue.undoReview();
          else if (change.kind === "review") {
            const id = queue.pairs({ limit: 10 })[change.pair]?.id;
            if (id !== undefined) queue.review([id], change.accept ? "accepted" : "rejected");
          }
        }
        const db = new DatabaseSync(path);
        const count = (table: string, where = "1") =>
          db.prepare(`SELECT count(*) AS n FROM ${table} WHERE ${where}`).get()?.["n"];
        const stats = queue.stats();
        expect(stats.puzzles).toBe(count("puzzles"));
        expect(stats.attempts).toBe(count("attempts", "run_id IS NOT NULL"));
        expect(stats.solved).toBe(count("puzzles", "id IN (SELECT puzzle_id FROM pairs)"));
        for (const state of REVIEW_STATES) {
          expect(stats.pairs[state]).toBe(count("pairs", `state = '${state}'`));
          for (const round of [0, 1]) {
            const counted = queue.rounds().find((each) => each.round === round)?.pairs[state];
            expect(counted ?? 0).toBe(count("pairs", `state = '${state}' AND round = ${round}`));
          }
        }
        for (const reason of REJECT_REASONS)
          expect(stats.rejected[reason] ?? 0).toBe(count("candidates", `reason = '${reason}'`));
        const tally = queue.tallyOf(runId);
        expect(tally.verified).toBe(count("attempts", "run_id IS NOT NULL AND verdict = 'verified'"));
        expect(tally.solved).toBe(count("puzzles", "run_id IS NOT NULL AND id IN (SELECT puzzle_id FROM pairs)"));
        db.close();
        queue.close();
      }),
      { numRuns: 25 },
    );
  });
});

describe("durability", () => {
  it("keeps every acknowledged pair when the writer is killed at any moment", async () => {
    const { queue, path } = emptyQueue();
    queue.close();
    const acknowledged = new Set<string>();
    for (let round = 0; round < 6; round += 1) {
      const writer = spawn(process.execPath, [...QUIET, WRITER, path, `${round}`], {
        stdio: ["ignore", "pipe", "inherit"],
      });
      const killed = once(writer, "exit");
      const lines = createInterface({ input: writer.stdout });
      lines.once("line", () => setTimeout(Math.random() * 250).then(() => writer.kill("SIGKILL")));
      for await (const line of lines) acknowledged.add(line);
      expect((await killed)[1]).toBe("SIGKILL");
    }
    const after = openQueue(path);
    const kept = new Set(after.pairs({ limit: 1_000_000 }).map(({ id }) => id));
    expect(acknowledged.size).toBeGreaterThan(6);
    expect([...acknowledged].filter((id) => !kept.has(id))).toEqual([]);
    expect(after.stats().pairs.pending).toBe(kept.size);
  });

  it("takes the writes of two processes at once", async () => {
    const { queue, path } = emptyQueue();
    const writers = ["a", "b"].map((name) =>
      spawn(process.execPath, [...QUIET, WRITER, path, name, "60"], {
        stdio: ["ignore", "ignore", "inherit"],
      }),
    );
    const ends = await Promise.all(writers.map((writer) => once(writer, "exit")));
    expect(ends.map(([code]) => code)).toEqual([0, 0]);
    expect(queue.stats()).toMatchObject({ puzzles: 120, solved: 120, pairs: { pending: 120 } });
  });
});

describe("a file that cannot be used", () => {
  it("is left in place when it is no database", () => {
    const path = join(temporaryFolder(), "queue.sqlite");
    writeFileSync(path, "this is not a database, but long enough to be taken for one".repeat(100));
    const before = readFileSync(path);
    const failure = failureOf(() => openQueue(path));
    expect(failure.message).toContain("left in place");
    expect(failure.remedy).toContain("import");
    expect(readFileSync(path)).toEqual(before);
  });

  it("is reported as damaged when its pages are", () => {
    const { queue, path } = emptyQueue();
    for (let n = 0; n < 200; n += 1) queue.addPuzzle(null, puzzle(`p${n}`), 0);
    queue.close();
    const bytes = readFileSync(path);
    writeFileSync(path, bytes.fill(0x5a, 4096));
    expect(failureOf(() => openQueue(path).hasPuzzle("p1")).message).toContain("damaged");
  });

  it("is reported as damaged when a row holds what no version wrote", () => {
    const { queue, path } = emptyQueue();
    const [id = ""] = addSolved(queue, null, "p1");
    const db = new DatabaseSync(path);
    db.exec("UPDATE attempts SET verdict = 'perhaps'");
    db.close();
    expect(failureOf(() => queue.pair(id)).message).toContain("damaged");
  });

  it("is refused when a newer version wrote it, and when it is someone else's", () => {
    const { queue, path } = emptyQueue();
    queue.close();
    const db = new DatabaseSync(path);
    db.exec("PRAGMA user_version = 99");
    db.close();
    expect(failureOf(() => openQueue(path)).remedy).toContain("Update");
    const foreign = join(temporaryFolder(), "other.sqlite");
    const other = new DatabaseSync(foreign);
    other.exec("CREATE TABLE notes (text)");
    other.close();
    expect(failureOf(() => openQueue(foreign)).message).toContain("not a queue");
  });

  it("keeps what was acknowledged when the disk is full", () => {
    const { queue, path } = emptyQueue();
    addSolved(queue, null, "p1");
    queue.close();
    const file = new QueueFile(path, { readOnly: false });
    file.first("PRAGMA max_page_count = 1", {}, () => null); // SQLite's own limit: no page more than there are
    const fill = () => file.run("INSERT INTO counts VALUES ('', hex(randomblob(9000)), 1)", {});
    const failure = failureOf(() => file.write(() => Array.from({ length: 100 }, fill)));
    expect(failure.message).toContain("disk is full");
    file.close();
    expect(openQueue(path).stats()).toMatchObject({ puzzles: 1, pairs: { pending: 1 } });
  });

  it("is explained, and still readable, in a folder that cannot be written", async () => {
    const { queue, path } = emptyQueue();
    addSolved(queue, null, "p1");
    queue.close();
    chmodSync(path, 0o444);
    chmodSync(dirname(path), 0o555);
    const reader = spawn(process.execPath, [...QUIET, join(import.meta.dirname, "readOnlyFolder.ts"), path]);
    expect(JSON.parse(await text(reader.stdout))).toEqual({
      pending: 1,
      write: expect.stringContaining("cannot be"),
      create: expect.stringContaining("workspace cannot be written"),
    });
  });
});

describe("a queue open for reading", () => {
  it("shows what is there and refuses changes", () => {
    const { queue, path } = emptyQueue();
    const [id = ""] = addSolved(queue, null, "p1");
    const reader = openQueue(path, { readOnly: true });
    expect(reader.pair(id)?.state).toBe("pending");
    queue.review([id], "accepted");
    expect(reader.pair(id)?.state).toBe("accepted");
    expect(failureOf(() => reader.review([id], "rejected")).message).toContain("reading only");
  });

  it("asks for puzzles where there is no queue yet", () => {
    const path = join(temporaryFolder(), "queue.sqlite");
    expect(failureOf(() => openQueue(path, { readOnly: true })).remedy).toContain("Generate");
  });
});

describe("migration", () => {
  it("brings a queue of the first version up to date with all it holds", () => {
    const path = join(temporaryFolder(), "queue.sqlite");
    const old = new DatabaseSync(path);
    migrate(old, path, MIGRATIONS.slice(0, 1));
    old.exec(`
      INSERT INTO runs VALUES (1, 'r', 'tiny', 'ab12', 'cpu', 2, '${JSON.stringify(REQUEST)}', 3, 'done', 0, 1);
      INSERT INTO puzzles VALUES (1, 'p', 'r', 'f', 'def g():', '[]', 9, 0, 0, 0, 0), (2, 'hand', NULL, 'f2', '', '[]', 0, 0, 0, 0, 0);
      INSERT INTO attempts VALUES (1, 'p', 'r', 'long g', 'verified', '', '1', 1, 5, 7), (2, 'p', 'r', 'g', 'verified', '', '1', 1, 5, 8),
        (3, 'p', 'r', 'no', 'refuted', '', NULL, 1, 5, 9), (4, 'hand', NULL, 'own', 'verified', '', '2', 1, 0, 9);
      INSERT INTO pairs VALUES (1, 'a', 'p', 1, 'r', 'pending', 'neat', 7, NULL), (2, 'b', 'p', 2, 'r', 'accepted', '', 8, 9),
        (3, 'c', 'hand', 4, NULL, 'pending', '', 9, NULL);`);
    old.close();
    expect(failureOf(() => openQueue(path, { readOnly: true })).message).toContain("older version 1");
    const queue = openQueue(path);
    const listed = (query: object) => queue.pairs({ limit: 9, ...query }).map(({ id }) => id);
    expect(queue.pair("a")).toMatchObject({ round: 3, recipe: "quick", note: "neat", tags: [], solveRate: 2 / 3 });
    expect(listed({ sort: "shortest" })).toEqual(["b", "c", "a"]);
    expect(listed({ sort: "hardest" })).toEqual(["a", "b", "c"]);
    const none = { accepted: 0, rejected: 0, trained: 0 };
    expect(queue.rounds()).toEqual([
      { round: 3, pairs: { ...none, pending: 1, accepted: 1 } },
      { round: 0, pairs: { ...none, pending: 1 } },
    ]);
    expect(queue.review(["a", "b"], "rejected")).toBe(2);
    expect(queue.undoReview()?.ids).toEqual(["a", "b"]);
    expect(queue.stats().pairs).toEqual({ ...none, pending: 2, accepted: 1 });
  });

  it("takes each missing step once and keeps the rows", () => {
    const db = new DatabaseSync(":memory:");
    const first = "CREATE TABLE a (x INTEGER) STRICT";
    migrate(db, "test", [first]);
    db.exec("INSERT INTO a VALUES (1)");
    migrate(db, "test", [first, "ALTER TABLE a ADD COLUMN y INTEGER NOT NULL DEFAULT 5"]);
    expect(db.prepare("SELECT x, y FROM a").all()).toEqual([{ x: 1, y: 5 }]);
    expect(failureOf(() => migrate(db, "test", [first])).message).toContain("version 2");
  });

  it("leaves the file at the step before when a step fails", () => {
    const db = new DatabaseSync(":memory:");
    const first = "CREATE TABLE a (x INTEGER) STRICT";
    expect(() => migrate(db, "test", [first, "CREATE TABLE b (x INTEGER); INSERT INTO none VALUES (1)"])).toThrow();
    expect(db.prepare("PRAGMA user_version").get()).toEqual({ user_version: 1 });
    expect(db.prepare("SELECT name FROM sqlite_schema").all()).toEqual([{ name: "a" }]);
  });
});
