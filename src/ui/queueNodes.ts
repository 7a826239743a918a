/** What the queue's tree is made of. */
import type { QueuedPair } from "../core/ports.ts";
import { REVIEW_STATES, type ReviewState } from "../core/puzzle.ts";
import type { RoundCounts } from "../core/review.ts";

export interface RoundNode {
  readonly kind: "round";
  readonly counts: RoundCounts;
}
/** The pairs of one state: of one round, or of all where `round` is left out. */
export interface StateNode {
  readonly kind: "state";
  readonly state: ReviewState;
  readonly round?: number;
  readonly count: number;
}
export interface PairNode {
  readonly kind: "pair";
  readonly pair: QueuedPair;
}
/** Loads the next page of its state. */
export interface MoreNode {
  readonly kind: "more";
  readonly under: StateNode;
  readonly left: number;
}
export type QueueNode = RoundNode | StateNode | PairNode | MoreNode;

/** The top of the tree: rounds where there are several, else the states of the only one; nothing for an empty queue. */
export function rootsOf(rounds: readonly RoundCounts[]): readonly QueueNode[] {
  const [only] = rounds;
  if (only === undefined) return [];
  if (rounds.length > 1) return rounds.map((counts) => ({ kind: "round", counts }));
  return REVIEW_STATES.map((state) => ({ kind: "state", state, count: only.pairs[state] }));
}

export function statesOf({ counts: { round, pairs } }: RoundNode): StateNode[] {
  return REVIEW_STATES.map((state) => ({ kind: "state", state, round, count: pairs[state] }));
}

/** What tells a node from all others, over every refresh. */
export function idOf(node: QueueNode): string {
  switch (node.kind) {
    case "round":
      return `round.${node.counts.round}`;
    case "state":
      return node.round === undefined ? node.state : `round.${node.round}.${node.state}`;
    case "pair":
      return node.pair.id;
    case "more":
      return `more.${idOf(node.under)}`;
  }
}

/** The pairs that an action on a node means: all that are selected where that node is among them, else that one. */
export function targetsOf(clicked: QueueNode | undefined, selected: readonly QueueNode[]): PairNode[] {
  const isSelected = clicked === undefined || selected.some((node) => idOf(node) === idOf(clicked));
  return (isSelected ? selected : [clicked]).filter((node) => node.kind === "pair");
}

/** The pair to go on with when some of a list leave it: the next one below them, else the next one above. */
export function neighbourOf(listed: readonly QueueNode[], leaving: readonly PairNode[]): PairNode | undefined {
  const ids = new Set(leaving.map(idOf));
  const last = listed.findLastIndex((node) => ids.has(idOf(node)));
  const stays = (node: QueueNode): node is PairNode => node.kind === "pair" && !ids.has(idOf(node));
  return listed.slice(last + 1).find(stays) ?? listed.slice(0, Math.max(last, 0)).findLast(stays);
}
