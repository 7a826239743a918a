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

  /** The editor's process loads several bundles, each with a copy of this class: an error of any copy is one. */
  static override [Symbol.hasInstance](value: unknown): boolean {
    // biome-ignore lint/complexity/noThisInStatic: classes that extend this one keep their own meaning
    if (this !== UserError) return Function.prototype[Symbol.hasInstance].call(this, value);
    return value instanceof Error && value.name === "UserError";
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
