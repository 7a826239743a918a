/** Which puzzles are known already, to the letter or but for their constants. */
import { erasedForm } from "./erasedForm.ts";
import type { Queue, QueuedPair } from "./ports.ts";
import { type Puzzle, REVIEW_STATES, type RejectReason, type ReviewState } from "./puzzle.ts";

/** Newest pairs of each state that a run looks at: reading all would cost more the longer the queue is. */
const MOST_PAIRS = 1_000;

export interface KnownParts {
  readonly seeds: readonly Puzzle[];
  /** Content ids that no generated puzzle may have. */
  readonly heldOut: ReadonlySet<string>;
  readonly queue: Pick<Queue, "hasPuzzle" | "pairs">;
  /** The run's puzzles so far. */
  readonly run: readonly Puzzle[];
}

export class KnownPuzzles {
  readonly #parts: KnownParts;
  readonly #seeds: ReadonlySet<string>;
  /** Content ids of the candidates that reading found no fault with, and of the run's puzzles. */
  readonly #seen: Set<string>;
  /** Puzzles by what is left of them without constants; filled when first asked for. */
  #forms: Map<string, number> | undefined;

  constructor(parts: KnownParts) {
    this.#parts = parts;
    this.#seeds = new Set(parts.seeds.map(({ id }) => id));
    this.#seen = new Set(parts.run.map(({ id }) => id));
  }

  /** Why a candidate of this content id is not wanted; from now on it is known. */
  whereFrom(id: string): RejectReason | undefined {
    if (this.#seeds.has(id)) return "inSeeds";
    if (this.#parts.heldOut.has(id)) return "inHeldOut";
    if (this.#seen.has(id)) return "inBatch";
    if (this.#parts.queue.hasPuzzle(id)) return "inQueue";
    this.#seen.add(id);
    return undefined;
  }

  /** Counts this puzzle's id as known from now on. */
  see(id: string): void {
    this.#seen.add(id);
  }

  /** How many seeds, puzzles of the run and solved ones of the queue differ from `f` only in constants, or not at all. */
  countAlike(f: string): number {
    this.#forms ??= this.#readForms();
    return this.#forms.get(erasedForm(f)) ?? 0;
  }

  /** The run has kept this puzzle. */
  keep(f: string): void {
    if (this.#forms !== undefined) add(this.#forms, f);
  }

  #readForms(): Map<string, number> {
    const { seeds, run, queue } = this.#parts;
    const pairs = newestPairs(queue, REVIEW_STATES);
    const sources = [...seeds.map(({ f }) => f), ...run.map(({ f }) => f), ...pairs.map(({ puzzle }) => puzzle)];
    const forms = new Map<string, number>();
    for (const f of new Set(sources)) add(forms, f);
    return forms;
  }
}

/** What a run looks at of the queue's pairs in these states. */
export function newestPairs(queue: Pick<Queue, "pairs">, states: readonly ReviewState[]): readonly QueuedPair[] {
  return states.flatMap((state) => queue.pairs({ state, sort: "newest", limit: MOST_PAIRS }));
}

function add(forms: Map<string, number>, f: string): void {
  const form = erasedForm(f);
  forms.set(form, (forms.get(form) ?? 0) + 1);
}
