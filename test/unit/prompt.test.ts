import { describe, expect, it } from "vitest";
import { puzzlePrompt, solvePrompt } from "../../src/core/prompt.ts";

const INT = "def f(x: int, n=3):\n    return x == n";
const STR = "def f(s: str):\n    return s == f'{1}'";

describe("the puzzle prompt", () => {
  it("numbers the puzzles, shows no solutions and ends with the next header", () => {
    expect(puzzlePrompt([INT, STR])).toEqual({
      name: "f3",
      prompt: "def f1(x: int, n=3):\n    return x == n\n\ndef f2(s: str):\n    return s == f'{1}'\n\ndef f3(",
    });
  });
  it("is the first header where there are no examples", () => {
    expect(puzzlePrompt([])).toEqual({ name: "f1", prompt: "def f1(" });
  });
});

describe("the solve prompt", () => {
  const puzzle = { f: STR, header: "def g():" };
  const worked = [{ f: INT, g: "def g(n=3):\n    return n" }];
  it("shows numbered triples, then the puzzle and the header of its solution", () => {
    expect(solvePrompt(worked, puzzle, "\n")).toEqual({
      name: "g2",
      prompt:
        "def f1(x: int, n=3):\n    return x == n\n\ndef g1(n=3):\n    return n\n\nassert f1(g1())\n\n" +
        "def f2(s: str):\n    return s == f'{1}'\n\ndef g2():\n",
    });
  });
  it("ends with the first indentation where the recipe says so", () => {
    expect(solvePrompt([], puzzle, "\n    ").prompt).toBe("def f1(s: str):\n    return s == f'{1}'\n\ndef g1():\n    ");
  });
  it("numbers calls within a solution too", () => {
    const recursive = [{ f: INT, g: "def g(n=3):\n    return n if n < 4 else g(n - 1)" }];
    expect(solvePrompt(recursive, puzzle, "\n").prompt).toContain("return n if n < 4 else g1(n - 1)");
  });
});
