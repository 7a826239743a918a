/**
 * `npm run experiment`: the comparison of docs/results from nothing, on a real model. The base writes and solves puzzles of
 * its own; then it is tuned on its attempts as they came, on those that the judge verified, and on a selection of these, and
 * all four are asked the held-out puzzles of the least level. Under an hour on two cores. What is done is kept: the same
 * command goes on. `-- --workspace DIR` is for another folder than out/experiment.
 */
import { existsSync, mkdirSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { openWorkspace } from "./workspace.mjs";

/** All that is chosen, before anything is run. */
const PUZZLES = 60;
const GENERATION = ["--recipe", "quick", "--seed", "1"];
const TRAINING = ["--pairs", "48", "--seeds", "1,2,3", "--epochs", "6", "--unload"];
const EVALUATION = ["--asked", "quick", "--levels", "easy", "--attempts", "4", "--k", "1,4"];

const usual = join(dirname(fileURLToPath(import.meta.url)), "..", "out", "experiment");
const { values } = parseArgs({ options: { workspace: { type: "string", default: usual } } });
const place = ["--workspace", values.workspace];
mkdirSync(values.workspace, { recursive: true });

const { run, firstLine } = await openWorkspace(place);
const solved = existsSync(join(values.workspace, ".autodidact")) ? firstLine("queue", "stats").solved : 0;
if (solved < PUZZLES) run("generate", ...GENERATION, "--count", `${PUZZLES - solved}`, "--resume");
const { model: base } = firstLine("queue", "list", "--limit", "1");
run("experiment", "--model", base, ...TRAINING, ...EVALUATION);
