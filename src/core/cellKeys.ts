/** Cells keep their keys while a document is edited, so that what was said about a cell finds it again. */
import type { PuzzleCell } from "./puzzleDocument.ts";

export interface KeyedCell extends PuzzleCell {
  /** Unique among all cells of a document, ever. */
  readonly key: string;
}

/**
 * Gives each cell the key of the cell that it was in `previous`: of an equal one, or, among those that changed between
 * equal ones, of the one at its place. Others get new keys. Linear in the number of cells.
 */
export function keepKeys(
  previous: readonly KeyedCell[],
  cells: readonly PuzzleCell[],
  newKey: () => string,
): KeyedCell[] {
  const keys = new Array<string | undefined>(cells.length);
  let start = 0;
  while (isSame(previous[start], cells[start])) {
    keys[start] = previous[start]?.key;
    start += 1;
  }
  let [oldEnd, newEnd] = [previous.length, cells.length];
  while (oldEnd > start && newEnd > start && isSame(previous[oldEnd - 1], cells[newEnd - 1])) {
    oldEnd -= 1;
    newEnd -= 1;
    keys[newEnd] = previous[oldEnd]?.key;
  }
  const gone = previous.slice(start, oldEnd);
  takeEqual(gone, cells, start, newEnd, keys);
  for (let index = start; index < newEnd; index++) keys[index] ??= gone.shift()?.key;
  return cells.map((cell, index) => ({ ...cell, key: keys[index] ?? newKey() }));
}

/** Cells that were moved keep their keys; what is left in `gone` has no equal. */
function takeEqual(
  gone: KeyedCell[],
  cells: readonly PuzzleCell[],
  start: number,
  end: number,
  keys: (string | undefined)[],
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
    keys[index] = equal.key;
    taken.add(equal);
  }
  const left = gone.filter((cell) => !taken.has(cell));
  gone.splice(0, gone.length, ...left);
}

function isSame(a: PuzzleCell | undefined, b: PuzzleCell | undefined): boolean {
  return a !== undefined && b !== undefined && a.id === b.id && a.f === b.f && a.g === b.g;
}

function textOf({ id, f, g }: PuzzleCell): string {
  return JSON.stringify([id, f, g]);
}
