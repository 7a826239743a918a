import { expect, it } from "vitest";
import type { QueuedPair } from "../../src/core/ports.ts";
import { KeyTurns } from "../../src/ui/keyTurns.ts";
import type { PairNode } from "../../src/ui/queueNodes.ts";

const node = (id: string): PairNode => ({ kind: "pair", pair: { id } as QueuedPair });
const [a, b, c, d] = [node("a"), node("b"), node("c"), node("d")];
const below = new Map([
  [a, b],
  [b, c],
  [c, d],
]);

const nowhere = async () => [];

/** A list whose cursor moves one down with every key, a moment later. */
function list() {
  const done: string[] = [];
  const act = async (pairs: readonly PairNode[]) => {
    await new Promise((resolve) => setTimeout(resolve, 5));
    done.push(...pairs.map(({ pair }) => pair.id));
    return pairs.flatMap((pair) => below.get(pair) ?? []);
  };
  return { done, act };
}

it("a key that is quicker than the tree means the pair that the cursor is on its way to", async () => {
  const keys = new KeyTurns(nowhere);
  const { done, act } = list();
  const ends = await Promise.all([keys.take([a], act), keys.take([a], act), keys.take([], act)]);
  expect(done).toEqual(["a", "b", "c"]);
  expect(ends).toEqual([[], [], [d]]);
});

it("a key after the cursor was moved by hand means the pair that it was moved to", async () => {
  const keys = new KeyTurns(nowhere);
  const { done, act } = list();
  await Promise.all([keys.take([a], act), keys.take([c], act)]);
  expect(done).toEqual(["a", "c"]);
});

it("a key that comes while the tree is redrawn means the pair that the cursor turns out to be at", async () => {
  const keys = new KeyTurns(async () => [b]);
  const { done, act } = list();
  await Promise.all([keys.take([], act), keys.take([], act)]);
  expect(done).toEqual(["b", "c"]);
});

it("a key that fails takes nothing from the next one", async () => {
  const keys = new KeyTurns(nowhere);
  const { done, act } = list();
  const failing = keys.take([a], async () => {
    throw new Error("read-only");
  });
  await expect(failing).rejects.toThrow("read-only");
  await keys.take([b], act);
  expect(done).toEqual(["b"]);
});
