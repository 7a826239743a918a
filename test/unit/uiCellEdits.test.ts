import { describe, expect, it } from "vitest";
import { parseDocument } from "../../src/core/puzzleDocument.ts";
import { type CellChange, planCellEdits } from "../../src/ui/cellEdits.ts";

const A = { id: "a".repeat(16), f: "def f(x: int, n=3):\n    return x == n" };
const B = { id: "b".repeat(16), f: "def f(x: List[int]):\n    return len(x) == 2" };
const G = "def g(n=3):\n    return n";

/** Applies a plan as an editor does: all positions are meant in the text before. */
function edited(text: string, changes: CellChange[], placed: string[] = []): string {
  const lines = text.split("\n");
  const offset = ({ line, character }: { line: number; character: number }) =>
    lines.slice(0, line).reduce((sum, each) => sum + each.length + 1, 0) + character;
  const edits = planCellEdits(text, changes, new Set(placed))
    .map(({ from, to, text: put }, index) => ({ from: offset(from), to: offset(to), put, index }))
    .sort((a, b) => b.from - a.from || b.index - a.index);
  return edits.reduce((sum, { from, to, put }) => sum.slice(0, from) + put + sum.slice(to), text);
}
const add = (cell: { id: string; f: string }, g: string | null = null): CellChange => ({ kind: "add", ...cell, g });

describe("a generation's edits of its document", () => {
  it("write a puzzle, then its solution and the assertion", () => {
    const first = edited("", [add(A)]);
    expect(first).toBe(`# %% ${A.id}\n${A.f}\n`);
    expect(edited(first, [{ kind: "solve", ...A, g: G }], [A.id])).toBe(
      `# %% ${A.id}\n${A.f}\n\n\n${G}\n\n\nassert f(g())\n`,
    );
  });

  it("import the typing names that cells need, once", () => {
    const text = edited(edited("", [add(B)]), [add(A, "def g(n=3) -> Tuple[int]:\n    return n")], [B.id]);
    expect(text.startsWith("from typing import List, Tuple\n\n\n# %% b")).toBe(true);
    expect(parseDocument(text).problems).toEqual([]);
    expect(parseDocument(text).cells.map((cell) => cell.id)).toEqual([B.id, A.id]);
  });

  it("take an unsolved puzzle out again, with the blank lines it brought", () => {
    const both = edited("", [add(A, G), add(B)]);
    const left = edited(both, [{ kind: "remove", ...B }], [A.id, B.id]);
    expect(left.endsWith("assert f(g())\n")).toBe(true);
    expect(parseDocument(left).cells.map((cell) => cell.id)).toEqual([A.id]);
    const again = edited(left, [add({ ...B, id: "c".repeat(16) })], [A.id, B.id]);
    expect(parseDocument(again).cells).toHaveLength(2);
    expect(again).not.toMatch(/\n{4}/);
  });

  it("take the first or a middle puzzle out without a gap", () => {
    const three = edited("", [add(A), add(B), add({ ...A, id: "c".repeat(16) })]);
    const left = edited(three, [{ kind: "remove", ...B }], [A.id, B.id, "c".repeat(16)]);
    expect(left).toBe(edited("from typing import List\n", [add(A), add({ ...A, id: "c".repeat(16) })]));
  });

  it("leave a cell alone that a person has changed", () => {
    const text = edited("", [add(A)]).replace("x == n", "x == n + 1");
    expect(edited(text, [{ kind: "solve", ...A, g: G }], [A.id])).toBe(text);
    expect(edited(text, [{ kind: "remove", ...A }], [A.id])).toBe(text);
  });

  it("know a cell again that a formatter has been through", () => {
    const f = "def f(s: str, t='ab'):\n    return s==t";
    const text = edited("", [add({ ...A, f })])
      .replace("'ab'", '"ab"')
      .replace("s==t", "s == t");
    expect(edited(text, [{ kind: "solve", id: A.id, f, g: "def g():\n    return 'ab'" }], [A.id])).toContain("assert");
  });

  it("do not bring back a cell that a person has deleted", () => {
    expect(edited("# mine\n", [add(A)], [A.id])).toBe("# mine\n");
    expect(edited("# mine\n", [{ kind: "solve", ...A, g: G }], [A.id])).toBe("# mine\n");
  });

  it("solve a puzzle that was written before the window was reloaded, and go on below it", () => {
    const text = edited("", [add(A)]);
    expect(edited(text, [add(A, G), add({ ...A, id: "c".repeat(16) })], [A.id])).toBe(
      edited(edited("", [add(A, G)]), [add({ ...A, id: "c".repeat(16) })], [A.id]),
    );
  });

  it("do not write a cell twice", () => {
    const text = edited("", [add(A)]);
    expect(edited(text, [add(A)])).toBe(text);
  });

  it("put new cells before what a person has written below", () => {
    const text = `${edited("", [add(A)])}\n\n# %%\ndef f(mine: int):\n    return mine == 1\n`;
    const after = edited(text, [add(B)], [A.id]);
    expect(parseDocument(after).cells.map((cell) => cell.id)).toEqual([A.id, B.id, null]);
  });
});
