/**
 * `npm run demo`: sets up whatever is missing, then the main job on a real model. Options go to `generate`, e.g.
 * `npm run demo -- --workspace DIR --json`. Only generate's own output reaches standard output.
 */
import { spawnSync } from "node:child_process";
import { dirname, join } from "node:path";
import process from "node:process";
import { fileURLToPath } from "node:url";
import { installDependencies } from "./install.mjs";

const root = join(dirname(fileURLToPath(import.meta.url)), "..");
const cli = join(root, "dist", "cli.js");
const options = process.argv.slice(2);

const { node } = await installDependencies();
const setup = spawnSync(node, [cli, "setup"], { stdio: ["ignore", 2, 2] });
if (setup.status !== 0) process.exit(setup.status ?? 1);

// Ctrl-C reaches the command too, which ends by itself and says how to go on.
process.on("SIGINT", () => {});
const { status } = spawnSync(node, [cli, "generate", "--recipe", "quick", "--count", "10", ...options], {
  stdio: ["ignore", "inherit", "inherit"],
});
process.exitCode = status ?? 1;
