/** How fast a model writes here: one short generation. */
import { z } from "zod";
import { askOllama } from "../ollama/client.ts";
import { strict } from "../ollama/generate.ts";

/** Tokens that are written; enough for a figure, seconds even on a slow CPU. */
const TOKENS = 32;
/** Loading a large model from a slow disk takes minutes. */
const LOAD_MS = 900_000;

/** `eval_duration` is in nanoseconds. */
const reply = z.object({ eval_count: z.int(), eval_duration: z.number().positive() });

/**
 * Tokens per second of one request. Loads the model if need be; `contextTokens` must be the one that generate uses, or
 * Ollama loads the model anew for each of the two.
 * Throws `UserError` when the server fails at it.
 */
export async function measureSpeed(
  url: string,
  model: string,
  contextTokens: number,
  signal: AbortSignal,
): Promise<number> {
  const patience = { firstByteMs: LOAD_MS, idleMs: LOAD_MS };
  const { eval_count, eval_duration } = await askOllama({ url, model, patience }, signal, async ({ ollama }) =>
    reply.parse(
      await ollama.generate({
        ...strict({ name: model }),
        prompt: "def f(x: int) -> bool:\n    return x",
        raw: true,
        stream: false,
        options: { num_ctx: contextTokens, num_predict: TOKENS, temperature: 0.8 },
      }),
    ),
  );
  return (eval_count / eval_duration) * 1e9;
}
