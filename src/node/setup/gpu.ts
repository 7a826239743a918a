/** Which GPU a machine has, asked of the drivers' own tools. */
import process from "node:process";
import { findOnPath, runTool, ToolFailure } from "./tool.ts";

/** A driver that does not answer within this is broken. */
const ANSWER_MS = 10_000;

/** The name of the machine's GPU that a model could run on, or undefined when none is found. */
export async function findGpu(env: NodeJS.ProcessEnv, signal: AbortSignal): Promise<string | undefined> {
  if (process.platform === "darwin" && process.arch === "arm64") {
    return "Apple GPU (Metal)";
  }
  const nvidia = await ask("nvidia-smi", ["--query-gpu=name", "--format=csv,noheader"], env, signal);
  if (nvidia !== undefined) {
    return nvidia.split("\n")[0]?.trim();
  }
  // The table's first line is its head; a card's line begins with its number: `card0,Radeon RX 7900 XTX,…`.
  const amd = await ask("rocm-smi", ["--showproductname", "--csv"], env, signal);
  return amd
    ?.split("\n")
    .find((line) => /^card\d/.test(line))
    ?.split(",")[1];
}

async function ask(
  name: string,
  args: readonly string[],
  env: NodeJS.ProcessEnv,
  signal: AbortSignal,
): Promise<string | undefined> {
  const file = await findOnPath(name, env);
  if (file === undefined) {
    return undefined;
  }
  const timeout = AbortSignal.timeout(ANSWER_MS);
  try {
    const said = await runTool(file, args, { env }, AbortSignal.any([signal, timeout]));
    return said.trim() === "" ? undefined : said;
  } catch (error) {
    signal.throwIfAborted();
    if (error instanceof ToolFailure || timeout.aborted) {
      return undefined;
    }
    throw error;
  }
}
