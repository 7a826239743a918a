import { describe, expect, it } from "vitest";
import { Counters } from "../../src/core/counters.ts";

const NOTHING = { written: 0, kept: 0, solved: 0, verified: 0, attempts: 0, tokens: 0, rejected: {} };

describe("the counters of a run", () => {
  it("count a puzzle as solved at its first verified attempt only", () => {
    const counters = new Counters(NOTHING);
    counters.kept(20);
    counters.attempted(5, false, true);
    counters.attempted(5, true, true);
    counters.attempted(5, true, false);
    expect(counters.tally).toEqual({
      ...NOTHING,
      written: 1,
      kept: 1,
      solved: 1,
      verified: 2,
      attempts: 3,
      tokens: 35,
    });
  });
  it("count rejected candidates by reason, on top of what there was", () => {
    const counters = new Counters({ ...NOTHING, written: 4, rejected: { syntax: 4 } });
    counters.rejected("syntax", 7);
    counters.rejected("trivial", 7);
    expect(counters.tally).toEqual({ ...NOTHING, written: 6, tokens: 14, rejected: { syntax: 5, trivial: 1 } });
  });
  it("hand out a tally that later counts do not change", () => {
    const start = { ...NOTHING, rejected: { syntax: 1 } };
    const counters = new Counters(start);
    const before = counters.tally;
    counters.rejected("syntax", 1);
    expect(before.rejected).toEqual({ syntax: 1 });
    expect(start.rejected).toEqual({ syntax: 1 });
  });
  it("tell the pace of this session alone", () => {
    const counters = new Counters({ ...NOTHING, solved: 5, tokens: 1_000 });
    expect(counters.pace(10, 0)).toEqual({ tokensPerSecond: 0, secondsLeft: null });
    counters.attempted(60, true, true);
    expect(counters.pace(10, 3)).toEqual({ tokensPerSecond: 20, secondsLeft: 12 });
  });
  it("have nothing left when the count is reached", () => {
    const counters = new Counters(NOTHING);
    counters.attempted(1, true, true);
    expect(counters.pace(1, 2).secondsLeft).toBe(0);
  });
});
