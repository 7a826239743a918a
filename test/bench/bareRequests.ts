/** The baseline of the benches with a model: the very requests of a recorded run, sent again with nothing done besides. */
import { join } from "node:path";
import process from "node:process";
import type { CompletionRequest, LanguageModel, ModelFacts } from "../../src/core/ports.ts";
import { CONTEXT_TOKENS } from "../../src/core/recipe.ts";
import { openOllamaModel } from "../../src/node/ollama/model.ts";
import { cacheFolder } from "../../src/node/setup/cacheFolder.ts";
import { DEFAULT_MODEL } from "../../src/node/setup/defaultModel.ts";
import { findOllama } from "../../src/node/setup/ensureOllama.ts";

export const ROOT = join(import.meta.dirname, "../..");
export const { signal } = new AbortController();
export const log = (line: string) => process.stderr.write(`${line}\n`);

const supervisor = { command: process.execPath, args: [join(ROOT, "dist/cli.js"), "serve-ollama"] };
/** The server of the bench; to be released at its end. */
export const ollama = await findOllama({ env: process.env, cacheDir: cacheFolder(), supervisor, log }, signal);

/** A request, and how many tokens it got. */
interface Recorded {
  readonly request: CompletionRequest;
  readonly tokens: number;
}

/** What was asked while something ran, in the order in which it was sent, and how long that took. */
export interface Recording {
  readonly requests: readonly Recorded[];
  readonly tokens: number;
  readonly seconds: number;
}

/** The model, unloaded before, so that it finds no prompts already computed; loading it again is not counted. */
export async function openFresh(): Promise<{ model: LanguageModel; facts: ModelFacts }> {
  const unload = JSON.stringify({ model: DEFAULT_MODEL, keep_alive: 0 });
  await fetch(`${ollama.url}/api/generate`, { method: "POST", body: unload }).then((reply) => reply.text());
  const concurrency = ollama.parallel === undefined ? {} : { concurrency: ollama.parallel };
  const options = { url: ollama.url, name: DEFAULT_MODEL, contextTokens: CONTEXT_TOKENS, log, ...concurrency };
  const model = await openOllamaModel(options, signal);
  return { model, facts: await model.describe(signal) };
}

/** Lets `work` ask the model, and notes what it asks. */
export async function record(
  model: LanguageModel,
  work: (recording: LanguageModel) => Promise<unknown>,
): Promise<Recording> {
  const requests: Recorded[] = [];
  const recording: LanguageModel = {
    describe: (until) => model.describe(until),
    complete: async (request, until) => {
      const completion = await model.complete(request, until);
      if (completion.finish !== "broken") requests.push({ request, tokens: completion.tokens });
      return completion;
    },
  };
  const start = performance.now();
  await work(recording);
  const seconds = (performance.now() - start) / 1_000;
  return { requests, tokens: requests.reduce((sum, { tokens }) => sum + tokens, 0), seconds };
}

/** Sends the same requests, as many at once as the server works on, each until it has as many tokens as it had. */
async function replay({ requests }: Recording): Promise<{ seconds: number; tokens: number }> {
  const { model, facts } = await openFresh();
  const waiting = [...requests];
  let tokens = 0;
  const worker = async () => {
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
      const completion = await model.complete({ ...next.request, maxTokens: next.tokens, stop: [] }, signal);
      if (completion.finish !== "broken") tokens += completion.tokens;
    }
  };
  const start = performance.now();
  await Promise.all(Array.from({ length: facts.concurrency }, worker));
  return { seconds: (performance.now() - start) / 1_000, tokens };
}

/** Replays a recording; says how long both took, and the ratio of the recording's time to the replay's. */
export async function compareWithBare(name: string, recording: Recording): Promise<string> {
  const bare = await replay(recording);
  // Seconds a token, since a replayed request may end sooner by the model's own end token.
  const ratio = recording.seconds / recording.tokens / (bare.seconds / bare.tokens);
  return (
    `${recording.requests.length} requests; ${name} ${recording.seconds.toFixed(1)} s for ${recording.tokens} tokens, ` +
    `bare ${bare.seconds.toFixed(1)} s for ${bare.tokens}; ratio ${ratio.toFixed(3)}`
  );
}
