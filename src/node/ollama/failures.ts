import { ZodError } from "zod";
import { UserError } from "../../core/errors.ts";

/** Why a reply was not had, where trying again may help. */
export type FaultKind =
  /** The server refuses for now (503, 429). */
  | "busy"
  /** The process that runs the model died or failed (500). */
  | "crashed"
  /** The connection broke, or the reply was not whole. */
  | "interrupted"
  /** Nothing came for longer than we wait. */
  | "stalled"
  /** The server gave this one reply up, and would do so again: a model that repeats itself without end. */
  | "abandoned";

/** A reply that was not had, for a reason that lies in the server or the way to it. */
export class OllamaFault extends Error {
  override readonly name = "OllamaFault";
  readonly kind: FaultKind;

  constructor(kind: FaultKind, message: string, options?: ErrorOptions) {
    super(message, options);
    this.kind = kind;
  }
}

/** No server answers at the address. */
export class ServerDown extends UserError {
  constructor(url: string, cause: Error, reason: string) {
    super(
      `No Ollama server answers at ${url} (${reason}).`,
      "Start Ollama (`ollama serve`), or set OLLAMA_HOST or the setting to where it runs.",
      { cause },
    );
  }
}

/** The server's own error reply, before it is known what it means. */
export class ErrorReply extends Error {
  override readonly name = "ErrorReply";
  /** HTTP status; 200 where the error came inside a stream. */
  readonly status: number;

  constructor(status: number, message: string) {
    super(message);
    this.status = status;
  }
}

const CONTEXT_OVERFLOW = /context (size|length|window)|exceeds? the (available )?context|input length/i;
const TOO_LARGE = /requires more system memory/i;
const REPEATS = /token repeat limit/i;
const DISK_FULL = /no space left on device/i;

/**
 * What the server's error reply means. `model` is the one that was asked for. Where the model's process has died, Ollama
 * adds the last error that it ever printed, which may be that of another request: hence the look at the status first.
 */
function readErrorReply(reply: ErrorReply, model: string): UserError | OllamaFault {
  const said = reply.message;
  if (reply.status === 404) {
    return new UserError(`Ollama has no model named ${model}.`, `Get it with \`ollama pull ${model}\`.`, {
      cause: reply,
    });
  }
  if (DISK_FULL.test(said)) {
    return new UserError("The disk on which Ollama keeps its models is full.", "Make room on it.", { cause: reply });
  }
  if (TOO_LARGE.test(said)) {
    return new UserError(
      `Ollama has not enough memory for ${model}: ${said}`,
      "Choose a smaller model, or close what else uses the memory.",
      { cause: reply },
    );
  }
  if (REPEATS.test(said)) {
    return new OllamaFault("abandoned", "The model repeated one token until Ollama stopped it.", { cause: reply });
  }
  if (reply.status === 429 || reply.status === 503) {
    return new OllamaFault("busy", `Ollama is busy: ${said}`, { cause: reply });
  }
  const refused = reply.status >= 400 && reply.status < 499;
  if (refused && CONTEXT_OVERFLOW.test(said)) {
    const [, tokens] = /\((\d+) tokens\) exceeds/.exec(said) ?? [];
    return new UserError(
      `The prompt${tokens === undefined ? "" : ` of ${tokens} tokens`} does not fit into the context of ${model}.`,
      "Use fewer or shorter examples, or a larger context.",
      { cause: reply },
    );
  }
  if (refused) {
    return new UserError(`Ollama refused the request: ${said}`, "Check the name of the model and its file.", {
      cause: reply,
    });
  }
  return new OllamaFault("crashed", `The model's process failed: ${said}`, { cause: reply });
}

const BROKEN = new Set(["ECONNRESET", "EPIPE", "UND_ERR_SOCKET", "UND_ERR_RES_CONTENT_LENGTH_MISMATCH"]);

/** What a failed call means: for the person, for another try, or, returned as it is, a bug. */
export function readFailure(error: unknown, url: string, model: string): unknown {
  if (error instanceof UserError || error instanceof OllamaFault) {
    return error;
  }
  if (error instanceof ErrorReply && !isForeign(error)) {
    return readErrorReply(error, model);
  }
  const { code, message } = rootOf(error);
  if (BROKEN.has(code) || code.startsWith("HPE_")) {
    return new OllamaFault("interrupted", "The connection to Ollama broke.", { cause: error });
  }
  if (error instanceof TypeError && error.message === "fetch failed") {
    return new ServerDown(url, error, code || message);
  }
  if (error instanceof ErrorReply || error instanceof ZodError || error instanceof SyntaxError) {
    return new UserError(
      `What answers at ${url} does not speak as Ollama does.`,
      "Check the address, and that Ollama is not older than 0.6.",
      { cause: error },
    );
  }
  return error;
}

/** Ollama's own 404 is about a model; any other comes from a server that has no such path. */
function isForeign(reply: ErrorReply): boolean {
  return reply.status === 404 && !/\bmodel\b/i.test(reply.message);
}

/** The innermost error, where the operating system's or undici's code stands, however deep fetch has wrapped it. */
function rootOf(error: unknown): { code: string; message: string } {
  const inner = error instanceof AggregateError ? error.errors[0] : error instanceof Error ? error.cause : undefined;
  if (inner instanceof Error) {
    return rootOf(inner);
  }
  const code = error instanceof Error && "code" in error && typeof error.code === "string" ? error.code : "";
  return { code, message: error instanceof Error ? error.message : String(error) };
}
