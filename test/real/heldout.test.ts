import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { LEVELS, type SeedPuzzle } from "../../src/core/seed.ts";
import { checkPuzzleSet } from "./puzzleSetChecks.ts";

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
  checkPuzzleSet(puzzles);

  it("are at least 120, with every level in every one of 15 skills", () => {
    expect(puzzles.length).toBeGreaterThanOrEqual(120);
    const covered = new Set(puzzles.map(({ skill, level }) => `${skill} ${level}`));
    expect([...covered].sort()).toEqual(SKILLS.flatMap((skill) => LEVELS.map((level) => `${skill} ${level}`)).sort());
  });

  it("share no content with the seeds", () => {
    const seeds = new Set(
      readLines("media/seeds.jsonl").map((value) => line.pick({ id: true }).strip().parse(value).id),
    );
    expect(puzzles.filter(({ id }) => seeds.has(id)).map(({ about }) => about)).toEqual([]);
  });
});
