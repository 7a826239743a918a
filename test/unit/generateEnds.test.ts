import { describe, expect, it } from "vitest";
import { UserError } from "../../src/core/errors.ts";
import type { Queue } from "../../src/core/ports.ts";
import type { RunEvent } from "../../src/core/runEvents.ts";
import { candidate, seed } from "./fakes.ts";
import { numbered, prepare, queue, useQueue } from "./generateRuns.ts";

useQueue();

describe("a cancelled run", () => {
  const cancelAfter = (kind: RunEvent["event"], count: number) => {
    const cancel = new AbortController();
    let left = count;
    const onEvent = ({ event }: RunEvent) => {
      if (event === kind && --left === 0) cancel.abort();
    };
    return { signal: cancel.signal, onEvent };
  };

  it("says so, stays unfinished, and has on disk all that it told of", async () => {
    const { work, of, run } = prepare(numbered, { count: 9, concurrency: 3, ...cancelAfter("pair", 2) });
    const summary = await work();
    expect(summary.end).toBe("cancelled");
    expect(queue.unfinishedRun()?.id).toBe(run.id);
    expect(queue.tallyOf(run.id)).toMatchObject({ kept: of("puzzle").length, attempts: of("attempt").length });
    expect(of("pair").every(({ id }) => queue.pair(id) !== undefined)).toBe(true);
  });

  it("leaves nothing under way", async () => {
    const never = new Promise<string>(() => {});
    const { signal, onEvent } = cancelAfter("puzzle", 1);
    const script = { puzzle: (n: number) => (n === 0 ? candidate("p0") : never), solution: () => never };
    const { work, model, judge } = prepare(script, { count: 9, concurrency: 3, signal, onEvent });
    expect(await work()).toMatchObject({ end: "cancelled", written: 1, attempts: 0 });
    expect([model.inFlight, judge.underWay]).toEqual([0, 0]);
  });

  it("asks nothing when it was cancelled before it began", async () => {
    const { work, model } = prepare(numbered, { signal: AbortSignal.abort() });
    expect(await work()).toMatchObject({ end: "cancelled", written: 0 });
    expect(model.requests).toHaveLength(0);
  });

  it("goes on with its counts and finishes, with no puzzle attempted more often than the recipe says", async () => {
    const script = { ...numbered, solution: (name: string) => (name === "p0" ? "return 1" : "return 7") };
    const first = prepare(script, { count: 3, concurrency: 2, ...cancelAfter("attempt", 2) });
    const begun = await first.work();
    const run = queue.unfinishedRun();
    const again = prepare(
      { puzzle: (n) => candidate(`q${n}`), solution: script.solution },
      { count: 3, concurrency: 2, ...(run && { run }) },
    );
    const summary = await again.work();
    expect(summary).toMatchObject({ end: "done", solved: 3 });
    expect(summary.attempts).toBe(begun.attempts + again.of("attempt").length);
    expect(summary.tokens).toBeGreaterThan(begun.tokens);
    expect(Math.max(...queue.progressOf(first.run.id).map(({ attempts }) => attempts))).toBeLessThanOrEqual(4);
    expect(again.of("unsolved")).toEqual([{ event: "unsolved", puzzle: "p0" }]);
    expect(queue.unfinishedRun()).toBeUndefined();
  });

  it("writes no more candidates in all than the recipe says", async () => {
    const script = { ...numbered, solution: () => "return 1" };
    await prepare(script, { count: 1, ...cancelAfter("attempt", 6) }).work();
    const run = queue.unfinishedRun();
    const again = { puzzle: (n: number) => candidate(`q${n}`), solution: () => "return 1" };
    expect(await prepare(again, { count: 1, ...(run && { run }) }).work()).toMatchObject({
      end: "exhausted",
      written: 5,
    });
  });

  it("does not draw the same examples again", async () => {
    const deps = { seeds: Array.from({ length: 12 }, (_, n) => seed(`s${n}`)) };
    const first = prepare(numbered, { count: 3, deps, ...cancelAfter("puzzle", 1) });
    await first.work();
    const run = queue.unfinishedRun();
    const again = prepare(numbered, { count: 3, deps, ...(run && { run }) });
    await again.work();
    const puzzlePrompts = again.model.requests
      .map(({ prompt }) => prompt)
      .filter((prompt) => /def f\d+\($/.test(prompt));
    expect(puzzlePrompts.length).toBeGreaterThan(0);
    expect(puzzlePrompts).not.toContain(first.model.requests[0]?.prompt);
  });

  it("knows the puzzles that it wrote before", async () => {
    await prepare(numbered, { count: 3, ...cancelAfter("puzzle", 1) }).work();
    const run = queue.unfinishedRun();
    const again = prepare(numbered, { count: 3, ...(run && { run }) });
    expect(await again.work()).toMatchObject({ end: "done", rejected: { inBatch: 1 } });
  });
});

describe("a failure", () => {
  const failing = (name: keyof Queue, error: Error): Queue =>
    new Proxy(queue, {
      get: (target, key) => {
        if (key === name)
          return () => {
            throw error;
          };
        const value = Reflect.get(target, key);
        return typeof value === "function" ? value.bind(target) : value;
      },
    });

  it.each(["inspect", "probe", "judge"] as const)(
    "of the judge in %s surfaces as it is and ends all",
    async (failed) => {
      const error = new Error("the judge died");
      const before = (op: string) => {
        if (op === failed) throw error;
      };
      const { work, run, model, judge } = prepare(numbered, { concurrency: 3, findings: { before } });
      await expect(work()).rejects.toBe(error);
      expect([model.inFlight, judge.underWay]).toEqual([0, 0]);
      expect(queue.unfinishedRun()?.id).toBe(run.id);
    },
  );

  it.each(["addPuzzle", "addRejected", "addAttempt", "keepShortest", "hasPuzzle"] as const)(
    "of the queue in %s surfaces as it is",
    async (name) => {
      const error = new UserError("The disk is full.", "Make room.");
      const script = { puzzle: (n: number) => (n === 0 ? { broken: "cut off" } : candidate(`p${n}`)) };
      const { work } = prepare(script, { concurrency: 3, deps: { queue: failing(name, error) } });
      await expect(work()).rejects.toBe(error);
    },
  );

  it("of the model surfaces as it is while other requests would never end", async () => {
    const error = new UserError("The server is gone.", "Start it.");
    const script = { puzzle: (n: number) => (n === 2 ? error : new Promise<string>(() => {})) };
    const { work, model } = prepare(script, { concurrency: 3 });
    await expect(work()).rejects.toBe(error);
    expect(model.inFlight).toBe(0);
  });

  it("to tell an event surfaces as it is", async () => {
    const error = new Error("the pipe is closed");
    const onEvent = ({ event }: RunEvent) => {
      if (event === "progress") throw error;
    };
    await expect(prepare(numbered, { onEvent }).work()).rejects.toBe(error);
  });

  it("that follows a cancel is not reported: the run is cancelled", async () => {
    const cancel = new AbortController();
    const before = (op: string) => {
      if (op !== "judge") return;
      cancel.abort();
      throw new Error("the judge ended with the rest");
    };
    const { work } = prepare(numbered, { signal: cancel.signal, findings: { before } });
    expect(await work()).toMatchObject({ end: "cancelled" });
  });
});
