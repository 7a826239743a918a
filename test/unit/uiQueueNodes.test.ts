import { describe, expect, it } from "vitest";
import type { QueuedPair } from "../../src/core/ports.ts";
import { titleOf } from "../../src/core/puzzleTitle.ts";
import {
  idOf,
  neighbourOf,
  type PairNode,
  type QueueNode,
  rootsOf,
  statesOf,
  targetsOf,
} from "../../src/ui/queueNodes.ts";

describe("a pair's title", () => {
  it("is what the puzzle asks for", () => {
    expect(titleOf("import math\n\ndef f(x: int, n=3):\n    y = x * n\n    return y == 9\n")).toBe("y == 9");
  });
  it("is the header where nothing is returned on a line of its own", () => {
    expect(titleOf("def f(x: int): return x == 1")).toBe("def f(x: int): return x == 1");
  });
  it("fits on one line of the view", () => {
    const title = titleOf(`def f(s: str):\n    return s == "${"a".repeat(200)}"`);
    expect(title).toHaveLength(70);
    expect(title.endsWith("…")).toBe(true);
  });
});

describe("a context action", () => {
  const node = (id: string) => ({ kind: "pair", pair: { id } as QueuedPair }) satisfies PairNode;
  const [a, b, c] = [node("a"), node("b"), node("c")];
  it("means all that are selected when one of them is clicked", () => {
    expect(targetsOf(a, [a, b])).toEqual([a, b]);
  });
  it("means only the one that is clicked outside of the selection", () => {
    expect(targetsOf(c, [a, b])).toEqual([c]);
  });
  it("passes over what is no pair", () => {
    expect(targetsOf(undefined, [{ kind: "state", state: "pending", count: 2 }, b])).toEqual([b]);
  });
});

const pairNode = (id: string) => ({ kind: "pair", pair: { id } as QueuedPair }) satisfies PairNode;

describe("the top of the tree", () => {
  const pairs = { pending: 2, accepted: 0, rejected: 1, trained: 0 };
  it("is the states where there is one round", () => {
    const roots = rootsOf([{ round: 3, pairs }]);
    expect(roots.map(idOf)).toEqual(["pending", "accepted", "rejected", "trained"]);
    expect(roots[0]).toEqual({ kind: "state", state: "pending", count: 2 });
    expect(rootsOf([])).toEqual([]);
  });
  it("is the rounds where there are several, each with its states", () => {
    const [newest] = rootsOf([
      { round: 3, pairs },
      { round: 2, pairs },
    ]);
    expect(newest).toEqual({ kind: "round", counts: { round: 3, pairs } });
    if (newest?.kind !== "round") return;
    const [pending] = statesOf(newest);
    expect(pending).toEqual({ kind: "state", state: "pending", round: 3, count: 2 });
    expect(idOf(pending as QueueNode)).toBe("round.3.pending");
  });
});

describe("a key in the tree", () => {
  const [a, b, c] = [pairNode("a"), pairNode("b"), pairNode("c")];
  const state = { kind: "state", state: "pending", count: 3 } satisfies QueueNode;
  it("means the focused pair outside of the selection", () => {
    expect(targetsOf(c, [a, b])).toEqual([c]);
    expect(targetsOf(c, [])).toEqual([c]);
  });
  it("means all that are selected where the focused one is among them", () => {
    expect(targetsOf(a, [a, b])).toEqual([a, b]);
  });
  it("means nothing on what is no pair", () => {
    expect(targetsOf(state, [a])).toEqual([]);
  });
  it("is followed by the next pair below, else above", () => {
    const more = { kind: "more", under: state, left: 1 } satisfies QueueNode;
    expect(neighbourOf([a, b, c, more], [a, b])).toBe(c);
    expect(neighbourOf([a, b, c, more], [c])).toBe(b);
    expect(neighbourOf([a, more], [a])).toBeUndefined();
  });
});
