/** A judge that is started when the first cell needs it, and again with other options when these have changed. */
import type { Judge } from "../core/ports.ts";

/** A judge that can be ended. */
export type RunningJudge = Judge & { close(): Promise<void> };

export class LazyJudge {
  readonly #start: (signal: AbortSignal) => Promise<RunningJudge>;
  #starting: Promise<RunningJudge> | undefined;
  #abort = new AbortController();

  /** `start` throws `UserError` where there can be no judge. */
  constructor(start: (signal: AbortSignal) => Promise<RunningJudge>) {
    this.#start = start;
  }

  /** The judge; a start that failed is tried again only after `reset`. */
  get(): Promise<RunningJudge> {
    this.#starting ??= this.#start(this.#abort.signal);
    return this.#starting;
  }

  /** Ends the judge; the next `get` starts another. */
  async reset(): Promise<void> {
    const running = this.#starting;
    this.#starting = undefined;
    this.#abort.abort();
    this.#abort = new AbortController();
    const judge = await running?.catch(() => undefined);
    await judge?.close();
  }
}
