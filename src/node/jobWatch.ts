/** Watches a detached process: tells the lines of its journal, and when it is gone. */
import { JournalTail } from "./journalTail.ts";
import { isRunning, type ProcessIdentity } from "./processTree.ts";

const LIVENESS_MS = 1_000;

export class JobWatch {
  readonly #tail: JournalTail;
  readonly #onGone: () => Promise<void>;
  readonly #onError: (error: unknown) => void;
  #process: ProcessIdentity | undefined;
  #liveness: NodeJS.Timeout | undefined;
  #checking: Promise<void> = Promise.resolve();
  #over = false;

  /**
   * `onGone` is called after all lines that the dead process wrote, and again at every look until another process is
   * followed or the watch is disposed of; what it throws goes to `onError`.
   */
  constructor(
    journal: string,
    onLine: (line: string) => void,
    onGone: () => Promise<void>,
    onError: (error: unknown) => void,
  ) {
    this.#onGone = onGone;
    this.#onError = onError;
    this.#tail = new JournalTail(journal, (line) => {
      if (!this.#over) onLine(line);
    });
  }

  get process(): ProcessIdentity | undefined {
    return this.#process;
  }

  /** Watches a process that was started before; undefined: it has ended already. */
  follow(identity: ProcessIdentity | undefined): void {
    this.#process = identity;
    this.#liveness ??= setInterval(() => void this.check(), LIVENESS_MS);
    void this.check();
  }

  /** Looks at once. Settles after `onGone`, if it is called. */
  check(): Promise<void> {
    this.#checking = this.#checking.then(() => this.#checkOnce()).catch(this.#onError);
    return this.#checking;
  }

  /** Ceases to watch; the process goes on. */
  dispose(): void {
    this.#over = true;
    this.#tail.close();
    clearInterval(this.#liveness);
  }

  async #checkOnce(): Promise<void> {
    const lives = this.#process !== undefined && isRunning(this.#process);
    await this.#tail.drain(); // after the look at the process: a dead one has written all it will
    if (!this.#over && !lives) {
      await this.#onGone();
    }
  }
}
