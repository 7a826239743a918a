import { describe, expect, it } from "vitest";
import { meansWithIntervals } from "../../src/core/bootstrap.ts";
import { passAt } from "../../src/core/passAt.ts";
import { seededRandom } from "../../src/core/random.ts";
import { normalShare, studentQuantile } from "../../src/core/student.ts";

const numbers = (count: number, value: (index: number) => number) => Array.from({ length: count }, (_, i) => value(i));

describe("the distributions", () => {
  it("have the values that tables print", () => {
    expect(normalShare(0)).toBeCloseTo(0.5, 6);
    expect(normalShare(1)).toBeCloseTo(0.841_344_75, 6);
    expect(normalShare(-1.959_964)).toBeCloseTo(0.025, 6);
    expect(studentQuantile(0.975, 1e9)).toBeCloseTo(1.959_964, 4);
    expect(studentQuantile(0.975, 30)).toBeCloseTo(2.042, 3);
    expect(studentQuantile(0.025, 9)).toBeCloseTo(-2.262, 3);
    expect(studentQuantile(0.975, 4)).toBeCloseTo(2.776, 1);
  });
});

describe("an interval", () => {
  const values = numbers(60, (i) => (i % 3 === 0 ? 1 : 0));

  it("is the same whenever it is computed from the same values and seed, and another with another seed", () => {
    const [first] = meansWithIntervals([values], { seed: 1 });
    expect(meansWithIntervals([values], { seed: 1 })).toEqual([first]);
    expect(meansWithIntervals([values], { seed: 2 })).not.toEqual([first]);
  });

  it("lies around the mean, about as wide as the normal approximation where that holds", () => {
    const [figure] = meansWithIntervals([numbers(400, (i) => i % 2)], { seed: 1 });
    expect(figure?.value).toBe(0.5);
    expect(figure?.low).toBeCloseTo(0.5 - 1.96 * Math.sqrt(0.25 / 400), 2);
    expect(figure?.high).toBeCloseTo(0.5 + 1.96 * Math.sqrt(0.25 / 400), 2);
  });

  it("of a difference is narrow where two models fail at the same puzzles", () => {
    const other = values.map((value, i) => (i === 0 ? 0 : value));
    const differences = values.map((value, i) => value - (other[i] ?? 0));
    const [single] = meansWithIntervals([values], { seed: 1 });
    const [paired] = meansWithIntervals([differences], { seed: 1, least: -1 });
    const width = (figure = { low: 0, high: 0 }) => figure.high - figure.low;
    expect(width(paired)).toBeLessThan(width(single) / 2);
  });

  it("does not claim to be sure where all puzzles have the same value", () => {
    const [none, all] = meansWithIntervals([numbers(30, () => 0), numbers(30, () => 1)], { seed: 1 });
    expect(none).toMatchObject({ value: 0, low: 0 });
    // With this share of solvable puzzles, 30 without one have a chance of 2.5 %.
    expect((1 - (none?.high ?? 0)) ** 30).toBeCloseTo(0.025, 12);
    expect(all).toMatchObject({ value: 1, high: 1 });
    expect(all?.low).toBeCloseTo(1 - (none?.high ?? 0), 12);
    const [same] = meansWithIntervals([numbers(30, () => 0)], { seed: 1, least: -1 });
    expect(same?.low).toBeCloseTo(-(same?.high ?? 0), 12);
  });

  it("of no puzzle is refused", () => {
    expect(() => meansWithIntervals([[]], { seed: 1 })).toThrow(RangeError);
  });

  it.each([
    ["weak", 0.08],
    ["middling", 0.5],
  ])("covers the true pass@k of a %s model, and the difference of none, about 95 times of 100", (_, solvable) => {
    const random = seededRandom(7);
    const [puzzles, n, trials, ks] = [135, 10, 300, [1, 10]];
    const solvedBy = (chances: readonly number[]) =>
      chances.map((chance) => numbers(n, () => (random() < chance ? 1 : 0)).reduce((sum, each) => sum + each, 0));
    // A chance p drawn evenly from [0, 1] solves within k with 1 − 1 / (k + 1) on average.
    const truth = [...ks.map((k) => solvable * (1 - 1 / (k + 1))), 0];
    const covered = [0, 0, 0];
    for (let trial = 0; trial < trials; trial++) {
      const chances = numbers(puzzles, () => (random() < solvable ? random() : 0));
      const [one, other] = [solvedBy(chances), solvedBy(chances)];
      const options = { seed: trial, resamples: 400 };
      const figures = [
        ...meansWithIntervals(
          ks.map((k) => one.map((c) => passAt(n, c, k))),
          options,
        ),
        ...meansWithIntervals([one.map((c, i) => (c - (other[i] ?? 0)) / n)], { ...options, least: -1 }),
      ];
      for (const [index, { low, high }] of figures.entries()) {
        const expected = truth[index] ?? Number.NaN;
        if (low <= expected && expected <= high) covered[index] = (covered[index] ?? 0) + 1;
      }
    }
    for (const count of covered) {
      expect(count / trials).toBeGreaterThan(0.92);
      expect(count / trials).toBeLessThanOrEqual(0.99);
    }
  });
});
