import { describe, expect, it } from "vitest";
import { KnownPuzzles } from "../../src/core/knownPuzzles.ts";
import { SkillGuess } from "../../src/core/likeness.ts";
import { ownPuzzles } from "../../src/core/ownPuzzles.ts";
import type { QueuedPair } from "../../src/core/ports.ts";
import type { PairsQuery } from "../../src/core/review.ts";

const f = (constant: number, name = "x") =>
  `def f(${name}: int, n=${constant}):\n    return ${name} - n == ${constant}`;
const strings = { id: "s1", skill: "strings", f: 'def f(s: str, w="a"):\n    return s.startswith(w) and s != w' };
const numbers = { id: "s2", skill: "numbers", f: "def f(n: int, a=2):\n    return n % a == 0 and n > a * a" };

const pair = (id: string, puzzle: string, more: Partial<QueuedPair> = {}) =>
  ({
    id: `${id} pair`,
    puzzleId: id,
    puzzle,
    solution: "def g(): return 1",
    state: "accepted",
    solveRate: 0.5,
    ...more,
  }) as QueuedPair;
const queueOf = (...pairs: QueuedPair[]) => ({
  hasPuzzle: (id: string) => pairs.some(({ puzzleId }) => puzzleId === id),
  pairs: ({ state }: PairsQuery) => pairs.filter((each) => each.state === state),
});

describe("a puzzle that is known", () => {
  const queue = queueOf(
    pair("q1", f(3)),
    pair("q2", f(4), { state: "pending" }),
    pair("q1", f(3), { state: "trained" }),
  );
  const known = () =>
    new KnownPuzzles({ seeds: [strings], heldOut: new Set(["h1"]), queue, run: [{ id: "r1", f: f(5) }] });

  it("is told by where it is from, and a new one is known from then on", () => {
    const puzzles = known();
    puzzles.see("e1");
    expect(["s1", "h1", "r1", "q1", "e1", "new", "new"].map((id) => puzzles.whereFrom(id))).toEqual([
      "inSeeds",
      "inHeldOut",
      "inBatch",
      "inQueue",
      "inBatch",
      undefined,
      "inBatch",
    ]);
  });

  it("counts as alike where only constants differ, once for each puzzle, and not under other names", () => {
    const puzzles = known();
    expect(puzzles.countAlike(f(9))).toBe(3);
    expect(puzzles.countAlike(f(9, "y"))).toBe(0);
    expect(puzzles.countAlike(strings.f.replace('"a"', '"b"'))).toBe(1);
    puzzles.keep(f(9));
    expect(puzzles.countAlike(f(10))).toBe(4);
  });
});

describe("puzzles of earlier rounds", () => {
  const skills = new SkillGuess([strings, numbers]);

  it("are those of accepted and trained pairs, each once, of the skill of the nearest seed", () => {
    const queue = queueOf(
      pair("a", "def f(s: str, w='b'):\n    return s.startswith(w)"),
      pair("a", "def f(s: str, w='b'):\n    return s.startswith(w)", { solution: "def g(): return 2" }),
      pair("b", f(1), { state: "trained" }),
      pair("c", f(2), { state: "pending" }),
      pair("d", f(2), { state: "rejected" }),
    );
    expect(ownPuzzles(queue, skills)).toMatchObject([
      { id: "a", skill: "strings", g: ["def g(): return 1"] },
      { id: "b", skill: "numbers" },
    ]);
  });

  it("leave out what nearly every attempt solves, not what nobody sampled", () => {
    const queue = queueOf(pair("easy", f(1), { solveRate: 0.9 }), pair("by hand", f(2), { solveRate: null }));
    expect(ownPuzzles(queue, skills).map(({ id }) => id)).toEqual(["by hand"]);
  });
});
