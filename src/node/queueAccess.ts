/** The editor's window onto the queue: opened when there is one, written only by the window that holds the lock. */
import { existsSync } from "node:fs";
import { UserError } from "../core/errors.ts";
import type { Queue, QueuedPair, QueueStats } from "../core/ports.ts";
import type {
  Annotation,
  AttemptsLog,
  PairSelection,
  PairsQuery,
  ReviewedState,
  RoundCounts,
  UndoneReview,
} from "../core/review.ts";
import { openQueue } from "./sqliteQueue.ts";
import { acquireWindowLock, type WindowLock } from "./windowLock.ts";
import { createWorkspaceFiles, type WorkspaceFiles, workspaceFiles } from "./workspaceFiles.ts";

export class WorkspaceQueue {
  readonly #workspace: string;
  readonly #files: WorkspaceFiles;
  #lock: WindowLock | undefined;
  #open: { readonly queue: Queue; readonly writable: boolean } | undefined;

  constructor(workspace: string) {
    this.#workspace = workspace;
    this.#files = workspaceFiles(workspace);
  }

  /**
   * Takes the workspace for this window. False: another window has it, and here the queue is read-only.
   * Throws `UserError` where the workspace cannot be written.
   */
  claim(): boolean {
    if (this.#lock?.held !== true) {
      createWorkspaceFiles(this.#workspace);
      this.#lock = acquireWindowLock(this.#files.folder);
    }
    return this.#lock.held;
  }

  /** The same, where the workspace has any files of ours yet; creates none. */
  claimIfThere(): boolean {
    return !existsSync(this.#files.folder) || this.claim();
  }

  async stats(): Promise<QueueStats | undefined> {
    return this.#queue()?.stats();
  }

  async rounds(filter?: string): Promise<readonly RoundCounts[]> {
    return this.#queue()?.rounds(filter) ?? [];
  }

  async pairs(query: PairsQuery): Promise<readonly QueuedPair[]> {
    return this.#queue()?.pairs(query) ?? [];
  }

  async attemptsOf(puzzleId: string, limit: number): Promise<AttemptsLog | undefined> {
    return this.#queue()?.attemptsOf(puzzleId, { limit });
  }

  async pair(id: string): Promise<QueuedPair | undefined> {
    return this.#queue()?.pair(id);
  }

  async tags(): Promise<readonly string[]> {
    return this.#queue()?.tags() ?? [];
  }

  async canUndoReview(): Promise<boolean> {
    return this.#queue()?.canUndoReview() ?? false;
  }

  async review(ids: readonly string[], state: ReviewedState): Promise<number> {
    return this.#queueToWrite()?.review(ids, state) ?? 0;
  }

  async reviewAll(selection: PairSelection, state: ReviewedState): Promise<number> {
    return this.#queueToWrite()?.reviewAll(selection, state) ?? 0;
  }

  async undoReview(): Promise<UndoneReview | undefined> {
    return this.#queueToWrite()?.undoReview();
  }

  async annotate(id: string, annotation: Partial<Annotation>): Promise<void> {
    this.#queueToWrite()?.annotate(id, annotation);
  }

  /** Lets go of the queue and of the workspace. */
  dispose(): void {
    this.#open?.queue.close();
    this.#open = undefined;
    if (this.#lock?.held === true) {
      this.#lock.release();
    }
    this.#lock = undefined;
  }

  #queueToWrite(): Queue | undefined {
    if (!this.claim()) {
      throw new UserError("Another window has this workspace's queue.", "Review in that window, or close it first.");
    }
    return this.#queue();
  }

  #queue(): Queue | undefined {
    const writable = this.#lock?.held === true;
    if (this.#open !== undefined && this.#open.writable === writable) {
      return this.#open.queue;
    }
    this.#open?.queue.close();
    this.#open = undefined;
    if (!existsSync(this.#files.queue)) {
      return undefined;
    }
    const queue = openQueue(this.#files.queue, { readOnly: !writable });
    this.#open = { queue, writable };
    return queue;
  }
}
