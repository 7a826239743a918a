import { describe, expect, it } from "vitest";
import { TUNED_BODY_START } from "../../src/core/datasetRows.ts";
import { type EvaluationPlan, evaluate, setupOf } from "../../src/core/evaluate.ts";
import {
  type AttemptRecord,
  EVALUATION_RECIPES,
  type EvaluatedPuzzle,
  type EvaluationEvent,
  type EvaluationRecipe,
  type KeptAttempt,
} from "../../src/core/evaluation.ts";
import { figuresOf } from "../../src/core/evaluationFigures.ts";
import type { Completion, CompletionRequest, LanguageModel } from "../../src/core/ports.ts";
import { solvePrompt } from "../../src/core/prompt.ts";
import { candidate, FakeJudge, seed, steppingClock, TOKENS } from "./fakes.ts";

const RECIPE = EVALUATION_RECIPES.find(({ name }) => name === "paper") as EvaluationRecipe;
const SEEDS = ["one", "two", "three", "four", "five", "six"].map((name) => seed(name));
const never = new AbortController().signal;

function puzzle(name: string, more: Partial<EvaluatedPuzzle> = {}): EvaluatedPuzzle {
  return { id: name, f: `def f(${candidate(name)}`, header: `def g(name="${name}"):`, ...more };
}

const PUZZLES = ["a", "b", "c"].map((name, index) =>
  puzzle(name, { skill: "strings", level: index < 2 ? "easy" : "hard" }),
);
const PLAN: EvaluationPlan = {
  ...{ model: "scripted", digest: "ab12", recipe: RECIPE, prompting: "worked", seed: 1, puzzles: PUZZLES, n: 4 },
};

/** Right or wrong by the request's seed, as a sampler decides. */
class SeededModel implements LanguageModel {
  readonly requests: CompletionRequest[] = [];
  loaded = 0;

  async describe() {
    this.loaded++;
    return { name: "scripted", digest: "ab12", processor: "cpu", concurrency: 2 } as const;
  }

  async complete(request: CompletionRequest): Promise<Completion> {
    this.requests.push(request);
    const right = (request.seed ?? 0) % 3 === 0;
    return { finish: "stop", text: right ? "    return 7" : "    return 1", tokens: TOKENS, promptTokens: 0 };
  }
}

function inMemory(kept: KeptAttempt[] = []): AttemptRecord & { kept: KeptAttempt[] } {
  return { kept, keep: (attempt) => kept.push(attempt) };
}

function setUp(record = inMemory()) {
  const model = new SeededModel();
  const events: EvaluationEvent[] = [];
  const emit = (event: EvaluationEvent) => events.push(event);
  const deps = { model, judge: new FakeJudge(), record, seeds: SEEDS, clock: steppingClock(1), emit };
  return { model, record, events, run: (plan = PLAN, signal = never) => evaluate(plan, deps, signal) };
}

const figures = (record: AttemptRecord, n = PLAN.n) => {
  const { seconds: _, ...rest } = figuresOf(record.kept, { n, ks: [1, 2], seed: 1 });
  return rest;
};

describe("an evaluation", () => {
  it("makes n attempts at every puzzle, each with a seed of its own, and keeps all that figures need", async () => {
    const { model, record, run, events } = setUp();
    expect(await run()).toBe(12);
    expect(new Set(model.requests.map((request) => request.seed)).size).toBe(12);
    expect(record.kept.map(({ puzzle: of, number }) => `${of}${number}`).sort()).toEqual(
      PUZZLES.flatMap(({ id }) => [0, 1, 2, 3].map((number) => `${id}${number}`)),
    );
    expect(record.kept[0]).toMatchObject({
      ...{ model: "scripted", digest: "ab12", recipe: "paper", prompting: "worked", seed: 1 },
      ...{ skill: "strings", level: "easy", tokens: TOKENS, g: expect.stringContaining('def g(name="a"):') },
    });
    expect(events.at(0)).toMatchObject({ event: "started", kept: 0 });
    expect(events.filter(({ event }) => event === "attempt")).toHaveLength(12);
    expect(events.findLast(({ event }) => event === "progress")).toMatchObject({ done: 12, total: 12 });
  });

  it("asks with the recipe's parameters, after worked examples or as models learn it when they are tuned", async () => {
    const { model, run } = setUp();
    await run({ ...PLAN, n: 1, puzzles: [puzzle("a")] });
    const { prompt, seed: _, stop: __, ...sampling } = model.requests[0] ?? { prompt: "", stop: [] };
    expect(sampling).toEqual(RECIPE.sampling);
    expect(prompt.match(/\nassert /g)).toHaveLength(5);
    const bare = setUp();
    await bare.run({ ...PLAN, n: 1, prompting: "bare", puzzles: [puzzle("a")] });
    expect(bare.model.requests[0]?.prompt).toBe(solvePrompt([], puzzle("a"), TUNED_BODY_START).prompt);
  });

  it("never shows a puzzle its own solution", async () => {
    const { model, run } = setUp();
    await run({ ...PLAN, n: 1, puzzles: [puzzle("one"), puzzle("six")] });
    for (const [index, name] of ["one", "six"].entries()) {
      const shown = model.requests[index]?.prompt.split("\n\n").slice(0, -2) ?? [];
      expect(shown.filter((part) => part.includes(`name="${name}"`))).toEqual([]);
    }
  });

  it("asks nothing again, and does not even load the model for it", async () => {
    const { model, record, run } = setUp();
    await run();
    const before = figures(record);
    const again = setUp(inMemory([...record.kept]));
    expect(await again.run()).toBe(0);
    expect(again.model.loaded + again.model.requests.length).toBe(0);
    expect(figures(again.record)).toEqual(before);
    expect(model.loaded).toBe(1);
  });

  it("adds to what is there when more attempts are wanted, and leaves the figures of fewer as they were", async () => {
    const { record, run } = setUp();
    await run();
    const before = figures(record);
    const more = setUp(inMemory([...record.kept]));
    expect(await more.run({ ...PLAN, n: 6 })).toBe(6);
    expect(figures(more.record)).toEqual(before);
    const whole = setUp();
    await whole.run({ ...PLAN, n: 6 });
    expect(figures(more.record, 6)).toEqual(figures(whole.record, 6));
  });

  it("is the same in the end, wherever it was cancelled on the way", async () => {
    const unbroken = setUp();
    await unbroken.run();
    for (const after of [1, 3, 7, 11]) {
      const kept: KeptAttempt[] = [];
      const stop = new AbortController();
      const record = {
        kept,
        keep: (attempt: KeptAttempt) => {
          if (kept.push(attempt) === after) stop.abort();
        },
      };
      await expect(setUp(record).run(PLAN, stop.signal)).rejects.toThrow();
      expect(kept.length).toBeGreaterThanOrEqual(after);
      expect(kept.length).toBeLessThan(12);
      const resumed = setUp(inMemory(kept));
      expect(await resumed.run()).toBe(12 - after);
      expect(figures(resumed.record)).toEqual(figures(unbroken.record));
    }
  });

  it("counts a reply that breaks off as a failed attempt", async () => {
    const { model, record, run } = setUp();
    model.complete = async () => ({ finish: "broken", detail: "gone" });
    await run({ ...PLAN, n: 1 });
    expect(figuresOf(record.kept, { n: 1, ks: [1], seed: 1 })).toMatchObject({
      verdicts: { malformed: 3 },
      passAt: { 1: { value: 0 } },
    });
  });
});

describe("a setup", () => {
  const other = (change: Partial<EvaluationPlan>) => setupOf({ ...PLAN, ...change }, SEEDS);
  it("is another one for other parameters, seeds, ways of asking and examples", () => {
    const hotter = { ...RECIPE, sampling: { ...RECIPE.sampling, temperature: 0.9 } };
    const setups = [
      ...[other({}), other({ recipe: hotter }), other({ seed: 2 }), other({ prompting: "bare" })],
      setupOf(PLAN, SEEDS.slice(1)),
    ];
    expect(new Set(setups).size).toBe(setups.length);
  });
  it("is the same for other puzzles, numbers of attempts, and words about the recipe", () => {
    expect(other({ puzzles: [], n: 99, recipe: { ...RECIPE, about: "Other words." } })).toBe(other({}));
  });
});
