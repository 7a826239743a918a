import { expect, it } from "vitest";
import { parseDocument } from "../../src/core/puzzleDocument.ts";

const SIZE = 400_000;
const F = "# %%\ndef f(x: int):\n    return x == 1";

/** Texts that take minutes to read where a step's cost grows with what stands before it. */
const TEXTS = {
  "a cell of many statements": `# %%\n${"x = 1\n".repeat(SIZE / 6)}`,
  "many puzzles in a cell that is in conflict": `# %%\n<<<<<<< a\n${"def f(x: int): 1\n".repeat(SIZE / 17)}`,
  "brackets that nothing closes, a line each": `${F}\ny = ${"(\n".repeat(SIZE / 2)}`,
  "format specifications in format specifications": `${F}\ny = f"${"{a:".repeat(SIZE / 3)}`,
  "strings in fields of strings": `${F}\ny = ${'f"{a+'.repeat(SIZE / 5)}`,
  "a long comment": `${F} # ${"a".repeat(SIZE)}\n`,
  "blanks between names": `${F} and${" ".repeat(SIZE)}x\n`,
  "blanks between an import's names": `import a${" ".repeat(SIZE)}b\n${F}`,
  "imports above all cells": `${"import a\n".repeat(SIZE / 100)}${`${F}\n`.repeat(SIZE / 200)}`,
  "a line without end": `${F}${" + 1".repeat(SIZE / 4)}`,
  "a string without end": `${F}\nx = """${"a\n".repeat(SIZE / 2)}`,
  "decorators without end": `# %%\n${"@a\n".repeat(SIZE / 3)}def f(x: int): 1\n`,
};

it.each(Object.entries(TEXTS))("reads %s at a cost that grows with its length alone", (_name, text) => {
  const { cells, headLines } = parseDocument(text);
  expect(cells.at(-1)?.lines.end).toBe(text.split("\n").length);
  expect(headLines.end).toBe(cells[0]?.lines.start);
});
