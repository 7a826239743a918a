/** Is there an Ollama server at an address, and which. */
import { isAbort, UserError } from "../../core/errors.ts";
import { askOllama } from "../ollama/client.ts";

/** The version of the Ollama server at `url`, or undefined when none answers within `withinMs`. */
export async function serverVersion(url: string, withinMs: number, signal: AbortSignal): Promise<string | undefined> {
  const limit = AbortSignal.any([signal, AbortSignal.timeout(withinMs)]);
  try {
    return (await askOllama({ url }, limit, ({ ollama }) => ollama.version())).version;
  } catch (error) {
    signal.throwIfAborted();
    if (error instanceof UserError || isAbort(error)) {
      return undefined;
    }
    throw error;
  }
}
