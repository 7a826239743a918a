import { z } from "zod";
import { UserError } from "../../core/errors.ts";
import type { Processor } from "../../core/ports.ts";
import { askOllama } from "./client.ts";

/** A model that Ollama holds on this machine and that can write text. */
export interface ModelChoice {
  readonly name: string;
  /** Size of the weights on disk. */
  readonly bytes: number;
  /** Number of parameters as Ollama writes it (`7.6B`); empty where it does not know. */
  readonly parameters: string;
  /** `Q4_K_M` and the like; empty where Ollama does not know. */
  readonly quantisation: string;
  readonly family: string;
  readonly digest: string;
  /** Where it runs now; `unknown` while it is not loaded. */
  readonly processor: Processor | "unknown";
}

const details = z
  .object({ family: z.string(), parameter_size: z.string(), quantization_level: z.string() })
  .partial()
  .nullish();

const tagsReply = z.object({
  models: z.array(
    z.object({
      name: z.string(),
      size: z.number(),
      digest: z.string(),
      details,
      remote_host: z.string().optional(),
      remote_model: z.string().optional(),
      /** Since 0.30. */
      capabilities: z.array(z.string()).optional(),
    }),
  ),
});

const psReply = z.object({
  models: z.array(
    z.object({ name: z.string(), digest: z.string(), size: z.number(), size_vram: z.number().default(0) }),
  ),
});

type Tag = z.infer<typeof tagsReply>["models"][number];
type Loaded = z.infer<typeof psReply>["models"][number];

/**
 * The models on the server, as it lists them: newest first. Cloud models are left out because nothing leaves the machine,
 * embedding models because they write nothing.
 */
export async function listModels(url: string, signal: AbortSignal): Promise<ModelChoice[]> {
  const [tags, loaded] = await Promise.all([
    askOllama({ url }, signal, async ({ ollama }) => tagsReply.parse(await ollama.list()).models),
    listLoaded(url, signal),
  ]);
  return tags
    .filter((tag) => !isCloud(tag) && writes(tag))
    .map((tag) => ({
      name: tag.name,
      bytes: tag.size,
      parameters: tag.details?.parameter_size ?? "",
      quantisation: tag.details?.quantization_level ?? "",
      family: tag.details?.family ?? "",
      digest: tag.digest,
      processor: processorOf(loaded.find((each) => each.name === tag.name && each.digest === tag.digest)),
    }));
}

/** Where a model runs now; `unknown` while it is not loaded. */
export async function processorOfModel(url: string, name: string, signal: AbortSignal): Promise<Processor | "unknown"> {
  return processorOf((await listLoaded(url, signal)).find((each) => each.name === name));
}

/** The model of that name, if it is there; a name without a tag means `:latest`, as everywhere in Ollama. */
export function modelNamed(models: readonly ModelChoice[], name: string): ModelChoice | undefined {
  return models.find((model) => model.name === name) ?? models.find((model) => model.name === `${name}:latest`);
}

/** The model of that name. Throws `UserError` where it is not there. */
export function findModel(models: readonly ModelChoice[], name: string): ModelChoice {
  const found = modelNamed(models, name);
  if (found !== undefined) {
    return found;
  }
  const there = models.map((model) => model.name).join(", ");
  throw new UserError(
    `Ollama has no model named ${name}.`,
    `Get it with \`ollama pull ${name}\`${there === "" ? "; it has no other model yet." : `, or choose one that is there: ${there}.`}`,
  );
}

/** The models in memory. */
export function listLoaded(url: string, signal: AbortSignal): Promise<Loaded[]> {
  return askOllama({ url }, signal, async ({ ollama }) => psReply.parse(await ollama.ps()).models);
}

function processorOf(loaded: Loaded | undefined): Processor | "unknown" {
  if (loaded === undefined) {
    return "unknown";
  }
  if (loaded.size_vram === 0) {
    return "cpu";
  }
  return loaded.size_vram < loaded.size ? "mixed" : "gpu";
}

function isCloud(tag: Tag): boolean {
  return Boolean(tag.remote_host ?? tag.remote_model) || /[:-]cloud$/.test(tag.name);
}

function writes(tag: Tag): boolean {
  if (tag.capabilities !== undefined && tag.capabilities.length > 0) {
    return tag.capabilities.includes("completion");
  }
  return !/bert|embed/i.test(`${tag.details?.family ?? ""} ${tag.name}`);
}
