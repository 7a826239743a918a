import { describe, expect, it } from "vitest";
import { UserError } from "../../src/core/errors.ts";
import { RECIPES, recipeNamed } from "../../src/core/recipe.ts";

describe("the recipes", () => {
  it("are found by their names", () => {
    for (const recipe of RECIPES) expect(recipeNamed(recipe.name)).toBe(recipe);
  });
  it("name what there is when asked for another", () => {
    expect(() => recipeNamed("slow")).toThrow(UserError);
    expect(() => recipeNamed("slow")).toThrow(/no recipe "slow"/);
    try {
      recipeNamed("slow");
    } catch (error) {
      for (const { name } of RECIPES)
        expect(String(error instanceof UserError && error.sentence)).toContain(`"${name}"`);
    }
  });
  it("have the published parameters in `paper`", () => {
    const { puzzles, solutions } = recipeNamed("paper");
    expect(puzzles.sampling).toMatchObject({ temperature: 0.9, maxTokens: 200 });
    expect(puzzles).toMatchObject({ samplesPerPrompt: 1, strictness: 0.95 });
    expect(solutions.sampling).toMatchObject({ temperature: 0.9, maxTokens: 150 });
    expect(solutions).toMatchObject({ examples: 5, worked: "fixed", attempts: 128, kept: 8, timeoutMs: 1_000 });
  });
  it.each(RECIPES)("let $name fill its prompts: an example fits, attempts suffice for what is enough", (recipe) => {
    expect(recipe.puzzles.maxExampleCharacters).toBeLessThanOrEqual(recipe.puzzles.promptCharacters);
    expect(recipe.solutions.atOnce).toBeLessThanOrEqual(recipe.solutions.attempts);
    expect(recipe.puzzles.levels.length).toBeGreaterThan(0);
  });
});
