/** Lets tasks wait for the next change of a state that they share. */
export class Changes {
  #waiting: (() => void)[] = [];

  /** Resolves at the next `announce`. */
  next(): Promise<void> {
    return new Promise((resolve) => this.#waiting.push(resolve));
  }

  announce(): void {
    const waiting = this.#waiting;
    this.#waiting = [];
    for (const resolve of waiting) resolve();
  }
}
