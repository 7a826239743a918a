import { setImmediate } from "node:timers/promises";
import { describe, expect, it } from "vitest";
import { candidate, type Script, TOKENS } from "./fakes.ts";
import { numbered, prepare, queue, RECIPE, useQueue, withSolutions } from "./generateRuns.ts";

useQueue();

describe("a run", () => {
  it("ends done when its count of puzzles is solved, and says what it cost", async () => {
    const { work, run, of, model } = prepare(numbered, { count: 3, recipe: withSolutions({ atOnce: 1 }) });
    const summary = await work();
    expect(summary).toMatchObject({
      end: "done",
      solved: 3,
      verified: 3,
      rejected: {},
      run: run.id,
      model: "scripted",
    });
    expect(summary.tokens).toBe((summary.written + summary.attempts) * TOKENS);
    expect(of("pair").map(({ puzzle }) => puzzle)).toEqual(["p0", "p1", "p2"]);
    expect(model.requests.length).toBeLessThan(12);
    expect(queue.unfinishedRun()).toBeUndefined();
  });

  it("ends exhausted when all candidates are written and none is left to attempt", async () => {
    const { work, model } = prepare({ ...numbered, solution: () => "return 1" }, { count: 1, concurrency: 3 });
    const summary = await work();
    expect(summary).toMatchObject({ end: "exhausted", written: 5, kept: 5, solved: 0, attempts: 20 });
    expect([...model.attempts.values()]).toEqual([4, 4, 4, 4, 4]);
    expect(queue.unfinishedRun()).toBeUndefined();
  });

  it("imitates accepted puzzles of earlier rounds and keeps few of a kind, where the recipe says so", async () => {
    const half: Script = { ...numbered, solution: (_, n) => (n === 0 ? "return 1" : "return 7") };
    await prepare(half, { count: 3, recipe: withSolutions({ atOnce: 1 }) }).work();
    queue.reviewAll({ state: "pending" }, "accepted");
    const puzzles = { ...RECIPE.puzzles, own: 0.5, samplesPerPrompt: 1, alike: 4, levels: ["easy"] as const };
    const script: Script = { ...numbered, puzzle: (n) => candidate(`q${n}`) };
    const { work, model } = prepare(script, { count: 9, recipe: { ...RECIPE, puzzles } });
    const summary = await work();
    const asked = model.requests.map(({ prompt }) => prompt).filter((prompt) => prompt.endsWith("("));
    expect(asked.every((prompt) => /name="p\d"/.test(prompt) && prompt.includes('name="seed'))).toBe(true);
    // All scripted puzzles, seeds included, differ in a name that is a constant: five of them are there.
    expect(summary).toMatchObject({ end: "exhausted", kept: 0 });
    expect(summary.rejected).toEqual({ alike: summary.written });
  });

  it("writes no candidate above its budget while others are still in the filters", async () => {
    const before = async (op: string) => {
      for (let turn = 0; op === "inspect" && turn < 20; turn++) await setImmediate();
    };
    const { work, model } = prepare(
      { ...numbered, solution: () => "return 1" },
      { count: 1, concurrency: 4, findings: { before } },
    );
    expect(await work()).toMatchObject({ end: "exhausted", written: 5 });
    expect(model.candidates).toBe(5);
  });

  it("keeps every slot of the server at work to the last puzzle", async () => {
    // While the first attempt is made nothing else is to do; when it has failed, two are.
    const { work, model } = prepare(
      { ...numbered, solution: () => "return 1" },
      { count: 1, concurrency: 2, recipe: { ...RECIPE, puzzles: { ...RECIPE.puzzles, candidatesPerPuzzle: 1 } } },
    );
    const seen: number[] = [];
    const complete = model.complete.bind(model);
    model.complete = (request, signal) => {
      seen.push(model.inFlight + 1);
      return complete(request, signal);
    };
    await work();
    expect(seen).toEqual([1, 1, 2, 1, 2]);
  });

  it("makes no more attempts at a puzzle after enough verified ones", async () => {
    const script = { ...numbered, solution: (name: string) => (name === "p0" ? "return 7" : "return 1") };
    const { work, model } = prepare(script, { count: 2, recipe: withSolutions({ atOnce: 1 }) });
    await work();
    expect(model.attempts.get("p0")).toBe(1);
    expect(model.attempts.get("p1")).toBe(4);
  });

  it("asks for as many completions at once as the server works on, never more", async () => {
    const { work, model } = prepare({ ...numbered, solution: () => "return 1" }, { count: 4, concurrency: 3 });
    await work();
    expect(model.mostInFlight).toBe(3);
  });

  it("waits for a slow judge rather than pile up replies", async () => {
    const before = async () => {
      for (let turn = 0; turn < 50; turn++) await setImmediate();
    };
    const { work, judge } = prepare(
      { ...numbered, solution: () => "return 1" },
      { count: 4, concurrency: 3, findings: { before } },
    );
    await work();
    expect(judge.mostUnderWay).toBeGreaterThan(3);
    expect(judge.mostUnderWay).toBeLessThanOrEqual(6);
  });

  it("counts the same as its queue", async () => {
    const script: Script = {
      puzzle: (n) => (n % 3 === 0 ? { broken: "cut off" } : candidate(`p${n}`)),
      solution: (_name, n) => (n === 0 ? { broken: "cut off" } : n === 1 ? "return 1" : "return 7"),
    };
    const { work, run } = prepare(script, { count: 3, concurrency: 2, recipe: withSolutions({ enough: 2 }) });
    const { event, run: _run, seconds, model, processor, end, ...tally } = await work();
    expect(tally).toEqual(queue.tallyOf(run.id));
    expect(tally).toMatchObject({ solved: 3 });
  });
});
