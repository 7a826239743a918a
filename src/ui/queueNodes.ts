/** What the queue's tree is made of. */
import type { QueuedPair } from "../core/ports.ts";
import type { ReviewState } from "../core/puzzle.ts";

export interface StateNode {
  readonly kind: "state";
  readonly state: ReviewState;
  readonly count: number;
}
export interface PairNode {
  readonly kind: "pair";
  readonly pair: QueuedPair;
}
/** Loads the next page of its state. */
export interface MoreNode {
  readonly kind: "more";
  readonly state: ReviewState;
  readonly left: number;
}
export type QueueNode = StateNode | PairNode | MoreNode;

const TITLE_LENGTH = 70;

/** What a puzzle asks for, on one line: its last `return`, else its header. For eyes only. */
export function titleOf(puzzle: string): string {
  const lines = puzzle
    .split("\n")
    .map((line) => line.trim())
    .filter((line) => line !== "");
  const asked = lines.findLast((line) => line.startsWith("return "))?.slice("return ".length);
  const title = asked ?? lines.find((line) => line.startsWith("def ")) ?? lines[0] ?? "";
  return title.length > TITLE_LENGTH ? `${title.slice(0, TITLE_LENGTH - 1)}…` : title;
}

/** The pairs that a context action means: all that are selected where the clicked one is among them, else that one. */
export function targetsOf(clicked: PairNode | undefined, selected: readonly QueueNode[] | undefined): PairNode[] {
  const pairs = (selected ?? []).filter((node): node is PairNode => node.kind === "pair");
  if (clicked === undefined) {
    return pairs;
  }
  return pairs.some((node) => node.pair.id === clicked.pair.id) ? pairs : [clicked];
}
