/**
 * `npm run demo`: sets up whatever is missing, then the main job on a real model. Options go to `generate`, e.g.
 * `npm run demo -- --workspace DIR --json`. With `--train` a whole round in miniature follows: everything that was
 * verified is accepted and trained on for a few steps, and the tuned model is compared with its base. Only the commands'
 * own output reaches standard output.
 */
import { spawnSync } from "node:child_process";
import { dirname, join } from "node:path";
import process from "node:process";
import { fileURLToPath } from "node:url";
import { installDependencies } from "./install.mjs";

/** Enough to see every phase in a few minutes on two cores; too little for a better model. */
const TRAINING = ["--max-steps", "10", "--unload"];
const EVALUATION = ["--recipe", "quick", "--limit", "15", "--attempts", "2", "--k", "1,2"];

const root = join(dirname(fileURLToPath(import.meta.url)), "..");
const cli = join(root, "dist", "cli.js");
const words = process.argv.slice(2);
const options = words.filter((word) => word !== "--train");
const place = workspaceOf(options);
const asJson = options.includes("--json") ? ["--json"] : [];

const { node } = await installDependencies();
const setup = spawnSync(node, [cli, "setup"], { stdio: ["ignore", 2, 2] });
if (setup.status !== 0) process.exit(setup.status ?? 1);

// Ctrl-C reaches the command too, which ends by itself and says how to go on.
process.on("SIGINT", () => {});
run("generate", "--recipe", "quick", "--count", "10", ...options);
if (words.includes("--train")) {
  run("queue", "accept", "--all-verified", ...place, ...asJson);
  const { model: base } = firstLine("queue", "list", "--state", "accepted", "--limit", "1");
  run("train", "--model", base, ...TRAINING, ...place, ...asJson);
  const { name: tuned } = firstLine("models", "list");
  run("evaluate", "--model", tuned, "--against", base, ...EVALUATION, ...place, ...asJson);
}

/** Runs a command with its output shown; ends with its status where that is not 0. */
function run(...command) {
  const { status } = spawnSync(node, [cli, ...command], { stdio: ["ignore", "inherit", "inherit"] });
  if (status !== 0) process.exit(status ?? 1);
}

/** What a command says first, as JSON. */
function firstLine(...command) {
  const { stdout } = spawnSync(node, [cli, ...command, ...place, "--json"], { stdio: ["ignore", "pipe", "inherit"] });
  return JSON.parse(String(stdout).split("\n", 1)[0]);
}

/** The option that says where `.autodidact/` lies, in either spelling. */
function workspaceOf(given) {
  const at = given.findIndex((word) => word === "--workspace" || word.startsWith("--workspace="));
  if (at === -1) return [];
  return given[at] === "--workspace" ? given.slice(at, at + 2) : [given[at]];
}
