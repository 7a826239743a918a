/** Composition root of the command line: builds the adapters and hands them to the commands. */
import { existsSync } from "node:fs";
import { join } from "node:path";
import process from "node:process";
import { Command, CommanderError, Option } from "commander";
import { version } from "../package.json";
import { addDoctorCommand } from "./cli/doctor.ts";
import { addExportCommand } from "./cli/export.ts";
import { addGenerateCommand, CONTEXT_TOKENS } from "./cli/generate.ts";
import { addImportCommand } from "./cli/import.ts";
import { addQueueCommand } from "./cli/queue.ts";
import type { QueueDeps } from "./cli/queueDeps.ts";
import { addServeOllamaCommand } from "./cli/serveOllama.ts";
import { addSetupCommand } from "./cli/setup.ts";
import { EXIT, type GlobalOptions, say } from "./cli/terminal.ts";
import { addVerifyCommand } from "./cli/verify.ts";
import { UserError } from "./core/errors.ts";
import { startPythonJudge } from "./node/pythonJudge.ts";
import { findPython } from "./node/setup/interpreter.ts";
import { openQueue } from "./node/sqliteQueue.ts";
import { createWorkspaceFiles, workspaceFiles } from "./node/workspaceFiles.ts";

/** `dist`, beside which the package keeps what it ships. */
const dist = import.meta.dirname;
const judgePath = join(dist, "python", "judge");
const program = new Command("autodidact")
  .description("Local models that teach themselves to program: puzzles written, solved, proven and queued.")
  .version(version)
  .option("--workspace <dir>", "the folder that holds .autodidact/", process.cwd())
  .option("--json", "JSON lines on standard output, the last of which is the summary", false)
  .addOption(
    new Option("--python <file>", "Python to judge with (default: the workspace's own, else the one on PATH)").env(
      "AUTODIDACT_PYTHON",
    ),
  )
  .exitOverride();

const interrupted = new AbortController();
for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => interrupted.abort());

const queueDeps: QueueDeps = {
  openQueue: (workspace, mode = "write") => {
    const { queue } = mode === "write" ? createWorkspaceFiles(workspace) : workspaceFiles(workspace);
    if (mode === "read" && !existsSync(queue)) {
      throw new UserError(`${workspace} has no queue yet.`, "Run `autodidact generate` or `autodidact import` first.");
    }
    return openQueue(queue, { readOnly: mode === "read" });
  },
  startJudge: async (workers, signal) => {
    const { python: setting, workspace } = program.opts<GlobalOptions>();
    const { path } = await findPython({ setting, workspace }, signal);
    return startPythonJudge({ python: path, judgePath, workers, log: say }, signal);
  },
};
const supervisor = { command: process.execPath, args: [join(dist, "cli.js"), "serve-ollama"] };
const mediaFolder = join(dist, "..", "media");

addGenerateCommand(program, { ...queueDeps, mediaFolder, supervisor }, interrupted.signal);
addVerifyCommand(program, queueDeps);
addQueueCommand(program, queueDeps);
addImportCommand(program, queueDeps);
addExportCommand(program, queueDeps);
addSetupCommand(program, supervisor, interrupted.signal);
addDoctorCommand(program, { supervisor, judgePath, contextTokens: CONTEXT_TOKENS }, interrupted.signal);
addServeOllamaCommand(program);

program.parseAsync().catch((error: unknown) => {
  process.exitCode = exitCodeOf(error);
});

/** Says what went wrong, where that was not said yet. */
function exitCodeOf(error: unknown): number {
  // Commander has written its own message; help and version come this way too, with code 0.
  if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.done : EXIT.usage;
  if (interrupted.signal.aborted) return EXIT.cancelled;
  if (error instanceof UserError) {
    say(error.sentence);
    return EXIT.failed;
  }
  say(`This is a fault of Autodidact, please report it.\n${error instanceof Error ? error.stack : String(error)}`);
  return EXIT.failed;
}
