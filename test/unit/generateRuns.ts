/** Runs of `generate` against a scripted model and judge and a real queue. */
import { setImmediate } from "node:timers/promises";
import { afterEach, beforeEach, expect } from "vitest";
import { type GenerateDeps, generate } from "../../src/core/generate.ts";
import type { Queue, Run } from "../../src/core/ports.ts";
import { type Recipe, recipeNamed } from "../../src/core/recipe.ts";
import type { RunEvent } from "../../src/core/runEvents.ts";
import { openQueue } from "../../src/node/sqliteQueue.ts";
import { candidate, FakeJudge, FakeModel, type Findings, type Script, seed, steppingClock } from "./fakes.ts";

/** The queue of the test that runs. */
export let queue: Queue;
const unhandled: unknown[] = [];
const noteUnhandled = (reason: unknown) => unhandled.push(reason);

/** Gives every test of a file a queue of its own, and lets none pass that left a rejection unhandled. */
export function useQueue(): void {
  beforeEach(() => {
    queue = openQueue(":memory:");
    process.on("unhandledRejection", noteUnhandled);
  });
  afterEach(async () => {
    await setImmediate();
    process.off("unhandledRejection", noteUnhandled);
    queue.close();
    expect(unhandled.splice(0)).toEqual([]);
  });
}

const quick = recipeNamed("quick");
export const RECIPE: Recipe = {
  ...quick,
  puzzles: { ...quick.puzzles, strictness: 1, candidatesPerPuzzle: 5 },
  solutions: { ...quick.solutions, attempts: 4, atOnce: 2, enough: 1, kept: 8 },
};
export const withSolutions = (more: Partial<Recipe["solutions"]>): Recipe => ({
  ...RECIPE,
  solutions: { ...RECIPE.solutions, ...more },
});

interface Options {
  readonly count?: number;
  readonly recipe?: Recipe;
  readonly concurrency?: number;
  readonly findings?: Findings;
  readonly run?: Run;
  readonly signal?: AbortSignal;
  readonly deps?: Partial<GenerateDeps>;
  readonly onEvent?: (event: RunEvent) => void;
}

/** A run that is ready to work, and all that it will say. */
export function prepare(script: Script, options: Options = {}) {
  const { count = 2, recipe = RECIPE, concurrency = 1 } = options;
  const model = new FakeModel(script, concurrency);
  const judge = new FakeJudge(options.findings);
  const request = { model: "scripted", count, recipe: "quick", seed: 1, examples: [] };
  const run = options.run ?? queue.startRun(request, model.facts);
  const events: RunEvent[] = [];
  const emit = (event: RunEvent) => {
    events.push(event);
    options.onEvent?.(event);
  };
  const seeds = [seed("seedOne"), seed("seedTwo")];
  const heldOut = new Set(["secret"]);
  const base = { model, facts: model.facts, judge, queue, clock: steppingClock(1), seeds, heldOut, emit };
  const signal = options.signal ?? new AbortController().signal;
  const work = () => generate(run, recipe, { ...base, ...options.deps }, signal);
  const of = <K extends RunEvent["event"]>(kind: K) =>
    events.filter((event): event is Extract<RunEvent, { event: K }> => event.event === kind);
  return { model, judge, run, events, of, work };
}

export const numbered: Script = { puzzle: (n) => candidate(`p${n}`) };

/** Only the first puzzle can be solved. */
export const onlyFirst = (solution: (n: number) => string): Script => ({
  ...numbered,
  solution: (name, n) => (name === "p0" ? solution(n) : "return 1"),
});

/** What was told of one puzzle, in order. */
export function eventsOf(name: string, events: readonly RunEvent[]): string[] {
  return events.flatMap((event) => {
    const of = event.event === "puzzle" ? event.id : "puzzle" in event ? event.puzzle : undefined;
    return of === name ? [event.event] : [];
  });
}
