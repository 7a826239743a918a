import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { LEVELS, type Level, type SeedPuzzle } from "../../src/core/seed.ts";
import { type PythonJudge, startPythonJudge } from "../../src/node/pythonJudge.ts";
import { readHeldOut, readSeeds } from "../../src/node/seedFiles.ts";

const SKILLS = [
  "strings",
  "arithmetic",
  "numberTheory",
  "combinatorics",
  "geometry",
  "graphs",
  "grids",
  "games",
  "bitTricks",
  "dynamicProgramming",
  "searching",
  "sorting",
  "dates",
  "parsing",
  "logic",
];
const PER_SKILL: Record<Level, number> = { easy: 6, medium: 4, hard: 2 };
/** Characters of an easy puzzle's body; the smallest models imitate no more. */
const MOST_EASY_CHARACTERS = 120;
const TIMEOUT_MS = 1_000;

describe("the seed puzzles", () => {
  const seeds = readSeeds("media");
  const { signal } = new AbortController();
  let judge: PythonJudge;

  beforeAll(async () => {
    const options = { python: "python3", judgePath: "src/python/judge", workers: 2, log: () => {} };
    judge = await startPythonJudge(options, signal);
  });
  afterAll(() => judge.close());

  /** What `find` says about every seed that it finds a fault with, by the seed's own words. */
  async function faults(find: (seed: SeedPuzzle) => Promise<unknown>): Promise<Record<string, unknown>> {
    const found = await Promise.all(seeds.map(async (seed) => [seed.about, await find(seed)] as const));
    return Object.fromEntries(found.filter(([, fault]) => fault !== undefined));
  }

  it("number at least 160 and cover every level of 15 skills evenly", () => {
    expect(seeds.length).toBeGreaterThanOrEqual(160);
    expect(new Set(seeds.map(({ skill }) => skill))).toEqual(new Set(SKILLS));
    for (const skill of SKILLS) {
      const counts = LEVELS.map((level) => seeds.filter((seed) => seed.skill === skill && seed.level === level).length);
      expect(counts, skill).toEqual(LEVELS.map((level) => PER_SKILL[level]));
    }
  });

  it("say in one line of words, kept out of the source, what is asked", async () => {
    const wrong = await faults(async ({ about, f, g }) => {
      const sources = [f, ...g].join("\n");
      return /^[A-Z][^\n]*\.$/.test(about) && !sources.includes('"""') && !sources.includes(about)
        ? undefined
        : sources;
    });
    expect(wrong).toEqual({});
    expect(new Set(seeds.map(({ about }) => about)).size).toBe(seeds.length);
  });

  it("are, where easy, one short return with a solution of one return", () => {
    const easy = seeds.filter(({ level }) => level === "easy");
    const long = easy.filter(({ f, g }) => {
      const [, body = "", ...rest] = f.split("\n");
      const oneReturn = [f, ...g].every((source) => /^def .*:\n {4}return [^\n]+$/.test(source));
      return !oneReturn || rest.length > 0 || body.trim().length > MOST_EASY_CHARACTERS;
    });
    expect(long).toEqual([]);
  });

  it("carry the content id that the judge computes, each one only once", async () => {
    const wrong = await faults(async ({ id, f }) => {
      const inspection = await judge.inspect(f, signal);
      return inspection.ok && inspection.id === id ? undefined : inspection;
    });
    expect(wrong).toEqual({});
    expect(new Set(seeds.map(({ id }) => id)).size).toBe(seeds.length);
  });

  it("share no content with the held-out puzzles", () => {
    const heldOut = new Set(readHeldOut("media").map(({ id }) => id));
    expect(heldOut.size).toBeGreaterThan(0);
    expect(seeds.filter(({ id }) => heldOut.has(id))).toEqual([]);
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

  it("have solutions whose header is the puzzle's without the answer", async () => {
    const wrong = await faults(async ({ f, g }) => {
      const inspection = await judge.inspect(f, signal);
      const headers = g.map((solution) => solution.split("\n")[0]);
      return inspection.ok && headers.every((header) => header === inspection.header) ? undefined : headers;
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
