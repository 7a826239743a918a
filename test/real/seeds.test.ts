import { describe, expect, it } from "vitest";
import { forbid } from "../../src/core/dataset.ts";
import { erasedForm } from "../../src/core/erasedForm.ts";
import { LEVELS, type Level } from "../../src/core/seed.ts";
import { readHeldOut, readSeeds } from "../../src/node/seedFiles.ts";
import { checkPuzzleSet } from "./puzzleSetChecks.ts";

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

describe("the seed puzzles", () => {
  const seeds = readSeeds("media");
  const { signal } = new AbortController();
  const { faults } = checkPuzzleSet(seeds);

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

  it("share no content with the held-out puzzles, with other constants either", () => {
    const { ids, forms } = forbid(readHeldOut("media"));
    expect(ids.size).toBeGreaterThan(0);
    expect(seeds.filter(({ id, f }) => ids.has(id) || forms.has(erasedForm(f)))).toEqual([]);
  });

  it("have solutions whose header is the puzzle's without the answer", async () => {
    const wrong = await faults(async ({ f, g }, judge) => {
      const inspection = await judge.inspect(f, signal);
      const headers = g.map((solution) => solution.split("\n")[0]);
      return inspection.ok && headers.every((header) => header === inspection.header) ? undefined : headers;
    });
    expect(wrong).toEqual({});
  });
});
