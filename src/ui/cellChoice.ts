/** Which cells a command on a document means. Pure, so that it is tested without an editor. */
import type { CellMark } from "../protocol/lspMessages.ts";

/** Whether a cell waits for a person's decision: verified, and neither accepted nor rejected yet. */
function isPending({ state, review }: CellMark): boolean {
  return state === "verified" && (review === null || review === "pending");
}

/**
 * The next cell to decide about after the one at `line`, or with `step` -1 the one before; from the end it goes on at
 * the other end. The cell at `line` itself only where no other waits. Undefined where none does.
 */
export function nextPending(cells: readonly CellMark[], line: number, step: 1 | -1): CellMark | undefined {
  const pending = cells.filter(isPending);
  const ordered = step === 1 ? pending : pending.toReversed();
  const isBeyond = (cell: CellMark) => (step === 1 ? cell.line > line : cell.end <= line);
  return ordered.find(isBeyond) ?? ordered[0];
}

/** All that could be accepted at once: no verified pair that is weak or decided about. */
export function acceptable(cells: readonly CellMark[]): readonly CellMark[] {
  return cells.filter((cell) => isPending(cell) && !isWeak(cell));
}

/** Verified pairs that teach nothing: a trivial answer solves the puzzle, or it is there already. */
export function rejectable(cells: readonly CellMark[]): readonly CellMark[] {
  return cells.filter((cell) => isPending(cell) && isWeak(cell));
}

function isWeak({ trivial, duplicate }: CellMark): boolean {
  return trivial || duplicate;
}
