import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { passAt } from "../../src/core/passAt.ts";

/** All ways to choose k of the numbers below n. */
function* choices(n: number, k: number, from = 0): Generator<number[]> {
  if (k === 0) yield [];
  else
    for (let first = from; first <= n - k; first++)
      for (const rest of choices(n, k - 1, first + 1)) yield [first, ...rest];
}

describe("pass@k", () => {
  it("is what can be counted by hand", () => {
    expect(passAt(2, 1, 1)).toBe(0.5);
    expect(passAt(2, 1, 2)).toBe(1);
    expect(passAt(4, 2, 2)).toBeCloseTo(5 / 6, 15); // of six pairs, one has neither
    expect(passAt(5, 1, 3)).toBeCloseTo(3 / 5, 15);
    expect(passAt(10, 3, 5)).toBeCloseTo(1 - 21 / 252, 15); // C(7, 5) / C(10, 5)
    expect(passAt(7, 0, 7)).toBe(0);
    expect(passAt(7, 7, 1)).toBe(1);
  });

  it("is the share of all choices of k attempts in which one is verified", () => {
    for (let n = 1; n <= 9; n++) {
      for (let c = 0; c <= n; c++) {
        for (let k = 1; k <= n; k++) {
          const all = [...choices(n, k)];
          const passing = all.filter((chosen) => chosen.some((attempt) => attempt < c)).length;
          expect(passAt(n, c, k), `${n} ${c} ${k}`).toBeCloseTo(passing / all.length, 12);
        }
      }
    }
  });

  it("is at k = 1 the share of verified attempts", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 10_000 }), fc.nat(), (n, any) => {
        const c = any % (n + 1);
        expect(passAt(n, c, 1)).toBeCloseTo(c / n, 9);
      }),
    );
  });

  it("stays between 0 and 1 and grows with c and k, for as many attempts as anyone makes", () => {
    const n = 100_000;
    for (const k of [1, 10, 1_000, 50_000]) {
      const values = [0, 1, 2, 500, 99_000, n].map((c) => passAt(n, c, k));
      expect(values).toEqual([...values].sort((a, b) => a - b));
      expect(values[0]).toBe(0);
      expect(values.at(-1)).toBe(1);
    }
    expect(passAt(n, 1, 10)).toBeCloseTo(10 / n, 12);
  });

  it("has no value where k attempts were not made", () => {
    for (const [n, c, k] of [
      [3, 1, 4],
      [3, 4, 1],
      [3, -1, 1],
      [3, 1, 0],
      [0, 0, 1],
      [3, 1, 1.5],
    ] as const) {
      expect(() => passAt(n, c, k)).toThrow(RangeError);
    }
  });
});
