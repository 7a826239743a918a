/** The models that an Ollama server holds, as training needs them: where their weights lie, what belongs to them. */
import { statSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { z } from "zod";
import { UserError } from "../../core/errors.ts";
import type { LanguageModel } from "../../core/ports.ts";
import type { BaseModel, ModelShelf } from "../../core/trainPorts.ts";
import { findModel, listLoaded, listModels } from "./catalog.ts";
import { askOllama, type Patience } from "./client.ts";
import { generate, strict } from "./generate.ts";
import { createFromGguf } from "./register.ts";

/** A model may have to be loaded before it counts. */
const PATIENCE: Patience = { firstByteMs: 900_000, idleMs: 60_000 };
const UNLOAD_MS = 60_000;
const POLL_MS = 200;

const showReply = z.object({
  modelfile: z.string().default(""),
  template: z.string().optional(),
  system: z.string().optional(),
  parameters: z.string().optional(),
});

/** `open` opens a model for completions. */
export function openShelf(
  url: string,
  contextTokens: number,
  open: (name: string, signal: AbortSignal) => Promise<LanguageModel>,
): ModelShelf {
  return {
    base: (name, signal) => findBase(url, name, signal),

    async countTokens(name, text, signal) {
      const request = { prompt: text, stop: [], maxTokens: 1, temperature: 0, topK: 1, topP: 1 };
      return (await generate({ url, name, contextTokens }, request, PATIENCE, signal)).promptTokens;
    },

    loaded: async (signal) => (await listLoaded(url, signal)).map(({ name }) => name),

    async unload(signal) {
      const deadline = AbortSignal.any([signal, AbortSignal.timeout(UNLOAD_MS)]);
      for (const { name } of await listLoaded(url, signal)) {
        await askOllama({ url, model: name }, signal, ({ ollama }) =>
          ollama.generate({ ...strict({ name }), stream: false, keep_alive: 0 }),
        );
      }
      while ((await listLoaded(url, signal)).length > 0) {
        if (deadline.aborted) {
          signal.throwIfAborted();
          throw new UserError(
            "Ollama does not take its models out of memory.",
            "End what uses it, or restart it, and resume.",
          );
        }
        await sleep(POLL_MS, undefined, { signal });
      }
    },

    names: async (signal) => (await listModels(url, signal)).map(({ name }) => name),

    async register(name, file, base, onProgress, signal) {
      const { template, system, parameters } = base;
      const model = { name, file, template, system, parameters };
      const made = await createFromGguf(url, model, ({ done, total }) => onProgress(done, total), signal);
      return { name: made.name, digest: made.digest };
    },

    open,

    remove: (name, signal) => removeModel(url, name, signal),
  };
}

/** Takes a model away; one that is not there is away already. */
export async function removeModel(url: string, name: string, signal: AbortSignal): Promise<void> {
  const there = await listModels(url, signal);
  if (there.some((model) => model.name === name)) {
    await askOllama({ url, model: name }, signal, ({ ollama }) => ollama.delete({ model: name }));
  }
}

async function findBase(url: string, name: string, signal: AbortSignal): Promise<BaseModel> {
  const { file, ...model } = await showModel(url, name, signal);
  if (file === undefined || !statSync(file, { throwIfNoEntry: false })?.isFile()) {
    throw new UserError(
      `The weights of ${model.name} are not on this machine${file === undefined ? "" : `: ${file} is not here`}.`,
      "Train where Ollama runs, or pull the model on this machine.",
    );
  }
  return { ...model, file };
}

/** A model as Ollama describes it; `file` is on the server's machine, and undefined where it names none. */
export async function showModel(
  url: string,
  name: string,
  signal: AbortSignal,
): Promise<Omit<BaseModel, "file"> & { readonly file: string | undefined }> {
  const choice = findModel(await listModels(url, signal), name);
  const shown = await askOllama({ url, model: choice.name }, signal, async ({ ollama }) =>
    showReply.parse(await ollama.show({ model: choice.name })),
  );
  const parameters = readParameters(shown.parameters ?? "");
  return {
    name: choice.name,
    digest: choice.digest,
    file: weightsOf(shown.modelfile),
    ...(shown.template && { template: shown.template }),
    ...(shown.system && { system: shown.system }),
    ...(Object.keys(parameters).length > 0 && { parameters }),
  };
}

/** The Modelfile's `FROM`, a path on the server's machine. */
function weightsOf(modelfile: string): string | undefined {
  return /^FROM (.+)$/m.exec(modelfile)?.[1]?.trim();
}

/**
 * Ollama tells parameters as text, a name and a value a line; `create` wants values of their own types, and a list
 * where a name comes several times, as `stop` does.
 */
export function readParameters(text: string): Record<string, unknown> {
  const found = new Map<string, unknown[]>();
  for (const line of text.split("\n")) {
    const [, name, value] = /^(\w+)\s+(.+)$/.exec(line.trim()) ?? [];
    if (name === undefined || value === undefined) continue;
    found.set(name, [...(found.get(name) ?? []), readValue(value)]);
  }
  return Object.fromEntries(
    [...found].map(([name, values]) => [name, values.length > 1 || name === "stop" ? values : values[0]]),
  );
}

function readValue(text: string): unknown {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "object" ? text : value;
  } catch {
    return text;
  }
}
