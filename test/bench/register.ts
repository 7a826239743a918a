/**
 * What it takes to bring a tuned file into Ollama, beside copying that file: to read it for its digest, upload it, and have
 * Ollama make a model of it. `npm run bench:register`, on a server of our own; each turn has weights that it does not know.
 */
import { copyFile, mkdtemp, open, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createFromGguf } from "../../src/node/ollama/register.ts";
import { setUpTrainer, WEIGHTS } from "../harness/builds.ts";
import { startRealOllama } from "../real/realOllama.ts";

const TURNS = 5;
const STEPS = ["read", "upload", "create"] as const;

await setUpTrainer();
const weights = join(WEIGHTS, "SmolLM2-135M-Instruct.Q4_1.gguf");
const { size } = await stat(weights);
const folder = await mkdtemp(join(tmpdir(), "autodidact-bench-"));
await using ollama = await startRealOllama(1);
const turns: Record<(typeof STEPS)[number] | "copy", number[]> = { copy: [], read: [], upload: [], create: [] };
for (let turn = 0; turn < TURNS; turn++) {
  const file = join(folder, `${turn}.gguf`);
  let begun = performance.now();
  await copyFile(weights, file);
  await flush(file);
  turns.copy.push(performance.now() - begun);
  await changeLastByte(file, turn);
  begun = performance.now();
  const ends = new Map<string, number>();
  const note = ({ step }: { readonly step: string }) => ends.set(step, performance.now());
  await createFromGguf(ollama.url, { name: `bench:${turn}`, file }, note, new AbortController().signal);
  for (const step of STEPS) {
    const end = ends.get(step) ?? begun;
    turns[step].push(end - begun);
    begun = end;
  }
}
await rm(folder, { recursive: true });
const copied = median(turns.copy);
console.log(`${(size / 1e6).toFixed(0)} MB, medians of ${TURNS} turns; to copy the file: ${copied.toFixed(0)} ms`);
for (const step of STEPS) tell(step, median(turns[step]));
tell(
  "in all",
  STEPS.reduce((sum, step) => sum + median(turns[step]), 0),
);

function tell(what: string, ms: number): void {
  console.log(`${what}: ${ms.toFixed(0)} ms, ${(ms / copied).toFixed(1)} times the copy`);
}

/** Until it is on the disk. */
async function flush(file: string): Promise<void> {
  await using handle = await open(file, "r+");
  await handle.sync();
}

/** The end of the last tensor: another digest, a model all the same. */
async function changeLastByte(file: string, value: number): Promise<void> {
  await using handle = await open(file, "r+");
  await handle.write(Uint8Array.of(value), 0, 1, size - 1);
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
}
