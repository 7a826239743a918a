import { describe, expect, it } from "vitest";
import type { DocumentSymbol } from "vscode-languageserver";
import { parseDocument } from "../../src/core/puzzleDocument.ts";
import { foldingRanges as rangesOf, documentSymbols as symbolsOf } from "../../src/server/features/outline.ts";

const TWO_CELLS = `from typing import List


# %% a1b2c3d4
import math


def f(x: List[int], n=5):
    return math.prod(x) == n


def g(n=5):
    return [n]


assert f(g())


# %%
def f(s: str):
    return s == s[::-1]
`;

const documentSymbols = (text: string) => symbolsOf(parseDocument(text).cells);
const foldingRanges = (text: string) => rangesOf(parseDocument(text).cells, text.split(/\r\n|\r|\n/));
const startLine = ({ selectionRange }: DocumentSymbol): number => selectionRange.start.line;

describe("documentSymbols", () => {
  it("gives each cell with its definitions in it", () => {
    const symbols = documentSymbols(TWO_CELLS);
    expect(symbols.map(({ name, detail, children }) => [name, detail, children?.map((child) => child.name)])).toEqual([
      ["a1b2c3d4", undefined, ["f", "g"]],
      ["Puzzle 2", "unsolved", ["f"]],
    ]);
  });

  it("selects the line of a definition and not the imports above it", () => {
    const [first, second] = documentSymbols(TWO_CELLS);
    expect(first?.children?.map(startLine)).toEqual([7, 11]);
    expect(second?.children?.map(startLine)).toEqual([19]);
  });

  it("keeps every selection and child within its symbol's range, as the protocol demands", () => {
    for (const { range, selectionRange, children = [] } of documentSymbols(TWO_CELLS)) {
      for (const inner of [selectionRange, ...children.map((child) => child.range)]) {
        expect(inner.start.line).toBeGreaterThanOrEqual(range.start.line);
        expect(inner.end.line).toBeLessThanOrEqual(range.end.line);
      }
    }
  });

  it("reads text that is still being written", () => {
    expect(documentSymbols("# %% a1b2c3d4\ndef f(x: int, y=(")).toHaveLength(1);
    expect(documentSymbols("")).toEqual([]);
  });
});

describe("foldingRanges", () => {
  it("folds each cell to its last line that is not blank", () => {
    expect(foldingRanges(TWO_CELLS).map(({ startLine: start, endLine }) => [start, endLine])).toEqual([
      [3, 15],
      [18, 20],
    ]);
  });

  it("folds the same lines whatever ends them", () => {
    expect(foldingRanges(TWO_CELLS.replaceAll("\n", "\r\n"))).toEqual(foldingRanges(TWO_CELLS));
  });

  it("leaves out a cell of one line", () => {
    expect(foldingRanges("# %%\n")).toEqual([]);
  });
});
