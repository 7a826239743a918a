import { mkdir, readFile } from "node:fs/promises";
import { dirname } from "node:path";
import writeFileAtomic from "write-file-atomic";
import { z } from "zod";
import type { Completion, CompletionRequest } from "../../core/ports.ts";
import { OllamaFault } from "./failures.ts";

/** Sends one short request; rejects where it fails. */
type Send = (request: CompletionRequest) => Promise<Extract<Completion, { tokens: number }>>;

/** How many requests at once are worth sending, and how fast the model then writes. */
export interface Measurement {
  readonly concurrency: number;
  /** Of all requests together, by the clock on the wall. */
  readonly tokensPerSecond: number;
}

interface Subject {
  readonly url: string;
  readonly name: string;
  readonly digest: string;
  readonly file: string | undefined;
  readonly log: (line: string) => void;
}

const LEVELS = [1, 2, 4, 8];
/** Where more requests bring less than this factor, the server only queues them. */
const WORTHWHILE = 1.15;
/** On a slow machine the ramp ends after this time, with what is known by then. */
const BUDGET_MS = 20_000;
/** The server may have been started anew with other settings since. */
const GOOD_FOR_MS = 24 * 3_600_000;

const REQUEST: CompletionRequest = {
  prompt: "def f(x: int) -> bool:\n    return x * x == 1764\n\n\ndef f(s: str) -> bool:\n",
  maxTokens: 16,
  temperature: 1,
  topK: 40,
  topP: 1,
  stop: [],
};

const record = z.record(
  z.string(),
  z.object({ concurrency: z.int().positive(), tokensPerSecond: z.number(), at: z.number() }),
);

const inMemory = new Map<string, number>();

/**
 * How many requests the server works on at once, from memory, the file, or a measurement. Ollama tells it to nobody, and
 * queues the rest without a word.
 */
export async function knownConcurrency(
  subject: Subject,
  send: Send,
  now: () => number = () => performance.now(),
): Promise<number> {
  const key = `${subject.url} ${subject.digest}`;
  const kept = inMemory.get(key) ?? (await readKept(subject.file, key));
  if (kept !== undefined) {
    return kept;
  }
  const measurement = await measureConcurrency(send, now);
  const { concurrency, tokensPerSecond } = measurement;
  subject.log(
    `${subject.name}: ${Math.round(tokensPerSecond)} tokens/s with ${concurrency} at once${
      concurrency === 1 ? "; a server started with OLLAMA_NUM_PARALLEL=8 may be several times as fast" : ""
    }.`,
  );
  inMemory.set(key, concurrency);
  await keep(subject.file, key, measurement);
  return concurrency;
}

/**
 * Sends 1, 2, 4, then 8 short requests at once and finds the least number that is about as fast as any. Slowness of another
 * origin do not end the ramp; a failure because there were too many does, and so does a budget of time.
 *
 * @throws what a single request throws, and cancellation
 */
export async function measureConcurrency(
  send: Send,
  now: () => number = () => performance.now(),
): Promise<Measurement> {
  const begin = now();
  await send(REQUEST); // so that every level finds the prompt read already
  let best: Measurement = { concurrency: 1, tokensPerSecond: 0 };
  for (const concurrency of LEVELS) {
    const start = now();
    if (concurrency > 1 && start - begin > BUDGET_MS) {
      break;
    }
    const replies = await Promise.allSettled(Array.from({ length: concurrency }, () => send(REQUEST)));
    const tokens = tokensOf(replies, concurrency > 1);
    if (tokens === undefined) {
      break;
    }
    const tokensPerSecond = tokens / ((now() - start) / 1000);
    if (tokensPerSecond > best.tokensPerSecond * WORTHWHILE) {
      best = { concurrency, tokensPerSecond };
    }
  }
  return best;
}

/** Tokens of all replies; undefined where one failed because there were too many at once. */
function tokensOf(
  replies: readonly PromiseSettledResult<{ readonly tokens: number }>[],
  faultMeansTooMany: boolean,
): number | undefined {
  let tokens = 0;
  for (const reply of replies) {
    if (reply.status === "fulfilled") {
      tokens += reply.value.tokens;
    } else if (faultMeansTooMany && reply.reason instanceof OllamaFault) {
      return undefined;
    } else {
      throw reply.reason;
    }
  }
  return tokens;
}

async function readKept(file: string | undefined, key: string): Promise<number | undefined> {
  const entry = (await readRecord(file))[key];
  return entry !== undefined && Date.now() - entry.at < GOOD_FOR_MS ? entry.concurrency : undefined;
}

/** A file that is missing or unreadable holds nothing: it is only there to save a measurement. */
async function readRecord(file: string | undefined): Promise<z.infer<typeof record>> {
  if (file === undefined) {
    return {};
  }
  try {
    return record.parse(JSON.parse(await readFile(file, "utf8")));
  } catch {
    return {};
  }
}

async function keep(file: string | undefined, key: string, measurement: Measurement): Promise<void> {
  if (file !== undefined) {
    const all = { ...(await readRecord(file)), [key]: { ...measurement, at: Date.now() } };
    await mkdir(dirname(file), { recursive: true });
    await writeFileAtomic(file, `${JSON.stringify(all, null, 2)}\n`);
  }
}
