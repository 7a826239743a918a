import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type KeyedCell, keepKeys } from "../../src/core/cellKeys.ts";
import { parseDocument } from "../../src/core/puzzleDocument.ts";

const cell = (name: string, answer = "1") =>
  `# %%\ndef f(x: int, name="${name}"):\n    return x == 1\n\n\ndef g(name="${name}"):\n    return ${answer}\n`;

/** Keys of the cells of each text in turn, as one document goes through them. */
function keysThrough(...texts: readonly (readonly string[])[]): string[][] {
  let cells: readonly KeyedCell[] = [];
  let count = 0;
  return texts.map((parts) => {
    cells = keepKeys(cells, parseDocument(parts.join("\n")).cells, () => `k${++count}`);
    return cells.map(({ key }) => key);
  });
}

const [a, b, c] = [cell("a"), cell("b"), cell("c")];

describe("a cell's key", () => {
  it.each([
    ["survives an edit of the cell", [a, b, c], [a, cell("b", "2"), c], ["k1", "k2", "k3"]],
    ["survives a cell that is put before it", [a, b], [c, a, b], ["k3", "k1", "k2"]],
    ["survives a cell that is put between others", [a, b], [a, c, b], ["k1", "k3", "k2"]],
    ["goes with a cell that is deleted", [a, b, c], [a, c], ["k1", "k3"]],
    ["moves with its cell", [a, b, c], [c, a, b], ["k3", "k1", "k2"]],
    ["stays with the first of two that became equal", [a, b], [a, a], ["k1", "k2"]],
    ["survives a move beside an edit", [a, b, c], [c, cell("a", "5"), b], ["k3", "k1", "k2"]],
    ["survives lines put before all cells", [a, b], ["import math\n", a, b], ["k1", "k2"]],
  ])("%s", (_name, before, after, keys) => {
    expect(keysThrough(before, after)[1]).toEqual(keys);
  });

  it("is on the same object while the cell stays as and where it is, and on the same text while it is moved", () => {
    const first = keepKeys([], parseDocument([a, b, c].join("\n")).cells, () => "k");
    const edited = keepKeys(first, parseDocument([a, cell("b", "2"), c].join("\n")).cells, () => "k");
    expect([edited[0] === first[0], edited[1] === first[1], edited[2] === first[2]]).toEqual([true, false, true]);
    const moved = keepKeys(first, parseDocument(["", a, b, c].join("\n")).cells, () => "k");
    expect(moved[0]).not.toBe(first[0]);
    expect(moved[0]?.text).toBe(first[0]?.text);
    expect(moved[0]?.lines.start).toBe(1);
  });

  it("is never given twice, not even after its cell has gone", () => {
    expect(keysThrough([a], [], [a])).toEqual([["k1"], [], ["k2"]]);
  });

  it("is each cell's own, and an unchanged cell keeps its own, whatever is done to the others", () => {
    const name = fc.constantFrom("a", "b", "c", "d", "e");
    const names = fc.uniqueArray(name, { maxLength: 5 });
    const text = fc.array(name, { maxLength: 8 });
    fc.assert(
      fc.property(text, text, names, (first, second, unique) => {
        for (const keys of keysThrough(
          first.map((each) => cell(each)),
          second.map((each) => cell(each)),
        )) {
          expect(new Set(keys).size).toBe(keys.length);
        }
        const left = unique.filter((each) => second.includes(each));
        const [before = [], after = []] = keysThrough(
          unique.map((each) => cell(each)),
          left.map((each) => cell(each)),
        );
        expect(after).toEqual(left.map((each) => before[unique.indexOf(each)]));
      }),
      { numRuns: 300 },
    );
  });
});
