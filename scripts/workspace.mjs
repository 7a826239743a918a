/** What the scripts that show the product share: a checkout that is set up, and commands that run on a workspace. */
import { spawnSync } from "node:child_process";
import { dirname, join } from "node:path";
import process from "node:process";
import { fileURLToPath } from "node:url";
import { installDependencies } from "./install.mjs";

const cli = join(dirname(fileURLToPath(import.meta.url)), "..", "dist", "cli.js");

/**
 * Installs and sets up whatever is missing. Ends the process with the status of what fails. Only the commands' own output
 * reaches standard output.
 * @param {readonly string[]} place the option that says where `.autodidact/` lies; none: the current folder
 * @returns {Promise<{ run(...command: string[]): void, firstLine(...command: string[]): any }>} `run` runs a command with
 *   its output shown, and ends the process where its status is not 0; `firstLine` is what a command says first, as JSON
 */
export async function openWorkspace(place) {
  const { node } = await installDependencies();
  const setup = spawnSync(node, [cli, "setup"], { stdio: ["ignore", 2, 2] });
  if (setup.status !== 0) process.exit(setup.status ?? 1);

  // Ctrl-C reaches the command too, which ends by itself and says how to go on.
  process.on("SIGINT", () => {});
  return {
    run(...command) {
      const { status } = spawnSync(node, [cli, ...command, ...place], { stdio: ["ignore", "inherit", "inherit"] });
      if (status !== 0) process.exit(status ?? 1);
    },
    firstLine(...command) {
      const words = [cli, ...command, ...place, "--json"];
      const { stdout } = spawnSync(node, words, { stdio: ["ignore", "pipe", "inherit"] });
      return JSON.parse(String(stdout).split("\n", 1)[0]);
    },
  };
}

/**
 * The option that says where `.autodidact/` lies, in either spelling.
 * @param {readonly string[]} words
 * @returns {readonly string[]}
 */
export function placeOf(words) {
  const at = words.findIndex((word) => word === "--workspace" || word.startsWith("--workspace="));
  if (at === -1) return [];
  return words[at] === "--workspace" ? words.slice(at, at + 2) : words.slice(at, at + 1);
}
