/** Cells keep their keys while a document is edited, so that what was said about a cell finds it again. */
import type { CellText } from "./cellCheck.ts";
import type { LineRange, PuzzleCell } from "./puzzleDocument.ts";

export interface KeyedCell extends PuzzleCell {
  /** Unique among all cells of a document, ever. */
  readonly key: string;
  /** What its checks are about, the same object until it changes; null where there is no puzzle in it. */
  readonly text: CellText | null;
}

/**
 * Gives each cell the key of the cell that it was in `previous`: of an equal one, or, among those that changed between
 * equal ones, of the one at its place. Others get new keys. A cell that stays as and where it was stays the same object.
 * Linear in the number of cells.
 */
export function keepKeys(
  previous: readonly KeyedCell[],
  cells: readonly PuzzleCell[],
  newKey: () => string,
): KeyedCell[] {
  const were = new Array<KeyedCell | undefined>(cells.length);
  let start = 0;
  while (isSame(previous[start], cells[start])) {
    were[start] = previous[start];
    start += 1;
  }
  let [oldEnd, newEnd] = [previous.length, cells.length];
  while (oldEnd > start && newEnd > start && isSame(previous[oldEnd - 1], cells[newEnd - 1])) {
    oldEnd -= 1;
    newEnd -= 1;
    were[newEnd] = previous[oldEnd];
  }
  const gone = previous.slice(start, oldEnd);
  takeEqual(gone, cells, start, newEnd, were);
  for (let index = start; index < newEnd; index++) were[index] ??= gone.shift();
  return cells.map((cell, index) => continueAs(cell, were[index], newKey));
}

function continueAs(cell: PuzzleCell, was: KeyedCell | undefined, newKey: () => string): KeyedCell {
  if (was !== undefined && isSame(was, cell)) {
    return isAtPlaceOf(was, cell) ? was : { ...cell, key: was.key, text: was.text };
  }
  const { f, g } = cell;
  return { ...cell, key: was?.key ?? newKey(), text: f === null ? null : { f, g } };
}

/** Cells that were moved keep their keys; what is left in `gone` has no equal. */
function takeEqual(
  gone: KeyedCell[],
  cells: readonly PuzzleCell[],
  start: number,
  end: number,
  were: (KeyedCell | undefined)[],
): void {
  const byText = new Map<string, KeyedCell[]>();
  for (const cell of gone) {
    const equal = byText.get(textOf(cell));
    if (equal === undefined) byText.set(textOf(cell), [cell]);
    else equal.push(cell);
  }
  const taken = new Set<KeyedCell>();
  for (let index = start; index < end; index++) {
    const cell = cells[index];
    const equal = cell && byText.get(textOf(cell))?.shift();
    if (equal === undefined) continue;
    were[index] = equal;
    taken.add(equal);
  }
  const left = gone.filter((cell) => !taken.has(cell));
  gone.splice(0, gone.length, ...left);
}

function isSame(a: PuzzleCell | undefined, b: PuzzleCell | undefined): boolean {
  return a !== undefined && b !== undefined && a.id === b.id && a.f === b.f && a.g === b.g;
}

function isAtPlaceOf(a: PuzzleCell, b: PuzzleCell): boolean {
  return (
    areLinesSame(a.lines, b.lines) &&
    areLinesSame(a.fLines, b.fLines) &&
    areLinesSame(a.gLines, b.gLines) &&
    a.fLine === b.fLine &&
    a.gLine === b.gLine
  );
}

function areLinesSame(a: LineRange | null, b: LineRange | null): boolean {
  return a?.start === b?.start && a?.end === b?.end;
}

function textOf({ id, f, g }: PuzzleCell): string {
  return JSON.stringify([id, f, g]);
}
