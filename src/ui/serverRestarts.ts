/** What happens when the language server's process ends by itself: it is started again, ever later, and not for ever. */
import { CloseAction, type CloseHandlerResult, ErrorAction, type ErrorHandler } from "vscode-languageclient";

/** Ends in a row after which the person is asked. */
const MOST_RESTARTS = 3;
const FIRST_WAIT_MS = 250;
/** A server that ran this long has started well: earlier ends count no more. */
const WELL_MS = 60_000;

export class ServerRestarts implements ErrorHandler {
  readonly #onGivenUp: () => void;
  #ends = 0;
  #last = 0;

  /** `onGivenUp` is called when the server is not started again. */
  constructor(onGivenUp: () => void) {
    this.#onGivenUp = onGivenUp;
  }

  error(): { action: ErrorAction; handled: boolean } {
    return { action: ErrorAction.Continue, handled: true };
  }

  async closed(): Promise<CloseHandlerResult> {
    const now = Date.now();
    this.#ends = now - this.#last > WELL_MS ? 1 : this.#ends + 1;
    this.#last = now;
    if (this.#ends > MOST_RESTARTS) {
      this.#ends = 0;
      this.#onGivenUp();
      return { action: CloseAction.DoNotRestart, handled: true };
    }
    await new Promise((resolve) => setTimeout(resolve, FIRST_WAIT_MS * 2 ** (this.#ends - 1)));
    return { action: CloseAction.Restart, handled: true };
  }
}
