/**
 * Tokens per second of the trainer beside a plain script for TRL, and its writing of a tuned file beside a copy of that
 * file. The options are those of `python -m train` in this folder: `npm run bench:train -- --help`.
 */
import { join } from "node:path";
import process from "node:process";
import { setUpTrainer, WEIGHTS } from "../harness/builds.ts";
import { ROOT, run } from "../harness/processes.ts";
import { TRAINER_PYTHON } from "../harness/pythonTools.ts";

await setUpTrainer();
const options = ["--gguf", join(WEIGHTS, "SmolLM2-135M-Instruct.Q4_1.gguf"), ...process.argv.slice(2)];
process.exitCode = await run(TRAINER_PYTHON, ["-m", "train", ...options], { cwd: join(ROOT, "test/bench") });
