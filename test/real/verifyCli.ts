/** `verify` alone, as a process of its own: standard input, signals and exit codes are the process's. */
import process from "node:process";
import { Command } from "commander";
import { exitCodeOf } from "../../src/cli/exitCode.ts";
import { interruption } from "../../src/cli/interrupt.ts";
import { addVerifyCommand } from "../../src/cli/verify.ts";
import { startPythonJudge } from "../../src/node/pythonJudge.ts";

const program = new Command().option("--workspace <dir>").option("--json", "", false);
const judge = { python: "python3", judgePath: "src/python/judge", log: console.error };
const cancelled = interruption();
const deps = {
  startJudge: (workers: number, signal: AbortSignal) => startPythonJudge({ ...judge, workers }, signal),
};
addVerifyCommand(program, deps, cancelled);
await program.parseAsync().catch((error: unknown) => {
  process.exitCode = exitCodeOf(error, cancelled);
});
