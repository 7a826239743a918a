/** The Pythons of this machine, one for each version that the judge supports. */
import { spawnSync } from "node:child_process";
import { globSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import process from "node:process";
import { PYTHON } from "./pythonTools.ts";

export const VERSIONS = ["3.10", "3.11", "3.12", "3.13", "3.14"] as const;

/** By version, the interpreters that answer: the one on PATH, those named `python3.N` there, and those that pyenv keeps. */
export function findInterpreters(): ReadonlyMap<string, string> {
  const pyenv = join(process.env["PYENV_ROOT"] ?? join(homedir(), ".pyenv"), "versions");
  const candidates = VERSIONS.flatMap((version) => [
    `python${version}`,
    ...globSync(`${pyenv}/${version}.*/bin/python3`),
  ]);
  const found = new Map<string, string>();
  for (const command of [PYTHON, ...candidates]) {
    const version = versionOf(command);
    if (version !== undefined && !found.has(version)) {
      found.set(version, command);
    }
  }
  return found;
}

/** Major and minor version; undefined where the command is none, or answers as some launchers do for what they lack. */
function versionOf(command: string): string | undefined {
  const program = "import sys; print('%d.%d' % sys.version_info[:2])";
  const { status, stdout } = spawnSync(command, ["-I", "-c", program], { encoding: "utf8" });
  return status === 0 ? stdout.trim() : undefined;
}
