import { describe, expect, it } from "vitest";
import { candidateSource, PuzzlePrompts } from "../../src/core/puzzlePrompts.ts";
import { seededRandom } from "../../src/core/random.ts";
import { recipeNamed } from "../../src/core/recipe.ts";
import type { SeedPuzzle } from "../../src/core/seed.ts";
import { seed } from "./fakes.ts";

const SEEDS = Array.from({ length: 20 }, (_, n) => seed(`s${n}`));
const LENGTH = SEEDS[0]?.f.length ?? 0;
const PARAMETERS = {
  ...recipeNamed("quick").puzzles,
  levels: ["easy"] as const,
  maxExampleCharacters: 1_000,
  examples: 4,
  promptCharacters: 10_000,
  samplesPerPrompt: 3,
};
const prompts = (seeds: readonly SeedPuzzle[], more: Partial<typeof PARAMETERS> = {}, wanted: string[] = [], n = 1) =>
  new PuzzlePrompts({ seeds, own: [], wanted }, { ...PARAMETERS, ...more }, seededRandom(n));
const everShown = (source: PuzzlePrompts) => new Set(Array.from({ length: 200 }, () => source.next().shown).flat());

describe("the puzzle prompts of a run", () => {
  it("show as many examples as the recipe says and ask for the next", () => {
    const { prompt, name, shown } = prompts(SEEDS).next();
    expect(shown).toHaveLength(4);
    expect(name).toBe("f5");
    expect(prompt.endsWith("\n\ndef f5(")).toBe(true);
    expect([...prompt.matchAll(/name="(\w+)"/g)].map(([, id]) => id)).toEqual(shown);
  });
  it("are drawn anew after as many samples as the recipe says", () => {
    const source = prompts(SEEDS);
    const drawn = Array.from({ length: 9 }, () => source.next().prompt);
    expect(new Set(drawn.slice(0, 3)).size).toBe(1);
    expect(new Set(drawn).size).toBe(3);
    expect(drawn[3]).toBe(drawn[5]);
  });
  it("replay by their seed, and differ between seeds", () => {
    expect(prompts(SEEDS).next()).toEqual(prompts(SEEDS).next());
    expect(prompts(SEEDS).next()).not.toEqual(prompts(SEEDS, {}, [], 2).next());
  });
  it("draw from the recipe's levels only", () => {
    const seeds = [seed("easy"), seed("hard", { level: "hard" }), seed("medium", { level: "medium" })];
    expect(everShown(prompts(seeds))).toEqual(new Set(["easy"]));
  });
  it("draw no example that is too long, itself or its solution", () => {
    const long = `${seed("longF").f}  # ${"x".repeat(100)}`;
    const seeds = [seed("short"), seed("longF", { f: long }), seed("longG", { g: [long] })];
    expect(everShown(prompts(seeds, { maxExampleCharacters: 100 }))).toEqual(new Set(["short"]));
  });
  it("hold no more characters of examples than the recipe says", () => {
    const mixed = [...SEEDS, seed("long", { f: `${seed("long").f}${" ".repeat(400)}` })];
    const source = prompts(mixed, { promptCharacters: 3 * (LENGTH + 4), examples: 9 });
    for (let n = 0; n < 60; n++) expect(source.next().shown.length).toBeLessThanOrEqual(3);
    expect(everShown(source)).not.toContain("long");
  });
  it("show puzzles of earlier rounds beside the seeds, the share that the recipe says, as far as there are any", () => {
    const own = ["o1", "o2", "o3"].map((name) => seed(name));
    const shown = (more: readonly SeedPuzzle[], share: number) =>
      new PuzzlePrompts({ seeds: SEEDS, own: more, wanted: [] }, { ...PARAMETERS, own: share }, seededRandom(1)).next()
        .shown;
    expect(shown(own, 0.5).map((id) => id[0])).toEqual(["s", "s", "o", "o"]);
    expect(shown(own.slice(0, 1), 0.5).map((id) => id[0])).toEqual(["s", "s", "s", "o"]);
    expect(shown(own, 0).map((id) => id[0])).toEqual(["s", "s", "s", "s"]);
  });
  it("show the skills first of which the fewest puzzles were kept, where the recipe balances them", () => {
    const seeds = ["strings", "dates", "games"].flatMap((skill) =>
      Array.from({ length: 4 }, (_, n) => seed(`${skill}${n}`, { skill })),
    );
    const skillsShown = (balanced: boolean) => {
      const source = prompts(seeds, { balanced, samplesPerPrompt: 1 });
      for (let n = 0; n < 9; n++) source.countKept("dates");
      for (let n = 0; n < 4; n++) source.countKept("games");
      return Array.from({ length: 30 }, () => source.next().shown.map((id) => id.slice(0, -1)));
    };
    expect(new Set(skillsShown(true).flat())).toEqual(new Set(["strings"]));
    expect(new Set(skillsShown(false).flat())).toEqual(new Set(["strings", "dates", "games"]));
  });
  it("show as many of each skill where none was kept yet and skills are balanced", () => {
    const seeds = ["a", "b"].flatMap((skill) => Array.from({ length: 9 }, (_, n) => seed(`${skill}${n}`, { skill })));
    const { shown } = prompts(seeds, { balanced: true }).next();
    expect(shown.map((id) => id[0]).sort()).toEqual(["a", "a", "b", "b"]);
  });
  it("show the wanted examples last and always, within the number of examples", () => {
    const wanted = ['def f(x: int, name="wish"):\n    return x == 1'];
    const source = prompts(SEEDS, {}, wanted);
    for (let n = 0; n < 12; n++) {
      const { prompt, shown, name } = source.next();
      expect(prompt.endsWith(`def f4(x: int, name="wish"):\n    return x == 1\n\ndef f5(`)).toBe(true);
      expect([shown.length, name]).toEqual([3, "f5"]);
    }
  });
  it("show all wanted examples even where they alone are too many or too long", () => {
    const wanted = SEEDS.slice(0, 6).map(({ f }) => f);
    const { name, shown } = prompts(SEEDS, { promptCharacters: 10 }, wanted).next();
    expect([name, shown]).toEqual(["f7", []]);
  });
});

describe("a candidate's source", () => {
  it("is the header and the continuation up to its first unindented line, under the name f", () => {
    expect(candidateSource("f5", "x: int):\n    return x == 1 or f5(x - 1)\nprint(f5(1))")).toBe(
      "def f(x: int):\n    return x == 1 or f(x - 1)",
    );
  });
});
