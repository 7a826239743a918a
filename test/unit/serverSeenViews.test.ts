import { expect, it } from "vitest";
import { type KeyedCell, keepKeys } from "../../src/core/cellKeys.ts";
import { parseDocument } from "../../src/core/puzzleDocument.ts";
import { type CellView, viewCells } from "../../src/server/cellView.ts";
import { CELL, findingsWith } from "./serverViews.ts";

const nothing = { unjudged: false, pairsOf: () => [], isTried: () => false, known: () => null };
const seen = new WeakMap<KeyedCell, CellView>();

function views(
  text: string,
  before: readonly KeyedCell[],
  verdicts: ReadonlyMap<string, ReturnType<typeof findingsWith>>,
) {
  const { cells, problems } = parseDocument(text);
  let count = before.length;
  const keyed = keepKeys(before, cells, () => `k${++count}`);
  return viewCells(keyed, problems, { ...nothing, find: ({ g }) => verdicts.get(g ?? "") }, seen);
}

it("a view is the same object until its text, place, findings or twin change", () => {
  const other = CELL.replace("return n\n", "return 7\n");
  const g = (text: string) => parseDocument(text).cells[0]?.g ?? "";
  const [right, wrong] = [findingsWith("verified"), findingsWith("refuted")];
  const first = views(`${CELL}\n${other}`, [], new Map([[g(CELL), right]]));
  const cells = first.map(({ cell }) => cell);
  const found = views(
    `${CELL}\n${other}`,
    cells,
    new Map([
      [g(CELL), right],
      [g(other), wrong],
    ]),
  );
  expect(found[0]).toBe(first[0]);
  expect(found.map(({ state }) => state)).toEqual(["verified", "refuted"]);
  expect(found[1]?.twin).toBe(cells[0]);
  const moved = views(
    `\n${CELL}\n${other}`,
    cells,
    new Map([
      [g(CELL), right],
      [g(other), wrong],
    ]),
  );
  expect(moved[0]?.cell.lines.start).toBe(1);
  expect(moved[1]?.twin).toBe(moved[0]?.cell);
  const unfinished = `${CELL}\nx = (\n`;
  const broken = views(unfinished, cells, new Map([[g(CELL), right]]));
  expect(broken[0]?.problems).toHaveLength(1);
  expect(
    views(
      `${CELL}\n${other}`,
      broken.map(({ cell }) => cell),
      new Map([[g(CELL), right]]),
    )[0]?.problems,
  ).toEqual([]);
});
