/** What the workspace's queue knows about the puzzles of open documents; and the one way by which reviews reach it. */
import { statSync } from "node:fs";
import { UserError } from "../core/errors.ts";
import type { Queue, QueuedPair } from "../core/ports.ts";
import type { Verdict } from "../core/puzzle.ts";
import { openQueue } from "../node/sqliteQueue.ts";
import { createWorkspaceFiles, workspaceFiles } from "../node/workspaceFiles.ts";

export interface QueueFactsParts {
  /** The folder that holds `.autodidact/`; null: there is none. */
  readonly workspace: string | null;
  /** Another window has the queue. */
  readonly readOnly: boolean;
  /** The queue cannot be read. Told once for each cause. */
  readonly onFailure: (error: unknown) => void;
}

export class QueueFacts {
  readonly #parts: QueueFactsParts;
  #open: { readonly queue: Queue; readonly writable: boolean; readonly inode: number | undefined } | undefined;
  readonly #known = new Map<string, readonly QueuedPair[]>();
  readonly #tried = new Map<string, boolean>();
  #complaint: string | undefined;

  constructor(parts: QueueFactsParts) {
    this.#parts = parts;
  }

  /** The pairs of a puzzle, the shortest solution first; none where there is no queue. */
  pairsOf(puzzleId: string): readonly QueuedPair[] {
    const known = this.#known.get(puzzleId);
    if (known !== undefined) return known;
    const pairs = this.#read((queue) => queue.pairsOf(puzzleId)) ?? [];
    this.#known.set(puzzleId, pairs);
    return pairs;
  }

  /** How the attempts at a puzzle ended. */
  attemptCounts(puzzleId: string): Readonly<Partial<Record<Verdict, number>>> {
    return this.#read((queue) => queue.attemptsOf(puzzleId, { limit: 1 }).counts) ?? {};
  }

  /** Says whether there is a queue that this window may write. */
  get isWritable(): boolean {
    return this.#parts.workspace !== null && !this.#parts.readOnly;
  }

  /** Says whether attempts were made at a puzzle of which there is no pair. */
  isTried(puzzleId: string): boolean {
    if (this.pairsOf(puzzleId).length > 0) return false;
    const known = this.#tried.get(puzzleId) ?? Object.keys(this.attemptCounts(puzzleId)).length > 0;
    this.#tried.set(puzzleId, known);
    return known;
  }

  /** The queue may have changed, or another file may have taken its place: everything is read again when needed. */
  forget(): void {
    this.#known.clear();
    this.#tried.clear();
    if (this.#open !== undefined && this.#open.inode !== this.#inode()) this.close();
  }

  /** Changes the queue. Throws `UserError` where it cannot be written. */
  write<T>(change: (queue: Queue) => T): T {
    const { workspace, readOnly } = this.#parts;
    if (workspace === null) {
      throw new UserError(
        "No folder is open, so there is no queue.",
        "Open the folder that the puzzles shall be kept in.",
      );
    }
    if (readOnly) {
      throw new UserError("Another window has this workspace's queue.", "Review in that window, or close it first.");
    }
    this.forget();
    if (this.#open?.writable !== true) {
      this.close();
      const queue = openQueue(createWorkspaceFiles(workspace).queue);
      this.#open = { queue, writable: true, inode: this.#inode() };
    }
    return change(this.#open.queue);
  }

  close(): void {
    this.#open?.queue.close();
    this.#open = undefined;
  }

  /** Which file the queue is now; undefined: there is none. */
  #inode(): number | undefined {
    const { workspace } = this.#parts;
    return workspace === null ? undefined : statSync(workspaceFiles(workspace).queue, { throwIfNoEntry: false })?.ino;
  }

  #read<T>(ask: (queue: Queue) => T): T | undefined {
    const { workspace } = this.#parts;
    if (workspace === null) return undefined;
    try {
      if (this.#open === undefined) {
        const inode = this.#inode();
        if (inode === undefined) return undefined;
        const queue = openQueue(workspaceFiles(workspace).queue, { readOnly: true });
        this.#open = { queue, writable: false, inode };
      }
      return ask(this.#open.queue);
    } catch (error) {
      this.close();
      const complaint = error instanceof Error ? error.message : String(error);
      if (complaint !== this.#complaint) this.#parts.onFailure(error);
      this.#complaint = complaint;
      return undefined;
    }
  }
}
