/** The browser in which the tests see VS Code: the one that is installed, else Debian's. */
import { existsSync } from "node:fs";
import process from "node:process";
import { mustRun } from "./processes.ts";

const KNOWN_PATHS = [
  "/usr/bin/chromium",
  "/usr/bin/chromium-headless-shell",
  "/usr/bin/chromium-browser",
  "/usr/bin/google-chrome",
];

/** Path of a Chromium: `$CHROMIUM` first. Undefined when there is none. */
export function findChromium(): string | undefined {
  return [process.env["CHROMIUM"], ...KNOWN_PATHS].find((path) => path && existsSync(path));
}

/** Installs Debian's Chromium where none is found; needs root or a `sudo` that asks nothing. */
export async function installChromium(): Promise<void> {
  if (findChromium()) return;
  console.log("No Chromium is installed; installing Debian's.");
  await apt("update", "-q");
  await apt("install", "-y", "-q", "--no-install-recommends", "chromium", "fonts-dejavu-core");
  if (!findChromium()) throw new Error("The tests in VS Code need Chromium: install it, or set CHROMIUM to its path.");
}

function apt(...args: string[]): Promise<void> {
  const [command = "", ...rest] = process.getuid?.() === 0 ? ["apt-get", ...args] : ["sudo", "-n", "apt-get", ...args];
  return mustRun(command, rest, { env: { DEBIAN_FRONTEND: "noninteractive" } });
}
