/** `verify` alone, as a process of its own: standard input, signals and exit codes are the process's. */
import { Command } from "commander";
import { addVerifyCommand } from "../../src/cli/verify.ts";
import { startPythonJudge } from "../../src/node/pythonJudge.ts";

const program = new Command().option("--workspace <dir>").option("--json", "", false);
const judge = { python: "python3", judgePath: "src/python/judge", log: console.error };
addVerifyCommand(program, { startJudge: (workers, signal) => startPythonJudge({ ...judge, workers }, signal) });
await program.parseAsync();
