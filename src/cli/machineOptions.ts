/** The options by which `setup`, `doctor` and `generate` are told which parts of the machine to use. */
import process from "node:process";
import type { Command } from "commander";
import { promotedModel } from "../node/evaluation/promotions.ts";
import { cacheFolder } from "../node/setup/cacheFolder.ts";
import type { SupervisorCommand } from "../node/setup/managedOllama.ts";
import type { SetupRequest } from "../node/setup/setUp.ts";
import { workspaceFiles } from "../node/workspaceFiles.ts";
import { optionsOf, say } from "./terminal.ts";

export interface MachineOptions {
  readonly ollama?: string;
  readonly model?: string;
}

export function addMachineOptions(command: Command): Command {
  return command
    .option("--ollama <url>", "Ollama server to use (default: OLLAMA_HOST, else http://127.0.0.1:11434, else our own)")
    .option("--model <name>", "model to use (default: the best for code that Ollama has)");
}

/** The command's options as a request; `supervisor` starts this command line's `serve-ollama`. */
export function machineRequest(command: Command, supervisor: SupervisorCommand): SetupRequest {
  const { workspace, python, ollama, model } = optionsOf<MachineOptions>(command);
  return {
    python: { setting: python, workspace },
    ollama: { env: process.env, setting: ollama, cacheDir: cacheFolder(), supervisor, log: say },
    model,
    promoted: promotedModel(workspaceFiles(workspace)),
  };
}
