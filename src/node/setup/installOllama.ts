/** Finds the Ollama binary, or installs our build of it where the machine has none. */
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { z } from "zod";
import { buildLlamaServer, buildOllama, checkBuildTools, stampOf } from "./buildOllama.ts";
import { canRun, ownCpuOptions } from "./cpuOptions.ts";
import { withFileLock } from "./fileLock.ts";
import { EXE, findOnPath, isExecutable } from "./tool.ts";

const OLLAMA_VERSION = "0.34.1";

export interface OllamaBinary {
  readonly path: string;
  /** `user`: found on PATH; its models are the user's. `built`: ours; its models lie in the cache folder. */
  readonly origin: "user" | "built";
}

/** The user's Ollama on PATH, else our finished build, else undefined. */
export async function findOllamaBinary(env: NodeJS.ProcessEnv, cacheDir: string): Promise<OllamaBinary | undefined> {
  const onPath = await findOnPath("ollama", env);
  if (onPath !== undefined) return { path: onPath, origin: "user" };
  const { server, engine } = buildPaths(cacheDir);
  return (await isExecutable(server)) && (await isBuiltForThisCpu(engine))
    ? { path: server, origin: "built" }
    : undefined;
}

/**
 * Builds what is missing of Ollama and returns it. Each half gets its final name only when it is complete, by a rename:
 * its presence says that it is done, and a build that was interrupted goes on where it stopped. A cache that has come to
 * a machine with another CPU gets a new `llama-server`. About 7 minutes on two cores. Throws `UserError` that names the compiler to install, or what failed.
 */
export async function installOllama(
  options: { readonly cacheDir: string; readonly python: string; readonly env: NodeJS.ProcessEnv },
  say: (line: string) => void,
  signal: AbortSignal,
): Promise<OllamaBinary> {
  const { cacheDir, python, env } = options;
  const { server, engine } = buildPaths(cacheDir);
  await withFileLock(
    join(cacheDir, "build.lock"),
    async () => {
      const missing = { server: !(await isExecutable(server)), engine: !(await isBuiltForThisCpu(engine)) };
      if (missing.server || missing.engine) await checkBuildTools(env, signal);
      if (missing.server) await buildOllama({ version: OLLAMA_VERSION, target: server, env }, say, signal);
      if (missing.engine) await buildLlamaServer({ python, cacheDir, target: engine, env }, say, signal);
    },
    signal,
    () => say("Another process is building Ollama; waiting for it."),
  );
  return { path: server, origin: "built" };
}

/** A build for a CPU that has more features than this one would end at its first instruction of them. */
async function isBuiltForThisCpu(engine: string): Promise<boolean> {
  if (!(await isExecutable(engine))) {
    return false;
  }
  const stamp = await readFile(stampOf(engine), "utf8").catch(() => undefined);
  return stamp !== undefined && canRun(z.array(z.string()).parse(JSON.parse(stamp)), await ownCpuOptions());
}

/** Ollama looks for `lib/ollama/llama-server` beside its own binary. */
function buildPaths(cacheDir: string): { server: string; engine: string } {
  const folder = join(cacheDir, `ollama-${OLLAMA_VERSION}`);
  return { server: join(folder, `ollama${EXE}`), engine: join(folder, "lib", "ollama", `llama-server${EXE}`) };
}
