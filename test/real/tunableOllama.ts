/** An Ollama of the test file's own that holds one small model which can be tuned. */
import { afterAll, beforeAll } from "vitest";
import { createFromGguf } from "../../src/node/ollama/register.ts";
import { type RealOllama, smolLm2, startRealOllama } from "./realOllama.ts";

/** SmolLM2 135M. */
export const BASE = "smollm2:135m";

/** Starts the server before the file's first test and stops it after the last; what is returned gives its address. */
export function useTunableOllama(): () => string {
  let ollama: RealOllama | undefined;
  beforeAll(async () => {
    ollama = await startRealOllama(4);
    const { signal } = new AbortController();
    await createFromGguf(ollama.url, { name: BASE, file: await smolLm2() }, () => {}, signal);
  }, 1_200_000);
  afterAll(() => ollama?.[Symbol.asyncDispose]());
  return () => {
    if (ollama === undefined) throw new Error("The server is not started before the first test.");
    return ollama.url;
  };
}
