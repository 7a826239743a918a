/** `autodidact lsp --stdio`: the language server for any editor. */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { constants } from "node:os";
import process from "node:process";
import type { Command } from "commander";
import { addMachineOptions, type MachineOptions } from "./machineOptions.ts";
import { optionsOf } from "./terminal.ts";

interface LspOptions extends MachineOptions {
  readonly stdio: boolean;
}

/** By these an editor, a terminal or a service manager ends a program. */
const SIGNALS = ["SIGINT", "SIGTERM", "SIGHUP"] as const;

/** Adds the command; `server` is the built language server. */
export function addLspCommand(program: Command, server: string): void {
  const command = program
    .command("lsp")
    .description("the language server for *.puzzle.py, as an editor starts it")
    .option("--stdio", "speak over standard input and output", false);
  addMachineOptions(command).action(async (_options: unknown, used: Command) => {
    const options = optionsOf<LspOptions>(used);
    if (!options.stdio) {
      used.error("error: the language server speaks over standard input and output alone: autodidact lsp --stdio");
    }
    process.exitCode = await serve(server, environmentOf(options), options.workspace);
  });
}

/** The environment from which the server takes what its editor leaves out. */
function environmentOf(options: ReturnType<typeof optionsOf<LspOptions>>): NodeJS.ProcessEnv {
  const { python, tier, packages, model, ollama } = options;
  return {
    ...process.env,
    AUTODIDACT_TIER: tier,
    AUTODIDACT_PACKAGES: packages ? "1" : "0",
    ...(python === undefined ? {} : { AUTODIDACT_PYTHON: python }),
    ...(model === undefined ? {} : { AUTODIDACT_MODEL: model }),
    ...(ollama === undefined ? {} : { OLLAMA_HOST: ollama }),
  };
}

/** Runs the server to its end, with our standard streams as its own; resolves with its exit status. */
async function serve(server: string, env: NodeJS.ProcessEnv, cwd: string): Promise<number> {
  const child = spawn(process.execPath, [server, "--stdio"], { stdio: "inherit", env, cwd });
  for (const signal of SIGNALS) process.on(signal, () => child.kill(signal));
  const [code, signal] = (await once(child, "exit")) as [number | null, NodeJS.Signals | null];
  return code ?? 128 + (signal === null ? 0 : constants.signals[signal]);
}
