/** What a supervisor of a managed Ollama server leaves on disk and tells those who take a lease. */
import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import writeFileAtomic from "write-file-atomic";
import { z } from "zod";
import { processIdentitySchema } from "../processTree.ts";

/** What to serve and how; passed to the supervisor's process as JSON. */
export const serverSpecSchema = z.object({
  /** The Ollama binary. */
  binary: z.string(),
  /** Folder of models; absent: Ollama's own. */
  models: z.string().optional(),
  /** Requests that the server works on at once. */
  parallel: z.int().positive(),
  /** The server ends this long after the last lease. */
  idleMs: z.int().positive(),
  /** The folder of this server's state and log. */
  folder: z.string(),
});
export type ServerSpec = z.infer<typeof serverSpecSchema>;

const serverStateSchema = z.object({
  supervisor: processIdentitySchema,
  /** Port of the supervisor, where a connection is a lease. */
  leasePort: z.int().positive(),
  /** Leader of Ollama's process group; absent while it starts. */
  server: processIdentitySchema.optional(),
});
export type ServerState = z.infer<typeof serverStateSchema>;

/** First and only line that the supervisor writes to a lease. */
export const greetingSchema = z.discriminatedUnion("ok", [
  z.object({ ok: z.literal(true), url: z.string(), parallel: z.int().positive() }),
  z.object({ ok: z.literal(false), reason: z.string() }),
]);
export type Greeting = z.infer<typeof greetingSchema>;

/** Servers with another binary or other models are other servers. */
export function serverFolder(cacheDir: string, binary: string, models: string | undefined): string {
  const key = createHash("sha256")
    .update(JSON.stringify([binary, models]))
    .digest("hex")
    .slice(0, 12);
  return join(cacheDir, "servers", key);
}

/** The state as the last supervisor wrote it, or undefined when there is none that can be read. */
export async function readServerState(folder: string): Promise<ServerState | undefined> {
  try {
    return serverStateSchema.parse(JSON.parse(await readFile(stateFile(folder), "utf8")));
  } catch {
    return undefined;
  }
}

export async function writeServerState(folder: string, state: ServerState): Promise<void> {
  await writeFileAtomic(stateFile(folder), `${JSON.stringify(state)}\n`);
}

export function stateFile(folder: string): string {
  return join(folder, "ollama-server.json");
}

export function logFile(folder: string): string {
  return join(folder, "ollama.log");
}
