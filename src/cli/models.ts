/** `autodidact models …`: the models that were tuned here, and where each comes from. */
import Table from "cli-table3";
import type { Command } from "commander";
import { sharesOf } from "../core/bootstrap.ts";
import type { Lineage } from "../core/lineage.ts";
import type { ModelEvaluation, TunedModels } from "../core/modelEvaluation.ts";
import { outcomeOf } from "../core/outcome.ts";
import { comparisonOf } from "../core/promotion.ts";
import { forgetTunedModel, readTunedModels, requireTunedModel } from "../node/evaluation/tunedModels.ts";
import { removeModel } from "../node/ollama/shelf.ts";
import { findOllama } from "../node/setup/ensureOllama.ts";
import type { SupervisorCommand } from "../node/setup/managedOllama.ts";
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
      const all = readTunedModels(workspaceFiles(workspace));
      const { models: made, promoted } = all;
      if (json) {
        for (const { evaluation, ...model } of made) {
          printJson({ ...model, promoted: model.name === promoted, evaluation: evaluation ?? null });
        }
        printJson({ event: "summary", models: made.length, promoted: promoted ?? null });
      } else if (made.length === 0) {
        print("No model was tuned here yet: `autodidact train --model <base>`.");
      } else {
        print(listTable(all));
      }
    });

  models
    .command("show <name>")
    .description("show what made a model")
    .action((name: string, _options, command: Command) => {
      const { json, workspace } = optionsOf(command);
      const model = requireTunedModel(workspaceFiles(workspace), name);
      if (json) printJson({ event: "summary", ...model });
      else print(lineageTable(model));
    });

  models
    .command("remove <name>")
    .description("take a tuned model out of Ollama and off the list; its training's folder stays")
    .option("--ollama <url>", "Ollama server to use")
    .action(async (name: string, _options, command: Command) => {
      const { json, workspace } = optionsOf(command);
      const files = workspaceFiles(workspace);
      requireTunedModel(files, name);
      const { url, release } = await findOllama(machineRequest(command, supervisor).ollama, signal);
      try {
        await removeModel(url, name, signal);
      } finally {
        await release();
      }
      await forgetTunedModel(files, name);
      if (json) printJson({ event: "summary", removed: name });
      else print(`${name} is removed.`);
    });

  addPromoteCommands(models);
}

function listTable({ models, promoted }: TunedModels): string {
  const table = new Table({
    head: ["Model", "Base", "Recipe", "Pairs", "Loss", "Against its base", "When"],
    style: { head: [], border: [] },
  });
  for (const { name, base, recipe, pairs, lossBefore, lossAfter, evaluation, createdAt } of models) {
    table.push([
      name === promoted ? `${name} (promoted)` : name,
      base,
      recipe,
      pairs.length,
      `${lossBefore.toFixed(3)} → ${lossAfter.toFixed(3)}`,
      comparedText(evaluation),
      new Date(createdAt).toISOString().slice(0, 16),
    ]);
  }
  return table.toString();
}

const OUTCOME_WORDS = { better: "better", unclear: "no clear difference", worse: "worse" } as const;

function comparedText(evaluation: ModelEvaluation | undefined): string {
  const comparison = comparisonOf(evaluation);
  if (comparison === undefined) return "not evaluated";
  return `${OUTCOME_WORDS[outcomeOf(comparison)]}: pass@${comparison.k} ${sharesOf(comparison, "+")} points`;
}

function lineageTable(model: Lineage): string {
  const { smoke, versions } = model;
  const table = new Table({ style: { head: [], border: [] }, wordWrap: true, colWidths: [16, 60] });
  table.push(
    ["Model", `${model.name} (${model.digest.slice(0, 12)})`],
    ["Base", `${model.base} (${model.baseDigest.slice(0, 12)})`],
    ...(model.weights ? [["Weights", `${model.weights.folder} (${model.weights.digest.slice(0, 12)})`]] : []),
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
