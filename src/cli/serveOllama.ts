/** The hidden command that a managed Ollama server's supervisor runs as. */
import process from "node:process";
import type { Command } from "commander";
import { serverSpecSchema } from "../node/setup/serverState.ts";
import { superviseOllama } from "../node/setup/superviseOllama.ts";

/** Adds `serve-ollama SPEC`; SPEC is a `ServerSpec` as JSON. Started by `leaseManagedOllama`, never by people. */
export function addServeOllamaCommand(program: Command): void {
  program
    .command("serve-ollama", { hidden: true })
    .argument("<spec>")
    .action(async (spec: string) => {
      await superviseOllama(serverSpecSchema.parse(JSON.parse(spec)));
      process.exit();
    });
}
