/** Keys pressed in the queue's tree, done one after another in the order in which they were pressed. */
import type { PairNode } from "./queueNodes.ts";

type Pairs = readonly PairNode[];

/**
 * A key is done when the tree is redrawn with the cursor on the next pair, and people are quicker than that. One that is
 * pressed meanwhile means the pair that the cursor is on its way to, unless the cursor was moved to another by hand.
 */
export class KeyTurns {
  readonly #findCursor: () => Promise<Pairs>;
  #latest: Promise<Pairs> | undefined;
  /** Ids of the pairs that the keys before have left behind. */
  readonly #left = new Set<string>();

  /** `findCursor` waits for what is at the cursor; asked where a key did not say, because the tree was being redrawn. */
  constructor(findCursor: () => Promise<Pairs>) {
    this.#findCursor = findCursor;
  }

  /**
   * Has a key do what it means, `act`, once those before it are done: to the pairs that were at the cursor when it was
   * pressed, or that the cursor has gone to since. `act` returns where it leaves the cursor; so does this, but for a key
   * that another one has followed.
   */
  async take(atCursor: Pairs, act: (pairs: Pairs) => Promise<Pairs>): Promise<Pairs> {
    const before = this.#latest ?? (atCursor.length > 0 ? Promise.resolve(atCursor) : this.#findCursor());
    const turn = before.then((onItsWay) => this.#run(this.#wasMoved(atCursor) ? atCursor : onItsWay, act));
    const settled = turn.catch(() => []);
    this.#latest = settled;
    const next = await turn.finally(() => {
      if (this.#latest === settled) this.#end();
    });
    return this.#latest === undefined ? next : [];
  }

  async #run(pairs: Pairs, act: (pairs: Pairs) => Promise<Pairs>): Promise<Pairs> {
    const next = await act(pairs);
    for (const { pair } of pairs) this.#left.add(pair.id);
    for (const { pair } of next) this.#left.delete(pair.id);
    return next;
  }

  #wasMoved(atCursor: Pairs): boolean {
    return atCursor.length > 0 && !atCursor.some(({ pair }) => this.#left.has(pair.id));
  }

  #end(): void {
    this.#latest = undefined;
    this.#left.clear();
  }
}
