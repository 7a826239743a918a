/** Runs a task at once when it is asked for, and then at most once in a while, however often it is asked for. */
export class Throttle {
  readonly #task: () => Promise<void>;
  readonly #restMs: number;
  #running = false;
  #again = false;
  #disposed = false;

  constructor(task: () => Promise<void>, restMs: number) {
    this.#task = task;
    this.#restMs = restMs;
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
      await this.#task();
      await new Promise((resolve) => setTimeout(resolve, this.#restMs));
    }
    this.#running = false;
  }
}
