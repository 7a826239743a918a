/** Composition root of the command line: builds the adapters and hands them to the commands. */
import { existsSync } from "node:fs";
import { join } from "node:path";
import process from "node:process";
import { Command, Option } from "commander";
import { version } from "../package.json";
import { addDoctorCommand } from "./cli/doctor.ts";
import { addEvaluateCommand } from "./cli/evaluate.ts";
import { exitCodeOf } from "./cli/exitCode.ts";
import { addExperimentCommand } from "./cli/experiment.ts";
import { addExportCommand } from "./cli/export.ts";
import { addGenerateCommand } from "./cli/generate.ts";
import { addImportCommand } from "./cli/import.ts";
import { addImportModelCommand } from "./cli/importModel.ts";
import { endWhenUnread, interruption } from "./cli/interrupt.ts";
import { addLoopCommand } from "./cli/loop.ts";
import { addLspCommand } from "./cli/lsp.ts";
import { addModelsCommand } from "./cli/models.ts";
import { addQueueCommand } from "./cli/queue.ts";
import type { QueueDeps } from "./cli/queueDeps.ts";
import { addServeOllamaCommand } from "./cli/serveOllama.ts";
import { addSetupCommand } from "./cli/setup.ts";
import { type GlobalOptions, say } from "./cli/terminal.ts";
import { addTrainCommand } from "./cli/train.ts";
import { addTrainerCommand } from "./cli/trainer.ts";
import { addVerifyCommand } from "./cli/verify.ts";
import { UserError } from "./core/errors.ts";
import { CONTEXT_TOKENS } from "./core/recipe.ts";
import { DEFAULT_LEAST_TIER, SANDBOX_TIERS } from "./core/sandbox.ts";
import { openJudge } from "./node/setup/openJudge.ts";
import { openQueue } from "./node/sqliteQueue.ts";
import { createWorkspaceFiles, workspaceFiles } from "./node/workspaceFiles.ts";

/** `dist`, beside which the package keeps what it ships. */
const dist = import.meta.dirname;
const judgePath = join(dist, "python", "judge");
const trainerPath = join(dist, "python", "trainer");
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
  .addOption(
    new Option("--tier <least>", "the least sandbox that judges; `none` runs what a model wrote without one")
      .choices(SANDBOX_TIERS)
      .default(DEFAULT_LEAST_TIER)
      .env("AUTODIDACT_TIER"),
  )
  // Not commander's `env`, to which any value of the variable, `0` too, would switch this on.
  .option(
    "--packages",
    "puzzles may import that Python's packages (env: AUTODIDACT_PACKAGES=1)",
    process.env["AUTODIDACT_PACKAGES"] === "1",
  )
  .exitOverride();

const cancelled = interruption();
endWhenUnread();

const queueDeps: QueueDeps = {
  openQueue: (workspace, mode = "write") => {
    const { queue } = mode === "write" ? createWorkspaceFiles(workspace) : workspaceFiles(workspace);
    if (mode === "read" && !existsSync(queue)) {
      throw new UserError(`${workspace} has no queue yet.`, "Run `autodidact generate` or `autodidact import` first.");
    }
    return openQueue(queue, { readOnly: mode === "read" });
  },
  startJudge: (workers, signal) => {
    const { python: setting, workspace, tier: leastTier, packages: allowPackages } = program.opts<GlobalOptions>();
    const search = { setting, workspace };
    return openJudge({ search, allowPackages, judgePath, workers, leastTier, log: say }, signal);
  },
};
const supervisor = { command: process.execPath, args: [join(dist, "cli.js"), "serve-ollama"] };
const mediaFolder = join(dist, "..", "media");

addGenerateCommand(program, { ...queueDeps, mediaFolder, supervisor }, cancelled);
addVerifyCommand(program, queueDeps, cancelled);
addQueueCommand(program, queueDeps);
addImportCommand(program, { ...queueDeps, mediaFolder }, cancelled);
addExportCommand(program, { ...queueDeps, mediaFolder }, cancelled);
addTrainCommand(program, { ...queueDeps, mediaFolder, trainerPath, supervisor }, cancelled);
addEvaluateCommand(program, { ...queueDeps, mediaFolder, supervisor }, cancelled);
addExperimentCommand(program, { ...queueDeps, mediaFolder, trainerPath, supervisor }, cancelled);
addLoopCommand(program, { ...queueDeps, mediaFolder, trainerPath, supervisor }, cancelled);
addModelsCommand(program, supervisor, cancelled);
addImportModelCommand(program, supervisor, cancelled);
addTrainerCommand(program, trainerPath, cancelled);
addSetupCommand(program, supervisor, cancelled);
addDoctorCommand(program, { supervisor, judgePath, contextTokens: CONTEXT_TOKENS }, cancelled);
addLspCommand(program, join(dist, "server.js"));
addServeOllamaCommand(program);

program.parseAsync().catch((error: unknown) => {
  process.exitCode = exitCodeOf(error, cancelled);
});
