/** Python for the tests, and its formatter and linter in an environment of their own in the user's cache. */
import { join } from "node:path";
import process from "node:process";
import { cachePath, makeOnce } from "./cache.ts";
import { mustRun } from "./processes.ts";

const RUFF_VERSION = "0.17.6";
const ENVIRONMENT = cachePath(`ruff-${RUFF_VERSION}`);
const BINARIES = process.platform === "win32" ? "Scripts" : "bin";

/** The interpreter on PATH. */
export const PYTHON = process.platform === "win32" ? "python" : "python3";

export const RUFF = join(ENVIRONMENT, BINARIES, "ruff");

/** Installs ruff unless this version of it is there. */
export function installPythonTools(): Promise<void> {
  return makeOnce(ENVIRONMENT, async (folder) => {
    console.log(`Installing ruff ${RUFF_VERSION} for the checks.`);
    await mustRun(PYTHON, ["-m", "venv", folder]);
    const pip = ["-m", "pip", "install", "--quiet", "--disable-pip-version-check", `ruff==${RUFF_VERSION}`];
    await mustRun(join(folder, BINARIES, "python"), pip);
  });
}
