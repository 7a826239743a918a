/** Python for the tests, and what it needs besides the standard library, in environments of their own in the user's cache. */
import { join } from "node:path";
import process from "node:process";
import { cachePath, makeOnce } from "./cache.ts";
import { mustRun } from "./processes.ts";

const BINARIES = process.platform === "win32" ? "Scripts" : "bin";
const RUFF_VERSION = "0.17.6";
const RUFF_ENVIRONMENT = cachePath(`ruff-${RUFF_VERSION}`);
const PEBBLE_VERSION = "5.2.3";
const PEBBLE_ENVIRONMENT = cachePath(`pebble-${PEBBLE_VERSION}`);

/** The interpreter on PATH. */
export const PYTHON = process.platform === "win32" ? "python" : "python3";

export const RUFF = join(RUFF_ENVIRONMENT, BINARIES, "ruff");

/** The interpreter that has pebble, a pool that the judge is measured beside. */
export const BENCH_PYTHON = join(PEBBLE_ENVIRONMENT, BINARIES, "python");

/** The interpreter that has the trainer's libraries, which `trainer install` makes. */
export const TRAINER_PYTHON = join(cachePath("trainer", "venv"), BINARIES, "python");

/** Installs ruff unless this version of it is there. */
export function installPythonTools(): Promise<void> {
  return install(RUFF_ENVIRONMENT, `ruff==${RUFF_VERSION}`, "the checks");
}

/** Installs pebble unless this version of it is there. */
export function installBenchTools(): Promise<void> {
  return install(PEBBLE_ENVIRONMENT, `pebble==${PEBBLE_VERSION}`, "the bench");
}

function install(environment: string, requirement: string, purpose: string): Promise<void> {
  return makeOnce(environment, async (folder) => {
    console.error(`Installing ${requirement} for ${purpose}.`);
    await mustRun(PYTHON, ["-m", "venv", folder]);
    const pip = ["-m", "pip", "install", "--quiet", "--disable-pip-version-check", requirement];
    await mustRun(join(folder, BINARIES, "python"), pip);
  });
}
