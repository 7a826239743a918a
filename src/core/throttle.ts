/** The share of the time that a task may take: what takes long is done less often. */
const MOST_SHARE = 0.25;

/** Runs a task at once when it is asked for, and then at most once in a while, however often it is asked for. */
export class Throttle {
  readonly #task: () => void | Promise<void>;
  readonly #leastRestMs: number;
  #running = false;
  #again = false;
  #disposed = false;

  constructor(task: () => void | Promise<void>, leastRestMs: number) {
    this.#task = task;
    this.#leastRestMs = leastRestMs;
  }

  readonly request = (): void => {
    this.#again = true;
    if (!this.#running) {
      void this.#run();
    }
  };

  dispose(): void {
    this.#disposed = true;
  }

  async #run(): Promise<void> {
    this.#running = true;
    while (this.#again && !this.#disposed) {
      this.#again = false;
      const begun = performance.now();
      await this.#task();
      const restMs = Math.max(this.#leastRestMs, (performance.now() - begun) * (1 / MOST_SHARE - 1));
      await new Promise((resolve) => setTimeout(resolve, restMs));
    }
    this.#running = false;
  }
}
