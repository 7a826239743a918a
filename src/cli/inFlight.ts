/** Bounds what is under way at once, by its number and by its size together. */
export class InFlight {
  readonly #mostItems: number;
  readonly #mostSize: number;
  #items = 0;
  #size = 0;
  #wake: (() => void) | undefined;

  constructor(mostItems: number, mostSize: number) {
    this.#mostItems = mostItems;
    this.#mostSize = mostSize;
  }

  /** Waits until there is room, which for one item there always is, however large; for one caller at a time. */
  async enter(size: number): Promise<void> {
    while (this.#items >= this.#mostItems || (this.#items > 0 && this.#size + size > this.#mostSize)) {
      await this.#change();
    }
    this.#items += 1;
    this.#size += size;
  }

  leave(size: number): void {
    this.#items -= 1;
    this.#size -= size;
    this.#wake?.();
  }

  /** Waits until nothing is under way any more. */
  async empty(): Promise<void> {
    while (this.#items > 0) {
      await this.#change();
    }
  }

  #change(): Promise<void> {
    return new Promise((resolve) => {
      this.#wake = resolve;
    });
  }
}
