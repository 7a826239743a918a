/**
 * A failure that a person can act on. The message says what happened and why; `remedy` says what to do next.
 * Everything that is not a `UserError` is a bug and is left to surface with its cause.
 */
export class UserError extends Error {
  override readonly name = "UserError";
  readonly remedy: string;

  constructor(message: string, remedy: string, options?: ErrorOptions) {
    super(message, options);
    this.remedy = remedy;
  }

  /** The whole sentence for a terminal or a notification. */
  get sentence(): string {
    return `${this.message} ${this.remedy}`;
  }
}

/** A `UserError` about what was given: a file, or an option that does not go with the others. */
export class BadInput extends UserError {}

/** Says whether `error` is what an aborted `AbortSignal` throws. */
export function isAbort(error: unknown): boolean {
  return error instanceof Error && (error.name === "AbortError" || error.name === "TimeoutError");
}
