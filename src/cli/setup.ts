/** `autodidact setup`: finds or sets up everything that `generate` needs. */
import type { Command } from "commander";
import type { SupervisorCommand } from "../node/setup/managedOllama.ts";
import { setUp } from "../node/setup/setUp.ts";
import { addMachineOptions, machineRequest } from "./machineOptions.ts";
import { optionsOf, print, printJson, say } from "./terminal.ts";

/** Adds the command. `signal` aborts when the person cancels. */
export function addSetupCommand(program: Command, supervisor: SupervisorCommand, signal: AbortSignal): void {
  const command = program
    .command("setup")
    .description("find or set up Python, Ollama and a model; only what is missing is built or fetched");
  addMachineOptions(command).action(async (_options: unknown, own: Command) => {
    const { json } = optionsOf(own);
    const { python, ollama, model } = await setUp(machineRequest(own, supervisor), say, signal);
    await ollama.release();
    if (json) {
      printJson({
        python: { path: python.path, version: python.version },
        ollama: { url: ollama.url, version: ollama.version },
        model: model.name,
      });
    } else {
      print("Everything is ready: `autodidact generate` writes puzzles now.");
    }
  });
}
