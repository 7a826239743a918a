/** Copies what is appended to a file to a stream, as `tail -f` does. */
import { closeSync, openSync, readSync } from "node:fs";

const INTERVAL_MS = 100;

export class Follower {
  readonly #file: number;
  readonly #target: NodeJS.WritableStream;
  readonly #timer: NodeJS.Timeout;
  readonly #buffer = Buffer.alloc(65_536);

  /** The file has to exist. */
  constructor(path: string, target: NodeJS.WritableStream) {
    this.#file = openSync(path, "r");
    this.#target = target;
    this.#timer = setInterval(() => this.#copy(), INTERVAL_MS);
  }

  /** Copies what is left and stops. */
  close(): void {
    clearInterval(this.#timer);
    this.#copy();
    closeSync(this.#file);
  }

  #copy(): void {
    for (let size = -1; size !== 0; ) {
      size = readSync(this.#file, this.#buffer);
      if (size > 0) this.#target.write(Buffer.from(this.#buffer.subarray(0, size)));
    }
  }
}
