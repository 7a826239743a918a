/** Finds an Ollama server for a piece of work of the editor's. */
import process from "node:process";
import type { SupervisorCommand } from "./node/setup/managedOllama.ts";

interface OllamaFacts {
  /** Path of `cli.js`, which supervises a server of our own. */
  script(): string;
  /** Address of a server; empty: look for one. */
  setting(): string;
  log(line: string): void;
}

const OLLAMA_MS = 60_000;

/** Throws `UserError` where there is no Ollama; `work` is aborted where it does not answer in time. */
export async function withOllama<T>(
  { script, setting, log }: OllamaFacts,
  work: (url: string, signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const { findOllama, cacheFolder } = await import("./hostAdapters.ts");
  const signal = AbortSignal.timeout(OLLAMA_MS);
  const supervisor: SupervisorCommand = { command: process.execPath, args: [script(), "serve-ollama"] };
  const ollama = await findOllama(
    { env: process.env, setting: setting(), cacheDir: cacheFolder(), supervisor, log },
    signal,
  );
  try {
    return await work(ollama.url, signal);
  } finally {
    await ollama.release();
  }
}
