/**
 * Two stages side by side: requests to a server, as many at once as it works on, and what is done with the replies, for
 * which the server does not wait.
 */

/** What is left to do with a reply. */
export type FollowUp = () => Promise<void>;
/** Asks the server. */
export type Task = () => Promise<FollowUp>;

export class Pipeline {
  /** Aborts with the caller's signal, at `stop`, and at the first failure. Tasks and follow-ups hand it on. */
  readonly signal: AbortSignal;
  readonly #width: number;
  readonly #stop = new AbortController();
  #next: () => Task | undefined = () => undefined;
  #end: () => void = () => {};
  #asking = 0;
  #following = 0;
  #failure: { readonly error: unknown } | undefined;

  /** `width`: most tasks at once; twice as many are under way with the follow-ups, so that a slow judge is waited for. */
  constructor(width: number, signal: AbortSignal) {
    this.#width = width;
    this.signal = AbortSignal.any([signal, this.#stop.signal]);
  }

  /**
   * Works on the tasks that `next` hands out until the signal aborts, or there is none while nothing is under way that
   * could lead to one. Nothing is left running when it settles. Throws what the first of them to fail threw; what they
   * throw after the abort is taken for its consequence.
   */
  async run(next: () => Task | undefined): Promise<void> {
    this.#next = next;
    await new Promise<void>((resolve) => {
      this.#end = resolve;
      this.#fill();
    });
    if (this.#failure) throw this.#failure.error;
  }

  /** Ends the run without a failure; what is under way is aborted. */
  stop(): void {
    this.#stop.abort();
  }

  #fill(): void {
    try {
      while (this.#hasRoom()) {
        const task = this.#next();
        if (!task) break;
        void this.#ask(task);
      }
    } catch (error) {
      this.#fail(error);
    }
    if (this.#asking + this.#following === 0) this.#end();
  }

  #hasRoom(): boolean {
    const isFull = this.#asking === this.#width || this.#asking + this.#following === 2 * this.#width;
    return !this.signal.aborted && !isFull;
  }

  async #ask(task: Task): Promise<void> {
    this.#asking++;
    const followUp = await task().catch((error: unknown) => this.#fail(error));
    this.#asking--;
    if (followUp) void this.#follow(followUp);
    this.#fill();
  }

  async #follow(followUp: FollowUp): Promise<void> {
    this.#following++;
    await followUp().catch((error: unknown) => this.#fail(error));
    this.#following--;
    this.#fill();
  }

  #fail(error: unknown): void {
    if (this.signal.aborted) return;
    this.#failure = { error };
    this.#stop.abort();
  }
}
