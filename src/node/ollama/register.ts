import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { stat } from "node:fs/promises";
import { Readable } from "node:stream";
import type { CreateRequest } from "ollama";
import { UserError } from "../../core/errors.ts";
import { findModel, listModels, type ModelChoice } from "./catalog.ts";
import { askOllama, type Call, type Patience } from "./client.ts";

export interface GgufModel {
  /** A name that is not taken yet is best: overwriting removes the older weights. */
  readonly name: string;
  /** Path of the GGUF file. */
  readonly file: string;
  /** Go template of a chat; none means that the prompt is given to the model as it is. */
  readonly template?: string | undefined;
  readonly system?: string | undefined;
  /** Sampling and stop defaults, as in a Modelfile. */
  readonly parameters?: Readonly<Record<string, unknown>> | undefined;
}

export interface RegisterProgress {
  readonly step: "read" | "upload" | "create";
  /** Bytes so far and in all; equal in the last report of a step. */
  readonly done: number;
  readonly total: number;
}

/** `files` is Ollama's; the client passes it on and lacks the type. */
interface CreateFromFiles extends CreateRequest {
  readonly files: Readonly<Record<string, string>>;
}

/** Ollama answers an upload only when it has checked the whole, and reads the whole again to create the model. */
const PATIENCE: Patience = { firstByteMs: 900_000, idleMs: 900_000 };

/**
 * Makes a model of a GGUF file: uploads the weights unless Ollama has them, and creates the name. The model is there under
 * its name when this returns, and not before; after a failure nothing is there but perhaps uploaded weights, which the
 * next try finds.
 *
 * @throws {UserError} when the file cannot be read, the disk is full, no server answers or Ollama refuses the file
 */
export async function createFromGguf(
  url: string,
  model: GgufModel,
  onProgress: (progress: RegisterProgress) => void,
  signal: AbortSignal,
): Promise<ModelChoice> {
  const total = await sizeOf(model.file);
  const digest = await digestOf(model.file, signal, (done) => onProgress({ step: "read", done, total }));
  const target = { url, model: model.name, patience: PATIENCE };
  await askOllama(target, signal, async (call) => {
    const blob = `/api/blobs/${digest}`;
    if ((await call.send(blob, { method: "HEAD" })).status !== 200) {
      await upload(call, blob, model.file, (done) => onProgress({ step: "upload", done, total }));
    }
  });
  onProgress({ step: "create", done: 0, total });
  await askOllama(target, signal, ({ ollama }) => create(ollama, model, digest));
  onProgress({ step: "create", done: total, total });
  return findModel(await listModels(url, signal), model.name);
}

async function sizeOf(file: string): Promise<number> {
  try {
    return (await stat(file)).size;
  } catch (cause) {
    throw new UserError(`The model file ${file} cannot be read.`, "Check its path and permissions.", { cause });
  }
}

/** The file's SHA-256 as Ollama writes it. */
async function digestOf(file: string, signal: AbortSignal, onBytes: (done: number) => void): Promise<string> {
  const hash = createHash("sha256");
  for await (const chunk of counted(file, onBytes)) {
    signal.throwIfAborted();
    hash.update(chunk);
  }
  return `sha256:${hash.digest("hex")}`;
}

async function upload(call: Call, blob: string, file: string, onBytes: (done: number) => void): Promise<void> {
  const body = counted(file, (done) => {
    call.stillAlive();
    onBytes(done);
  });
  await call.send(blob, { method: "POST", body: Readable.from(body), duplex: "half" });
}

/** The file's bytes; tells how many have passed. */
async function* counted(file: string, onBytes: (done: number) => void): AsyncGenerator<Buffer> {
  let done = 0;
  for await (const chunk of createReadStream(file, { highWaterMark: 1 << 20 }) as AsyncIterable<Buffer>) {
    done += chunk.length;
    yield chunk;
    onBytes(done);
  }
}

async function create(ollama: Call["ollama"], model: GgufModel, digest: string): Promise<void> {
  const request: CreateFromFiles = {
    model: model.name,
    files: { "model.gguf": digest },
    ...(model.template !== undefined && { template: model.template }),
    ...(model.system !== undefined && { system: model.system }),
    ...(model.parameters !== undefined && { parameters: { ...model.parameters } }),
  };
  const messages = await ollama.create({ ...request, stream: true });
  for await (const _ of messages) {
    // The transport refuses a stream that does not end in success.
  }
}
