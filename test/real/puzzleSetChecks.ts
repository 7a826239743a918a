/** What holds of every puzzle that we ship, whichever set it is in: shared by the tests of seeds and held-out puzzles. */
import { afterAll, beforeAll, expect, it } from "vitest";
import type { SeedPuzzle } from "../../src/core/seed.ts";
import { type PythonJudge, startPythonJudge } from "../../src/node/pythonJudge.ts";

const TIMEOUT_MS = 1_000;

export interface PuzzleSetChecks {
  /** What `find` says about every puzzle that it finds a fault with, by the puzzle's own words. */
  faults(find: (puzzle: SeedPuzzle, judge: PythonJudge) => Promise<unknown>): Promise<Record<string, unknown>>;
}

/** Adds the shared checks to the calling `describe`, on a judge that lives as long as it does. */
export function checkPuzzleSet(puzzles: readonly SeedPuzzle[]): PuzzleSetChecks {
  const { signal } = new AbortController();
  let judge: PythonJudge;
  beforeAll(async () => {
    const options = { python: "python3", judgePath: "src/python/judge", workers: 2, log: () => {} };
    judge = await startPythonJudge(options, signal);
  });
  afterAll(() => judge.close());

  const faults: PuzzleSetChecks["faults"] = async (find) => {
    const found = await Promise.all(puzzles.map(async (puzzle) => [puzzle.about, await find(puzzle, judge)] as const));
    return Object.fromEntries(found.filter(([, fault]) => fault !== undefined));
  };

  it("carry the content id that the judge computes, each one only once", async () => {
    const wrong = await faults(async ({ id, f }) => {
      const inspection = await judge.inspect(f, signal);
      return inspection.ok && inspection.id === id ? undefined : inspection;
    });
    expect(wrong).toEqual({});
    expect(new Set(puzzles.map(({ id }) => id)).size).toBe(puzzles.length);
  });

  it("have one required, annotated answer that is mentioned twice, and a default for every input", async () => {
    const wrong = await faults(async ({ f }) => {
      const inspection = await judge.inspect(f, signal);
      if (!inspection.ok) return inspection.detail;
      const [answer, ...inputs] = inspection.parameters;
      const fits =
        !inspection.variadic &&
        answer?.annotation !== null &&
        answer?.default === null &&
        inputs.every((input) => input.default !== null) &&
        inspection.answerMentions >= 2;
      return fits ? undefined : inspection;
    });
    expect(wrong).toEqual({});
  });

  it("are sound, and no trivial answer solves them", async () => {
    const wrong = await faults(async ({ f }) => {
      const probe = await judge.probe(f, signal);
      return probe.unsound === null && probe.trivialAnswer === null ? undefined : probe;
    });
    expect(wrong).toEqual({});
  });

  it("are solved by every solution that is kept with them", async () => {
    const wrong = await faults(async ({ f, g }) => {
      const judgements = await Promise.all(g.map((solution) => judge.judge({ f, g: solution }, TIMEOUT_MS, signal)));
      return judgements.find(({ verdict }) => verdict !== "verified");
    });
    expect(wrong).toEqual({});
  });

  return { faults };
}
