import { describe, expect, it } from "vitest";
import { recipeNamed } from "../../src/core/recipe.ts";
import { chooseWorkedExamples } from "../../src/core/solve.ts";
import { SolveBoard, type Solving } from "../../src/core/solveBoard.ts";
import { seed } from "./fakes.ts";

const PARAMETERS = { ...recipeNamed("quick").solutions, attempts: 3, atOnce: 2, enough: 1 };
const puzzle = (id: string) => ({ id, f: `def f(x: int):\n    return x == "${id}"`, header: "def g():", shown: [] });
const boardOf = (...ids: string[]) => {
  const board = new SolveBoard([], [], PARAMETERS);
  for (const id of ids) board.add(puzzle(id));
  return board;
};
function take(board: SolveBoard): Solving {
  const solving = board.next();
  if (!solving) throw new Error("the board has no attempt to hand out");
  return solving;
}

describe("the board of open puzzles", () => {
  it("hands out attempts at the oldest first, then at the next while that has enough under way", () => {
    const board = boardOf("a", "b");
    expect([take(board), take(board), take(board), take(board)].map((s) => s.puzzle.id)).toEqual(["a", "a", "b", "b"]);
    expect(board.next()).toBeUndefined();
  });
  it("goes back to the oldest when an attempt at it has failed", () => {
    const board = boardOf("a", "b");
    const first = take(board);
    take(board);
    board.settle(first, false);
    expect(take(board).puzzle.id).toBe("a");
    expect(take(board).puzzle.id).toBe("b");
  });
  it("makes no more attempts after enough verified ones", () => {
    const board = boardOf("a");
    board.settle(take(board), true);
    expect(board.next()).toBeUndefined();
  });
  it("calls a puzzle spent at the last of its attempts to settle, and only then", () => {
    const board = boardOf("a");
    const spent: boolean[] = [];
    const settle = (solving: Solving) => {
      board.settle(solving, false);
      spent.push(board.isSpent(solving));
    };
    const [one, two] = [take(board), take(board)];
    settle(two);
    const three = take(board);
    settle(three);
    settle(one);
    expect(spent).toEqual([false, false, true]);
    expect(board.next()).toBeUndefined();
  });
  it("calls no solved puzzle spent", () => {
    const board = new SolveBoard([], [], { ...PARAMETERS, enough: 9 });
    board.add(puzzle("a"));
    const [one, two] = [take(board), take(board)];
    board.settle(one, true);
    board.settle(two, false);
    const three = take(board);
    board.settle(three, false);
    expect(board.isSpent(three)).toBe(false);
  });
  describe("with more attempts where they pay", () => {
    const more = { ...PARAMETERS, attempts: 4, edgeAttempts: 10, atOnce: 4, enough: Number.POSITIVE_INFINITY };
    /** How many attempts a puzzle gets of which so many of the first four are verified, and none after. */
    const attemptsWith = (verified: number) => {
      const board = new SolveBoard([], [], more);
      board.add(puzzle("a"));
      let count = 0;
      for (let round = [board.next()]; round[0]; round = [board.next()]) {
        for (let next = board.next(); next; next = board.next()) round.push(next);
        for (const solving of round) if (solving) board.settle(solving, count++ < verified);
      }
      return count;
    };
    it("tries a puzzle again that is solved now and then, not one that never or nearly always is", () => {
      expect([0, 1, 2, 3, 4].map(attemptsWith)).toEqual([4, 10, 10, 4, 4]);
    });
    it("waits for the verdicts of the usual attempts, and goes on with those of a resumed run", () => {
      const board = new SolveBoard([{ ...puzzle("a"), attempts: 3, verified: 1 }], [], more);
      const fourth = take(board);
      expect(board.next()).toBeUndefined();
      board.settle(fourth, false);
      expect(take(board).launched).toBe(5);
    });
  });
  it("goes on with the counts of a resumed run", () => {
    const progress = [
      { ...puzzle("spent"), attempts: 3, verified: 0 },
      { ...puzzle("solved"), attempts: 1, verified: 1 },
      { ...puzzle("begun"), attempts: 2, verified: 0 },
    ];
    const board = new SolveBoard(progress, [], PARAMETERS);
    const last = take(board);
    expect(last.puzzle.id).toBe("begun");
    expect(board.next()).toBeUndefined();
    board.settle(last, false);
    expect(board.isSpent(last)).toBe(true);
    expect(board.next()).toBeUndefined();
  });
});

describe("the worked examples", () => {
  const seeds = ["a", "b", "c", "d"].map((name) => seed(name));
  const parameters = { ...PARAMETERS, examples: 3, worked: "shown" as const };
  const names = (shown: string[], more: Partial<typeof parameters> = {}) =>
    chooseWorkedExamples(seeds, shown, { ...parameters, ...more }).map(({ f }) => /name="(\w+)"/.exec(f)?.[1]);
  it("are those that the puzzle's own prompt showed, the nearest last", () => {
    expect(names(["d", "b", "a", "c"])).toEqual(["b", "a", "c"]);
  });
  it("are filled up with fixed ones before them, none of them twice", () => {
    expect(names(["b", "unknown"])).toEqual(["c", "a", "b"]);
  });
  it("are the same for every puzzle where the recipe says so", () => {
    expect(chooseWorkedExamples(seeds, ["d"], { ...parameters, worked: "fixed" })).toEqual(
      chooseWorkedExamples(seeds, [], parameters),
    );
  });
});
