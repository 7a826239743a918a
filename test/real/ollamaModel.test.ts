import { execFile } from "node:child_process";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { UserError } from "../../src/core/errors.ts";
import type { CompletionRequest, LanguageModel } from "../../src/core/ports.ts";
import { listModels } from "../../src/node/ollama/catalog.ts";
import { openOllamaModel } from "../../src/node/ollama/model.ts";
import { createFromGguf, type RegisterProgress } from "../../src/node/ollama/register.ts";
import { type RealOllama, smolLm2, startRealOllama } from "./realOllama.ts";

const NAME = "smollm2-test:135m";
const never = new AbortController().signal;
const run = promisify(execFile);
const GREEDY: CompletionRequest = {
  prompt: "1, 2, 3, 4, 5, 6, 7,",
  maxTokens: 12,
  temperature: 0,
  topK: 40,
  topP: 1,
  stop: [],
};

let server: RealOllama;
let folder: string;
let weights: string;
let model: LanguageModel;
const logged: string[] = [];

function open(options: { concurrency?: number; measurementsFile?: string } = {}): Promise<LanguageModel> {
  const log = (line: string) => logged.push(line);
  return openOllamaModel({ url: server.url, name: NAME, contextTokens: 2048, log, ...options }, never);
}

async function userErrorOf(failing: Promise<unknown>): Promise<UserError> {
  const error = await failing.catch((thrown: unknown) => thrown);
  expect(error).toBeInstanceOf(UserError);
  return error as UserError;
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "autodidact-"));
  weights = await smolLm2();
  server = await startRealOllama(4);
});

afterAll(async () => {
  await server?.[Symbol.asyncDispose]();
  await rm(folder, { recursive: true, force: true });
});

describe("a model made of a GGUF file", () => {
  it("is not there when the upload was cancelled or the file is none", async () => {
    const cancel = new AbortController();
    const stopAtUpload = ({ step }: RegisterProgress) => step === "upload" && cancel.abort();
    await expect(
      createFromGguf(server.url, { name: NAME, file: weights }, stopAtUpload, cancel.signal),
    ).rejects.toMatchObject({ name: "AbortError" });

    const nonsense = join(folder, "nonsense.gguf");
    await writeFile(nonsense, "this is no model\n".repeat(1000));
    await userErrorOf(createFromGguf(server.url, { name: NAME, file: nonsense }, () => {}, never));
    await userErrorOf(createFromGguf(server.url, { name: NAME, file: join(folder, "none") }, () => {}, never));
    expect(await listModels(server.url, never)).toEqual([]);
  });

  it("is uploaded with progress to the end, listed, and not uploaded again", async () => {
    const first: RegisterProgress[] = [];
    const made = await createFromGguf(server.url, { name: NAME, file: weights }, (p) => first.push(p), never);
    expect(made).toMatchObject({ name: NAME, parameters: "134.52M", quantisation: "Q4_1", processor: "unknown" });
    expect([...new Set(first.map(({ step }) => step))]).toEqual(["read", "upload", "create"]);
    for (const step of ["read", "upload", "create"]) {
      const end = first.findLast((progress) => progress.step === step);
      expect(end?.done).toBe(end?.total);
    }
    const second: RegisterProgress[] = [];
    const again = await createFromGguf(server.url, { name: NAME, file: weights }, (p) => second.push(p), never);
    expect(again.digest).toBe(made.digest);
    expect(second.some(({ step }) => step === "upload")).toBe(false);
  });

  it("keeps its parameters", async () => {
    const parameters = { stop: ["\n\n\n"], temperature: 0.25 };
    await createFromGguf(server.url, { name: "with-parameters:1", file: weights, parameters }, () => {}, never);
    const shown = await fetch(`${server.url}/api/show`, {
      method: "POST",
      body: JSON.stringify({ model: "with-parameters:1" }),
    });
    expect(await shown.json()).toMatchObject({ parameters: expect.stringContaining("0.25") });
  });
});

describe("a served model", () => {
  beforeAll(async () => {
    model = await open({ concurrency: 4 });
  });

  it("is described with its digest and where it runs", async () => {
    const [listed] = (await listModels(server.url, never)).filter(({ name }) => name === NAME);
    const facts = await model.describe(never);
    expect(facts).toEqual({ name: NAME, digest: listed?.digest, processor: expect.any(String), concurrency: 4 });
    const [loaded] = (await listModels(server.url, never)).filter(({ name }) => name === NAME);
    expect(loaded?.processor).toBe(facts.processor);
  });

  it("stops at a stop string and leaves it out", async () => {
    const completion = await model.complete({ ...GREEDY, stop: [" 10"] }, never);
    expect(completion).toMatchObject({ finish: "stop", text: " 8, 9," });
  });

  it("says when the limit cut it", async () => {
    const completion = await model.complete({ ...GREEDY, maxTokens: 5 }, never);
    expect(completion).toMatchObject({ finish: "length", tokens: 5, text: expect.stringContaining("8") });
  });

  it("refuses a prompt that does not fit instead of cutting it", async () => {
    const error = await userErrorOf(model.complete({ ...GREEDY, prompt: "x = 1\n".repeat(1000) }, never));
    expect(error.sentence).toMatch(/prompt of \d+ tokens does not fit into the context/);
    expect(await model.complete({ ...GREEDY, maxTokens: 1 }, never)).toMatchObject({ finish: "length" });
  });

  it("is one that the server has, or the error lists those", async () => {
    const options = { url: server.url, name: "nobody", contextTokens: 2048, log: () => {} };
    const error = await userErrorOf(openOllamaModel(options, never));
    expect(error.sentence).toContain("ollama pull nobody");
    expect(error.sentence).toContain(NAME);
  });

  it("is not loaded anew between requests of different sampling", async () => {
    const runner = await runnerOf(server.pid);
    await model.complete({ ...GREEDY, temperature: 1, topK: 10, topP: 0.5, maxTokens: 3 }, never);
    await (await open({ concurrency: 4 })).describe(never);
    expect(await runnerOf(server.pid)).toBe(runner);
  });

  it("writes on after its process has died", async () => {
    const runner = await runnerOf(server.pid);
    const completion = model.complete({ ...GREEDY, temperature: 1, maxTokens: 300 }, never);
    await sleep(300);
    process.kill(runner, "SIGKILL");
    expect(await completion).toMatchObject({ finish: expect.stringMatching(/stop|length/) });
    expect(await runnerOf(server.pid)).not.toBe(runner);
  });
});

describe("a cancelled completion", () => {
  it("ends on the server too", async () => {
    await using narrow = await startRealOllama(1);
    await createFromGguf(narrow.url, { name: NAME, file: weights }, () => {}, never);
    const options = { url: narrow.url, name: NAME, contextTokens: 2048, concurrency: 1, log: () => {} };
    const model = await openOllamaModel(options, never);
    await model.describe(never);
    const runner = await runnerOf(narrow.pid);

    const cancel = new AbortController();
    const long = model.complete({ ...GREEDY, temperature: 1.5, maxTokens: 1900 }, cancel.signal);
    await sleep(300);
    cancel.abort();
    await expect(long).rejects.toMatchObject({ name: "AbortError" });
    // Were the reply still being written, the runner would compute on for many seconds.
    await expect.poll(() => isIdle(runner), { timeout: 5_000, interval: 0 }).toBe(true);
  });
});

describe("the concurrency of a server", () => {
  it("is measured, told, and kept for the next process", async () => {
    const measurementsFile = join(folder, "measurements.json");
    const facts = await (await open({ measurementsFile })).describe(never);
    expect([1, 2, 4, 8]).toContain(facts.concurrency);
    const [kept] = Object.values<{ concurrency: number }>(JSON.parse(await readFile(measurementsFile, "utf8")));
    expect(kept?.concurrency).toBe(facts.concurrency);
    const told = logged.filter((line) => line.includes("tokens/s"));
    expect(told).toHaveLength(1);
    console.info(told[0]);
    expect((await (await open({ measurementsFile })).describe(never)).concurrency).toBe(facts.concurrency);
    expect(logged.filter((line) => line.includes("tokens/s"))).toHaveLength(1);
  });
});

/** Process ID of the one process that the server runs the model in. */
async function runnerOf(ollama: number): Promise<number> {
  const { stdout } = await run("ps", ["-A", "-o", "pid=,ppid=,state="]);
  const runners = stdout
    .split("\n")
    .map((line) => line.trim().split(/\s+/))
    .filter(([, parent, state]) => Number(parent) === ollama && state !== "Z");
  expect(runners).toHaveLength(1);
  return Number(runners[0]?.[0]);
}

/** Whether a process uses next to no processor time for half a second. */
async function isIdle(pid: number): Promise<boolean> {
  const before = await processorTicks(pid);
  await sleep(500);
  return (await processorTicks(pid)) - before <= 2;
}

/** Processor time of a process in hundredths of a second: fields 14 and 15 of Linux's `stat`. */
async function processorTicks(pid: number): Promise<number> {
  const stat = await readFile(`/proc/${pid}/stat`, "utf8");
  const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  return Number(fields[11]) + Number(fields[12]);
}
