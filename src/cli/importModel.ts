/** `autodidact import-model`: a model that another trainer has made, as a GGUF file, into Ollama. */
import { open } from "node:fs/promises";
import { basename, extname } from "node:path";
import type { Command } from "commander";
import { UserError } from "../core/errors.ts";
import { listModels, modelNamed } from "../node/ollama/catalog.ts";
import { createFromGguf } from "../node/ollama/register.ts";
import { showModel } from "../node/ollama/shelf.ts";
import { findOllama } from "../node/setup/ensureOllama.ts";
import type { SupervisorCommand } from "../node/setup/managedOllama.ts";
import { machineRequest } from "./machineOptions.ts";
import { optionsOf, print, printJson, say } from "./terminal.ts";

interface ImportModelOptions {
  readonly name?: string;
  readonly like?: string;
}

/** The first bytes of every GGUF file. */
const MAGIC = "GGUF";

/** Adds the command. `signal` aborts when the person cancels. */
export function addImportModelCommand(program: Command, supervisor: SupervisorCommand, signal: AbortSignal): void {
  program
    .command("import-model <file>")
    .description("bring a GGUF file that another trainer has made into Ollama")
    .option("--name <name>", "what to call it (default: the file's name)")
    .option("--like <model>", "the model it was tuned from, whose template, system text and parameters it gets")
    .option("--ollama <url>", "Ollama server to use")
    .action(async (file: string, _options, command: Command) => {
      const { json, name = nameOf(file), like } = optionsOf<ImportModelOptions>(command);
      await checkMagic(file);
      const { url, release } = await findOllama(machineRequest(command, supervisor).ollama, signal);
      try {
        if (modelNamed(await listModels(url, signal), name) !== undefined) {
          throw new UserError(`Ollama has a model named ${name} already.`, "Give another --name.");
        }
        const base = like === undefined ? undefined : await showModel(url, like, signal);
        const { template, system, parameters } = base ?? {};
        let told = "";
        const model = await createFromGguf(
          url,
          { name, file, template, system, parameters },
          ({ step }) => {
            if (step !== told) say(`${step[0]?.toUpperCase()}${step.slice(1)}…`);
            told = step;
          },
          signal,
        );
        if (json) printJson({ event: "summary", model: model.name, digest: model.digest });
        else print(`${model.name} is in Ollama: \`autodidact generate --model ${model.name}\`.`);
      } finally {
        await release();
      }
    });
}

/** Ollama takes letters, digits, `-`, `_` and `.`. */
function nameOf(file: string): string {
  return basename(file, extname(file))
    .toLowerCase()
    .replaceAll(/[^a-z0-9._-]+/g, "-")
    .replace(/^[^a-z0-9]+/, "");
}

async function checkMagic(file: string): Promise<void> {
  const start = Buffer.alloc(MAGIC.length);
  try {
    await using opened = await open(file);
    await opened.read(start, 0, start.length, 0);
  } catch (cause) {
    throw new UserError(`The model file ${file} cannot be read.`, "Check its path and permissions.", { cause });
  }
  if (start.toString("latin1") !== MAGIC) {
    throw new UserError(`${file} is no GGUF file.`, "Convert the model with llama.cpp's convert_hf_to_gguf.py first.");
  }
}
