import { describe, expect, it } from "vitest";
import type { QueuedPair } from "../../src/core/ports.ts";
import { type PairNode, targetsOf, titleOf } from "../../src/ui/queueNodes.ts";

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
