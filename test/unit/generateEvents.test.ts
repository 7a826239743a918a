import { setImmediate } from "node:timers/promises";
import { describe, expect, it } from "vitest";
import type { Queue } from "../../src/core/ports.ts";
import type { RunEvent } from "../../src/core/runEvents.ts";
import { candidate, type Findings, type Script, TOKENS } from "./fakes.ts";
import { eventsOf, numbered, onlyFirst, prepare, queue, useQueue, withSolutions } from "./generateRuns.ts";

useQueue();

describe("a candidate", () => {
  it.each([
    ["inSeeds", "seedOne"],
    ["inHeldOut", "secret"],
  ])("of a known puzzle is refused as %s before it is run", async (reason, name) => {
    const { work, of, judge } = prepare({ puzzle: (n) => candidate(n === 0 ? name : `p${n}`) }, { count: 1 });
    expect(await work()).toMatchObject({ rejected: { [reason]: 1 }, end: "done" });
    expect(of("rejected").map((event) => event.reason)).toEqual([reason]);
    expect(judge.ran).not.toContain(name);
    expect(queue.hasPuzzle(name)).toBe(false);
  });

  it("that copies an example which the person gave is refused as inBatch", async () => {
    const facts = { name: "scripted", digest: "0", processor: "cpu", concurrency: 1 } as const;
    const request = { model: "scripted", count: 1, recipe: "quick", seed: 1, examples: [`def f(${candidate("mine")}`] };
    const run = queue.startRun(request, facts);
    const { work } = prepare({ puzzle: (n) => candidate(n === 0 ? "mine" : `p${n}`) }, { run });
    expect(await work()).toMatchObject({ rejected: { inBatch: 1 }, end: "done" });
  });

  it("of a puzzle in the queue is refused as inQueue, however often it comes", async () => {
    queue.addPuzzle(null, { id: "old", f: "def f(x: int): ...", header: "def g():", shown: [] }, 0);
    const { work } = prepare({ puzzle: (n) => candidate(n < 2 ? "old" : `p${n}`) }, { count: 1 });
    expect(await work()).toMatchObject({ rejected: { inQueue: 2 } });
  });

  it("that repeats one of the run is refused as inBatch", async () => {
    const { work } = prepare({ puzzle: (n) => candidate(n < 3 ? "same" : `p${n}`) }, { count: 2 });
    expect(await work()).toMatchObject({ rejected: { inBatch: 2 } });
  });

  it("that another process added meanwhile is refused as inQueue", async () => {
    const before = (op: string, text: string) => {
      if (op === "probe" && text.includes("raced")) {
        queue.addPuzzle(null, { id: "raced", f: text, header: "def g():", shown: [] }, 0);
      }
    };
    const { work } = prepare(
      { puzzle: (n) => candidate(n === 0 ? "raced" : `p${n}`) },
      { count: 1, findings: { before } },
    );
    expect(await work()).toMatchObject({ rejected: { inQueue: 1 } });
  });

  it("that is rejected is kept with its text, reason and tokens", async () => {
    const stored: unknown[][] = [];
    const spy: Queue = new Proxy(queue, {
      get: (target, key) => {
        const value = Reflect.get(target, key);
        if (typeof value !== "function") return value;
        return (...values: unknown[]) => {
          if (key === "addRejected") stored.push(values.slice(1));
          return value.apply(target, values);
        };
      },
    });
    const findings: Findings = {
      inspect: { bad: { ok: false, problem: "syntax", detail: "line 1" } },
      probe: { easy: { trivialAnswer: "0" } },
    };
    const texts = [candidate("bad"), candidate("easy"), { broken: "cut off" }, candidate("good")];
    const { work } = prepare(
      { puzzle: (n) => texts[n] ?? candidate(`p${n}`) },
      { count: 1, findings, deps: { queue: spy } },
    );
    expect(await work()).toMatchObject({ rejected: { syntax: 1, trivial: 1, broken: 1 } });
    expect(stored.sort()).toEqual([
      ["", "broken", 0],
      [`def f(${candidate("bad")}`, "syntax", TOKENS],
      [`def f(${candidate("easy")}`, "trivial", TOKENS],
    ]);
  });
});

describe("the events", () => {
  it("tell of a puzzle before its attempts, and of an attempt before its pair", async () => {
    const script = { ...numbered, solution: (_name: string, n: number) => (n === 0 ? "return 1" : "return 7") };
    const { work, events } = prepare(script, { count: 1 });
    await work();
    expect(eventsOf("p0", events)).toEqual(["puzzle", "attempt", "attempt", "pair"]);
  });

  it("name a pair once, though the model writes it again", async () => {
    const { work, of } = prepare(
      onlyFirst(() => "return 7"),
      { recipe: withSolutions({ enough: 3, atOnce: 1 }) },
    );
    expect(await work()).toMatchObject({ solved: 1, verified: 3 });
    expect(of("pair").map(({ puzzle }) => puzzle)).toEqual(["p0"]);
  });

  it("name no pair that is dropped at once because shorter ones are kept", async () => {
    const bodies = ["return 7", "return   7", "return  7", "return    7"];
    const recipe = withSolutions({ enough: 4, atOnce: 1, kept: 2 });
    const { work, of } = prepare(
      onlyFirst((n) => bodies[n] ?? ""),
      { recipe },
    );
    await work();
    const bodyOf = (g: string) => g.split("\n")[1]?.trim();
    expect(of("pair").map(({ g }) => bodyOf(g))).toEqual(["return 7", "return   7", "return  7"]);
    const kept = queue.pairs({ limit: 9 }).map(({ solution }) => bodyOf(solution));
    expect(kept).toEqual(["return  7", "return 7"]);
  });

  it("call a puzzle unsolved once, after the last of its attempts, in whatever order they settle", async () => {
    const before = async (op: string, text: string) => {
      if (op === "judge" && text.includes("slow")) for (let turn = 0; turn < 30; turn++) await setImmediate();
    };
    const script: Script = { ...numbered, solution: (_name, n) => `return ${n === 1 ? '"slow"' : n}` };
    const { work, events, model } = prepare(script, { count: 1, concurrency: 3, findings: { before } });
    await work();
    expect([...model.attempts.keys()].sort()).toEqual(["p0", "p1", "p2", "p3", "p4"]);
    for (const name of model.attempts.keys()) {
      expect(eventsOf(name, events)).toEqual(["puzzle", "attempt", "attempt", "attempt", "attempt", "unsolved"]);
    }
  });

  it("report progress at most every 500 ms of the clock", async () => {
    let now = 1_000_000;
    const told: number[] = [];
    const onEvent = ({ event }: RunEvent) => {
      if (event === "progress") told.push(now);
    };
    const clock = () => now;
    const script: Script = {
      puzzle: (n) => {
        now += 90;
        return candidate(`p${n}`);
      },
    };
    await prepare(script, { count: 20, deps: { clock }, onEvent }).work();
    expect(told.length).toBeGreaterThan(2);
    const gaps = told.slice(1).map((time, index) => time - (told[index] ?? 0));
    expect(Math.min(...gaps)).toBeGreaterThanOrEqual(500);
  });
});
