import { readFileSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { z } from "zod";
import { LEVELS, type SeedPuzzle } from "../../src/core/seed.ts";
import { type PythonJudge, startPythonJudge } from "../../src/node/pythonJudge.ts";

const SKILLS = [
  "arithmetic",
  "bitTricks",
  "combinatorics",
  "dates",
  "dynamicProgramming",
  "games",
  "geometry",
  "graphs",
  "grids",
  "logic",
  "numberTheory",
  "parsing",
  "searching",
  "sorting",
  "strings",
];
const TIMEOUT_MS = 1_000;

const line = z.strictObject({
  id: z.string().regex(/^[0-9a-f]{16}$/),
  skill: z.enum(SKILLS),
  level: z.enum(LEVELS),
  about: z.string().regex(/^[A-Z].*\.$/),
  f: z.string().startsWith("def f("),
  g: z.array(z.string().startsWith("def g(")).min(1),
});

function readLines(path: string): unknown[] {
  const lines = readFileSync(path, "utf8").trimEnd().split("\n");
  return lines.map((text) => JSON.parse(text));
}

describe("the held-out puzzles", () => {
  const puzzles: SeedPuzzle[] = readLines("media/heldout.jsonl").map((value) => line.parse(value));
  const { signal } = new AbortController();
  let judge: PythonJudge;

  beforeAll(async () => {
    judge = await startPythonJudge(
      { python: "python3", judgePath: "src/python/judge", workers: 2, log: () => {} },
      signal,
    );
  });
  afterAll(() => judge.close());

  /** What `find` says about every puzzle that it has something to say about, by the puzzle's own words. */
  async function faults(find: (puzzle: SeedPuzzle) => Promise<unknown>): Promise<Record<string, unknown>> {
    const found = await Promise.all(puzzles.map(async (puzzle) => [puzzle.about, await find(puzzle)] as const));
    return Object.fromEntries(found.filter(([, fault]) => fault !== undefined));
  }

  it("are at least 120, with every level in every one of 15 skills", () => {
    expect(puzzles.length).toBeGreaterThanOrEqual(120);
    const covered = new Set(puzzles.map(({ skill, level }) => `${skill} ${level}`));
    expect([...covered].sort()).toEqual(SKILLS.flatMap((skill) => LEVELS.map((level) => `${skill} ${level}`)).sort());
  });

  it("carry the content id that the judge computes, each one only once", async () => {
    const wrong = await faults(async ({ id, f }) => {
      const inspection = await judge.inspect(f, signal);
      return inspection.ok && inspection.id === id ? undefined : inspection;
    });
    expect(wrong).toEqual({});
    expect(new Set(puzzles.map(({ id }) => id)).size).toBe(puzzles.length);
  });

  it("share no content with the seeds", () => {
    const seeds = new Set(
      readLines("media/seeds.jsonl").map((value) => line.pick({ id: true }).strip().parse(value).id),
    );
    expect(puzzles.filter(({ id }) => seeds.has(id)).map(({ about }) => about)).toEqual([]);
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
});
