/** Takes puzzles and solutions of others into the queue: nothing becomes a pair before the judge has verified it. */
import { pairId } from "../../core/pairId.ts";
import type { Judge, Queue } from "../../core/ports.ts";
import type { OpenPuzzle, Verdict } from "../../core/puzzle.ts";
import { type ImportItem, type ImportSolution, SOLUTION_MS } from "./importItem.ts";
import { inLanes } from "./inLanes.ts";

export type Refusal = Exclude<Verdict, "verified"> | "unreadable" | "syntax" | "noPuzzle" | "signature" | "inHeldOut";

export type ImportEvent =
  | { readonly event: "pair" | "duplicate"; readonly number: number; readonly id: string }
  | { readonly event: "refused"; readonly number: number; readonly reason: Refusal; readonly detail: string };

export interface ImportCounts {
  /** Items read, readable or not. */
  readonly read: number;
  /** Puzzles that were new to the queue. */
  readonly puzzles: number;
  /** Verified pairs that were new to the queue. */
  readonly pairs: number;
  /** Solutions, and puzzles without any, that the queue had already. */
  readonly duplicates: number;
  /** Items and solutions that were not taken, by reason. */
  readonly refused: Readonly<Partial<Record<Refusal, number>>>;
}

export interface ImportOptions {
  readonly queue: Queue;
  readonly judge: Judge;
  /** Content ids of puzzles that may only be evaluated on. */
  readonly heldOut: ReadonlySet<string>;
  readonly signal: AbortSignal;
  /** Items worked on at once: as many as the judge has workers. */
  readonly lanes: number;
  onProgress(event: ImportEvent, counts: ImportCounts): void;
}

/**
 * Imports items as they are read, so a file of any length fits. The review that an export recorded is restored: what
 * was accepted or trained on is accepted here, what was rejected is rejected; all else waits for review. Notes and tags
 * come along.
 * Throws when `signal` aborts; what was taken until then is kept, and importing again goes on where it stood.
 */
export async function importItems(
  items: AsyncIterable<ImportItem>,
  { queue, judge, heldOut, signal, lanes, onProgress }: ImportOptions,
): Promise<ImportCounts> {
  const counts = { read: 0, puzzles: 0, pairs: 0, duplicates: 0, refused: {} as Partial<Record<Refusal, number>> };

  const refuse = (number: number, reason: Refusal, detail: string) => {
    counts.refused[reason] = (counts.refused[reason] ?? 0) + 1;
    onProgress({ event: "refused", number, reason, detail }, counts);
  };
  const skip = (number: number, id: string) => {
    counts.duplicates += 1;
    onProgress({ event: "duplicate", number, id }, counts);
  };

  const takeSolution = async (number: number, puzzle: OpenPuzzle, solution: ImportSolution) => {
    const { g, state, note = "", tags = [] } = solution;
    const id = pairId(puzzle.id, g);
    if (queue.pair(id) !== undefined) return skip(number, id);
    const judgement = await judge.judge({ f: puzzle.f, g }, SOLUTION_MS, signal);
    if (queue.pair(id) !== undefined) return skip(number, id); // another lane was faster
    queue.addAttempt(null, { puzzleId: puzzle.id, g, tokens: 0 }, judgement);
    if (judgement.verdict !== "verified") return refuse(number, judgement.verdict, judgement.detail);
    if (state === "rejected") queue.restoreReview(id, "rejected");
    else if (state === "accepted" || state === "trained") queue.restoreReview(id, "accepted");
    if (note !== "" || tags.length > 0) queue.annotate(id, { note, tags });
    counts.pairs += 1;
    onProgress({ event: "pair", number, id }, counts);
  };

  const takeItem = async (item: ImportItem) => {
    counts.read += 1;
    if ("unreadable" in item) return refuse(item.number, "unreadable", item.unreadable);
    const found = await judge.inspect(item.f, signal);
    if (!found.ok) return refuse(item.number, found.problem, found.detail);
    const [answer] = found.parameters;
    if (answer === undefined) return refuse(item.number, "signature", "f takes no answer.");
    if (heldOut.has(found.id)) return refuse(item.number, "inHeldOut", "It may only be evaluated on.");
    const puzzle = { id: found.id, f: found.f, header: found.header, shown: [] };
    if (queue.addPuzzle(null, puzzle, 0)) counts.puzzles += 1;
    else if (item.solutions.length === 0) skip(item.number, puzzle.id);
    for (const solution of item.solutions) await takeSolution(item.number, puzzle, solution);
  };

  await inLanes(items, lanes, signal, takeItem);
  return counts;
}
