import { describe, expect, it } from "vitest";
import { differenceOf, passFiguresOf } from "../../src/core/evaluationFigures.ts";
import { differenceOverSeeds, passOverSeeds } from "../../src/core/seedFigures.ts";
import { attemptsAt } from "./experimentWorld.ts";

const COUNTING = { n: 2, ks: [1, 2], seed: 1 };
const PUZZLES = 10;
/** A model that solves the first so many puzzles. */
const solves = (count: number) => attemptsAt("m", PUZZLES, (puzzle) => puzzle < count);

describe("figures over seeds", () => {
  it("are those of the one seed where there is one, without a spread", () => {
    const [first, second] = [solves(7), solves(4)];
    expect(passOverSeeds([first], COUNTING)).toEqual({ puzzles: PUZZLES, passAt: passFiguresOf(first, COUNTING) });
    const difference = { passAt: differenceOf(first, second, COUNTING), spread: null };
    expect(differenceOverSeeds([{ first, second }], COUNTING)).toEqual(difference);
  });
  it("are means over the seeds, and the spread is that of the seeds' own means", () => {
    const base = solves(4);
    const { passAt, spread } = differenceOverSeeds(
      [5, 6, 10].map((count) => ({ first: solves(count), second: base })),
      COUNTING,
    );
    expect(passAt[1]?.value).toBeCloseTo(0.3);
    expect(spread?.[1]?.least).toBeCloseTo(0.1);
    expect(spread?.[1]?.most).toBeCloseTo(0.6);
    expect(spread?.[1]?.deviation).toBeCloseTo(Math.sqrt(0.07)); // squares 0.04 + 0.01 + 0.09, over 2
    expect(passOverSeeds([solves(5), solves(6), solves(10)], COUNTING).passAt[1]?.value).toBeCloseTo(0.7);
  });
  it("have an interval over puzzles, which more seeds of the same kind do not make narrower", () => {
    const one = { first: solves(7), second: solves(4) };
    const [single, three] = [differenceOverSeeds([one], COUNTING), differenceOverSeeds([one, one, one], COUNTING)];
    for (const end of ["low", "high"] as const) {
      expect(three.passAt[1]?.[end]).toBeCloseTo(single.passAt[1]?.[end] ?? Number.NaN);
    }
    expect(three.spread?.[1]).toEqual({
      least: expect.closeTo(0.3),
      most: expect.closeTo(0.3),
      deviation: expect.closeTo(0),
    });
  });
  it("are refused where seeds were asked other puzzles", () => {
    const fewer = attemptsAt("m", PUZZLES - 1, () => true);
    expect(() => passOverSeeds([solves(3), fewer], COUNTING)).toThrow("not asked the same puzzles");
  });
});
