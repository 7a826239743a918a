/** `autodidact models …`: the models that were tuned here, and where each comes from. */
import Table from "cli-table3";
import type { Command } from "commander";
import { UserError } from "../core/errors.ts";
import type { Lineage } from "../core/lineage.ts";
import { forgetPromotions, promotedModel } from "../node/evaluation/promotions.ts";
import { removeModel } from "../node/ollama/shelf.ts";
import { findOllama } from "../node/setup/ensureOllama.ts";
import type { SupervisorCommand } from "../node/setup/managedOllama.ts";
import { openTrainingStore } from "../node/training/ledger.ts";
import { workspaceFiles } from "../node/workspaceFiles.ts";
import { machineRequest } from "./machineOptions.ts";
import { addPromoteCommands } from "./promote.ts";
import { optionsOf, print, printJson } from "./terminal.ts";

/** Adds the command. `signal` aborts when the person cancels. */
export function addModelsCommand(program: Command, supervisor: SupervisorCommand, signal: AbortSignal): void {
  const models = program.command("models").description("the models that were tuned in this workspace");

  models
    .command("list")
    .description("list them, newest first")
    .action((_options, command: Command) => {
      const { json, workspace } = optionsOf(command);
      const all = readModels(workspace);
      const promoted = promotedModel(workspaceFiles(workspace)) ?? null;
      if (json) {
        for (const model of all) printJson({ ...model, promoted: model.name === promoted });
        printJson({ event: "summary", models: all.length, promoted });
      } else if (all.length === 0) {
        print("No model was tuned here yet: `autodidact train --model <base>`.");
      } else {
        print(listTable(all, promoted));
      }
    });

  models
    .command("show <name>")
    .description("show what made a model")
    .action((name: string, _options, command: Command) => {
      const { json, workspace } = optionsOf(command);
      const model = requireModel(readModels(workspace), name);
      if (json) printJson({ event: "summary", ...model });
      else print(lineageTable(model));
    });

  models
    .command("remove <name>")
    .description("take a tuned model out of Ollama and off the list; its training's folder stays")
    .option("--ollama <url>", "Ollama server to use")
    .action(async (name: string, _options, command: Command) => {
      const { json, workspace } = optionsOf(command);
      requireModel(readModels(workspace), name);
      const { url, release } = await findOllama(machineRequest(command, supervisor).ollama, signal);
      try {
        await removeModel(url, name, signal);
      } finally {
        await release();
      }
      using store = openTrainingStore(workspaceFiles(workspace).queue, { readOnly: false });
      store.forget(name);
      await forgetPromotions(workspaceFiles(workspace), name);
      if (json) printJson({ event: "summary", removed: name });
      else print(`${name} is removed.`);
    });

  addPromoteCommands(models, (workspace, name) => requireModel(readModels(workspace), name));
}

function readModels(workspace: string): readonly Lineage[] {
  using store = openTrainingStore(workspaceFiles(workspace).queue, { readOnly: true });
  return store.models();
}

function requireModel(models: readonly Lineage[], name: string): Lineage {
  const found = models.find((model) => model.name === name);
  if (found !== undefined) return found;
  throw new UserError(`No model ${name} was tuned in this workspace.`, "`autodidact models list` shows the names.");
}

function listTable(models: readonly Lineage[], promoted: string | null): string {
  const table = new Table({
    head: ["Model", "Base", "Recipe", "Pairs", "Loss", "When"],
    style: { head: [], border: [] },
  });
  for (const { name, base, recipe, pairs, lossBefore, lossAfter, createdAt } of models) {
    const loss = `${lossBefore.toFixed(3)} → ${lossAfter.toFixed(3)}`;
    table.push([
      name === promoted ? `${name} (promoted)` : name,
      base,
      recipe,
      pairs.length,
      loss,
      new Date(createdAt).toISOString().slice(0, 16),
    ]);
  }
  return table.toString();
}

function lineageTable(model: Lineage): string {
  const { smoke, versions } = model;
  const table = new Table({ style: { head: [], border: [] }, wordWrap: true, colWidths: [16, 60] });
  table.push(
    ["Model", `${model.name} (${model.digest.slice(0, 12)})`],
    ["Base", `${model.base} (${model.baseDigest.slice(0, 12)})`],
    ["Training", `${model.run}, recipe ${model.recipe}, ${model.steps} steps in ${model.seconds.toFixed(0)} s`],
    ["Pairs", `${model.pairs.length}, and ${model.evaluationPairs.length} for the evaluation loss`],
    ["Loss", `${model.lossBefore.toFixed(3)} → ${model.lossAfter.toFixed(3)}`],
    [
      "File",
      `${model.quantisation}, agrees with the tuned weights at ${(100 * model.agreement).toFixed(1)} % of tokens`,
    ],
    ["First words", `${smoke.ended} of ${smoke.prompts} replies ended, ${smoke.parsed} were Python`],
    [
      "Libraries",
      Object.entries(versions)
        .map((entry) => entry.join(" "))
        .join(", "),
    ],
  );
  return table.toString();
}
