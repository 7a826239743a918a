/** A virtual environment of our own in the cache folder, so that pip never touches the user's Python. */
import { mkdir, mkdtemp, rename, rm } from "node:fs/promises";
import { join } from "node:path";
import process from "node:process";
import { isAbort, UserError } from "../../core/errors.ts";
import { runTool, ToolFailure } from "./tool.ts";

/** A Python that has pip. */
export interface ToolVenv {
  readonly python: string;
}

/**
 * Makes sure that the cache folder holds a working virtual environment. It is made under another name and renamed,
 * so that a half-made one is never used; one whose Python has gone is made anew.
 * Throws `UserError` when this Python cannot make one.
 */
export async function ensureToolVenv(basePython: string, cacheDir: string, signal: AbortSignal): Promise<ToolVenv> {
  const folder = join(cacheDir, "build-venv");
  const venv = { python: pythonOf(folder) };
  if (await hasPip(venv.python, signal)) return venv;
  await mkdir(cacheDir, { recursive: true });
  const half = await mkdtemp(join(cacheDir, "build-venv-"));
  try {
    await runTool(basePython, ["-m", "venv", half], {}, signal);
    await rm(folder, { recursive: true, force: true });
    await rename(half, folder);
  } catch (error) {
    await rm(half, { recursive: true, force: true });
    if (isAbort(error) || !(error instanceof ToolFailure)) throw error;
    throw new UserError(
      `${basePython} cannot make a virtual environment: ${error.tail}`,
      "Install its venv module (on Debian and Ubuntu: `apt-get install python3-venv`) and run `autodidact setup` again.",
      { cause: error },
    );
  }
  return venv;
}

/** Runs pip; throws `UserError` when it fails, as it does without a network. */
export async function runPip(
  venv: ToolVenv,
  args: readonly string[],
  what: string,
  signal: AbortSignal,
): Promise<void> {
  try {
    await runTool(venv.python, ["-m", "pip", "--disable-pip-version-check", "--quiet", ...args], {}, signal);
  } catch (error) {
    if (!(error instanceof ToolFailure)) throw error;
    throw new UserError(
      `pip could not fetch ${what}: ${error.tail}`,
      "Check the network and free disk space, then run `autodidact setup` again: it goes on where it stopped.",
      { cause: error },
    );
  }
}

/** The interpreter of a virtual environment. */
export function pythonOf(venv: string): string {
  return process.platform === "win32" ? join(venv, "Scripts", "python.exe") : join(venv, "bin", "python");
}

async function hasPip(python: string, signal: AbortSignal): Promise<boolean> {
  try {
    await runTool(python, ["-m", "pip", "--version"], {}, signal);
    return true;
  } catch (error) {
    if (error instanceof ToolFailure) return false;
    throw error;
  }
}
