/**
 * One call to an Ollama server through the npm client, with what the client lacks: cancellation of each call, and
 * deadlines of our own in place of fetch's fixed 300 s. Replies pass through `wholeReply`, which refuses what the client
 * would skip over.
 */
import { Ollama } from "ollama";
import { Agent, fetch, type RequestInit, type Response } from "undici";
import { UserError } from "../../core/errors.ts";
import { ErrorReply, OllamaFault, readFailure } from "./failures.ts";
import { wholeReply } from "./wholeReply.ts";

/** How long to wait for a server, in milliseconds. */
export interface Patience {
  /** To the first byte of the reply's body. Ollama sends nothing while a request is queued or a model loads. */
  readonly firstByteMs: number;
  /** Between two pieces of the reply. */
  readonly idleMs: number;
}

/** For questions that Ollama answers from its files. */
const QUESTION: Patience = { firstByteMs: 30_000, idleMs: 30_000 };

/** One connection pool for all calls; its own time limits are off because every call has a `Patience`. */
const pool = new Agent({ headersTimeout: 0, bodyTimeout: 0 });

export interface Call {
  readonly ollama: Ollama;
  /** The same transport for what the client cannot send; the body is neither parsed nor limited. */
  readonly send: (path: string, init: RequestInit) => Promise<Response>;
  /** Tells the call that it gets on, although the server is silent: an upload. */
  readonly stillAlive: () => void;
}

/**
 * Makes one call. `use` gets a client that is good for this call only; when it fails or `signal` aborts, the connection
 * is closed, which ends the work on the server too.
 *
 * @param model the model that is asked for, for messages
 * @throws the signal's reason on cancellation; {@link OllamaFault} where another try may help; `UserError` where a person
 *   must act
 */
export async function callOllama<T>(
  target: { readonly url: string; readonly model?: string; readonly patience?: Patience },
  signal: AbortSignal,
  use: (call: Call) => Promise<T>,
): Promise<T> {
  signal.throwIfAborted();
  const patience = target.patience ?? QUESTION;
  const end = new AbortController();
  const cancel = () => end.abort(signal.reason);
  signal.addEventListener("abort", cancel, { once: true });
  let timer: NodeJS.Timeout | undefined;
  const expectWithin = (ms: number) => {
    clearTimeout(timer);
    timer = setTimeout(
      () => end.abort(new OllamaFault("stalled", `Ollama sent nothing for ${ms / 1000} seconds.`)),
      ms,
    );
  };
  const send = async (url: string, init: RequestInit = {}): Promise<Response> => {
    expectWithin(patience.firstByteMs);
    const response = await fetch(url, { ...init, signal: end.signal, dispatcher: pool });
    if (!response.ok && init.method !== "HEAD") {
      throw new ErrorReply(response.status, await errorText(response));
    }
    return wholeReply(response, () => expectWithin(patience.idleMs));
  };
  try {
    return await use({
      // undici's types and those of the global fetch describe the same thing and are not assignable to each other.
      ollama: new Ollama({ host: target.url, fetch: send as unknown as typeof globalThis.fetch }),
      send: (path, init) => send(target.url + path, init),
      stillAlive: () => expectWithin(patience.idleMs),
    });
  } catch (error) {
    signal.throwIfAborted();
    const cause = end.signal.aborted ? end.signal.reason : error;
    end.abort();
    throw readFailure(cause, target.url, target.model ?? "");
  } finally {
    clearTimeout(timer);
    signal.removeEventListener("abort", cancel);
  }
}

/** A call that is not worth repeating by itself: every failure is for the person. */
export async function askOllama<T>(
  target: { readonly url: string; readonly model?: string; readonly patience?: Patience },
  signal: AbortSignal,
  use: (call: Call) => Promise<T>,
): Promise<T> {
  try {
    return await callOllama(target, signal, use);
  } catch (error) {
    throw error instanceof OllamaFault ? faultForPerson(error, target.url) : error;
  }
}

/** A fault that lasted. */
export function faultForPerson(fault: OllamaFault, url: string): UserError {
  return new UserError(
    `The Ollama server at ${url} does not do its work: ${fault.message}`,
    "Look into Ollama's log, or restart it.",
    { cause: fault },
  );
}

/** The sentence in an error reply: Ollama's JSON, or whatever stands between us and it has said. */
async function errorText(response: Response): Promise<string> {
  const text = await response.text();
  try {
    const body: unknown = JSON.parse(text);
    if (typeof body === "object" && body !== null && "error" in body && typeof body.error === "string") {
      return body.error;
    }
  } catch {
    // Not JSON, so not from Ollama itself: shown as it is.
  }
  return text.trim().slice(0, 300) || `HTTP status ${response.status}`;
}
