/** The shape of a model as Ollama tells it, without a look into its file. */
import { z } from "zod";
import { UserError } from "../../core/errors.ts";
import type { BaseShape } from "../../core/trainPorts.ts";
import { findModel, listModels } from "./catalog.ts";
import { askOllama } from "./client.ts";

/** What the trainer can load: the names in `src/python/trainer/architectures.py`. */
export const TUNABLE = ["llama", "qwen2", "qwen3", "gemma2", "gemma3"];
/** Where Ollama does not tell how many words the model knows; most of today's are near it. */
const USUAL_VOCABULARY = 128_000;

const showReply = z.object({ model_info: z.record(z.string(), z.unknown()).default({}) });

/** Throws `UserError` where there is no such model, or Ollama says too little of it. */
export async function readShape(url: string, name: string, signal: AbortSignal): Promise<BaseShape> {
  const choice = findModel(await listModels(url, signal), name);
  const { model_info: info } = await askOllama({ url, model: choice.name }, signal, async ({ ollama }) =>
    showReply.parse(await ollama.show({ model: choice.name })),
  );
  const architecture = String(info["general.architecture"] ?? choice.family);
  const number = (key: string, otherwise?: number): number => {
    const value = info[key] ?? otherwise;
    if (typeof value === "number") return value;
    throw new UserError(
      `Ollama does not tell the shape of ${choice.name}.`,
      "What it will take is known once the training has begun.",
    );
  };
  return {
    architecture,
    supported: TUNABLE.includes(architecture),
    parameters: number("general.parameter_count"),
    layers: number(`${architecture}.block_count`),
    hidden: number(`${architecture}.embedding_length`),
    feedForward: number(`${architecture}.feed_forward_length`),
    vocabulary: number(`${architecture}.vocab_size`, USUAL_VOCABULARY),
    contextLength: number(`${architecture}.context_length`),
    bytes: choice.bytes,
  };
}
