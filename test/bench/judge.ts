/**
 * Checks per second, processor time, latency and memory of the judge, beside four other ways to run the same programs.
 * The options are those of `python -m judge` in this folder: `npm run bench:judge -- --help`. Linux only.
 */
import { join } from "node:path";
import process from "node:process";
import { ROOT, run } from "../harness/processes.ts";
import { BENCH_PYTHON, installBenchTools } from "../harness/pythonTools.ts";

await installBenchTools();
const options = process.argv.slice(2);
process.exitCode = await run(BENCH_PYTHON, ["-m", "judge", ...options], { cwd: join(ROOT, "test/bench") });
