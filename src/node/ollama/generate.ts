import type { GenerateRequest } from "ollama";
import { z } from "zod";
import type { Completion, CompletionRequest } from "../../core/ports.ts";
import { callOllama, type Patience } from "./client.ts";
import { OllamaFault } from "./failures.ts";

/** A loaded model, as all requests to it must name it. */
export interface Served {
  readonly url: string;
  readonly name: string;
  /**
   * Tokens of prompt and reply together. The same in every request: Ollama reloads the model when it changes (as it does
   * for `num_batch`, `num_gpu`, `num_thread` and `shift`, of which we send `shift: false` always and the rest never).
   */
  readonly contextTokens: number;
}

/** Fields that Ollama takes and the client's types lack. Without them an over-long prompt is cut silently. */
interface StrictGenerateRequest extends GenerateRequest {
  readonly truncate: false;
  readonly shift: false;
}

const piece = z.object({ response: z.string().default(""), done: z.literal(false) });
const last = z.object({
  response: z.string().default(""),
  done: z.literal(true),
  done_reason: z.enum(["stop", "length"]),
  eval_count: z.int().default(0),
  /** Absent in older versions when the whole prompt was cached. */
  prompt_eval_count: z.int().default(0),
});
const message = z.discriminatedUnion("done", [piece, last]);

/** What every request must hold. `think: false` keeps a reasoning model's continuation in one piece. */
export function strict(served: Pick<Served, "name">): StrictGenerateRequest {
  return { model: served.name, prompt: "", truncate: false, shift: false, think: false };
}

/** Loads the model; returns once it is ready. */
export async function load(served: Served, patience: Patience, signal: AbortSignal): Promise<void> {
  await callOllama({ ...served, model: served.name, patience }, signal, ({ ollama }) =>
    ollama.generate({ ...strict(served), stream: false, options: { num_ctx: served.contextTokens } }),
  );
}

/** One try at one continuation. Resolves only when the server says that it is complete. */
export async function generate(
  served: Served,
  request: CompletionRequest,
  patience: Patience,
  signal: AbortSignal,
): Promise<Extract<Completion, { finish: "stop" | "length" }>> {
  return callOllama({ ...served, model: served.name, patience }, signal, async ({ ollama }) => {
    const stream = await ollama.generate({
      ...strict(served),
      prompt: request.prompt,
      raw: true,
      stream: true,
      options: {
        num_ctx: served.contextTokens,
        num_predict: request.maxTokens,
        temperature: request.temperature,
        top_k: request.topK,
        top_p: request.topP,
        // 1.1 by default on older versions, which punishes the very repetition that code is made of.
        repeat_penalty: 1,
        stop: [...request.stop],
        ...(request.seed !== undefined && { seed: request.seed }),
      },
    });
    let text = "";
    for await (const raw of stream) {
      const part = message.parse(raw);
      text += part.response;
      if (part.done) {
        return { finish: part.done_reason, text, tokens: part.eval_count, promptTokens: part.prompt_eval_count };
      }
    }
    throw new OllamaFault("interrupted", "Ollama's reply ended before it was done.");
  });
}
