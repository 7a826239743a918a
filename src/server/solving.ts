/** Cells solved by the model: one after another, each once at a time, until done or cancelled. */
import { t } from "@vscode/l10n";
import type { WorkDoneProgressServerReporter } from "vscode-languageserver";
import type { CellOutcome } from "../protocol/lspMessages.ts";
import type { Refusal } from "./refusal.ts";
import type { SolveCounts } from "./solveCell.ts";

export type Effort = "recipe" | "harder";

/** One cell that is to be solved. */
export interface SolveRequest {
  readonly uri: string;
  readonly key: string;
  readonly effort: Effort;
  readonly onCounts: (counts: SolveCounts) => void;
}

export interface SolvingParts {
  /** Solves one cell; null where that was done. What it throws after the abort is taken for its consequence. */
  readonly solve: (request: SolveRequest, signal: AbortSignal) => Promise<Refusal | null>;
  readonly openProgress: () => Promise<WorkDoneProgressServerReporter>;
}

interface Batch {
  readonly uri: string;
  readonly keys: readonly string[];
  readonly effort: Effort;
}

export class Solving {
  readonly #parts: SolvingParts;
  /** The cells of each document that are solved or wait for it, by their keys, with what cancels them. */
  readonly #busy = new Map<string, Map<string, AbortController>>();
  #last: Promise<unknown> = Promise.resolve();

  constructor(parts: SolvingParts) {
    this.#parts = parts;
  }

  /** Solves cells of a document. Throws what the solve of one throws; those before it are done. */
  async solve({ uri, keys, effort }: Batch): Promise<CellOutcome> {
    const busy = this.#busy.get(uri) ?? new Map<string, AbortController>();
    this.#busy.set(uri, busy);
    const free = keys.filter((key) => !busy.has(key));
    const refused = keys
      .filter((key) => busy.has(key))
      .map((key) => ({ key, why: t("This cell is being solved already. Wait for it, or cancel it first.") }));
    if (free.length === 0) return { done: 0, refused };
    const abort = new AbortController();
    for (const key of free) busy.set(key, abort);
    try {
      const solved = await this.#takeTurn({ uri, keys: free, effort }, abort);
      return { done: solved.done, refused: [...refused, ...solved.refused] };
    } finally {
      for (const key of free) busy.delete(key);
    }
  }

  /** Ends the solves of a document that was closed. */
  cancel(uri: string): void {
    for (const abort of this.#busy.get(uri)?.values() ?? []) abort.abort();
    this.#busy.delete(uri);
  }

  /** Ends all solves. */
  async stop(): Promise<void> {
    for (const uri of [...this.#busy.keys()]) this.cancel(uri);
    await this.#last;
  }

  /** Waits until those before are done, unless it is cancelled. */
  async #takeTurn(batch: Batch, abort: AbortController): Promise<CellOutcome> {
    const before = this.#last;
    const { promise: over, resolve: end } = Promise.withResolvers<void>();
    this.#last = Promise.all([before, over]);
    try {
      const progress = await this.#parts.openProgress();
      try {
        progress.token.onCancellationRequested(() => abort.abort());
        progress.begin(t("Solving"), 0, t("Waiting for the model…"), true);
        await Promise.race([before, aborted(abort.signal)]);
        return await this.#solveAll(batch, progress, abort.signal);
      } finally {
        progress.done();
      }
    } finally {
      end();
    }
  }

  async #solveAll(
    { uri, keys, effort }: Batch,
    progress: WorkDoneProgressServerReporter,
    signal: AbortSignal,
  ): Promise<CellOutcome> {
    const refused: { key: string; why: string }[] = [];
    let done = 0;
    for (const [index, key] of keys.entries()) {
      if (signal.aborted) break;
      const onCounts = (counts: SolveCounts) =>
        progress.report((100 * (index + counts.attempts / counts.most)) / keys.length, wordsOf(counts));
      try {
        const refusal = await this.#parts.solve({ uri, key, effort, onCounts }, signal);
        if (refusal !== null) refused.push({ key, why: refusal.why });
        else if (!signal.aborted) done += 1;
      } catch (error) {
        if (!signal.aborted) throw error;
      }
    }
    return { done, refused };
  }
}

function wordsOf({ attempts, verified }: SolveCounts): string {
  return t("{0} verified of {1} attempts", verified, attempts);
}

function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    signal.addEventListener("abort", () => resolve(), { once: true });
  });
}
