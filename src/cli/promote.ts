/** `autodidact models promote` and `rollback`: which tuned model writes the next round. */
import type { Command } from "commander";
import { UserError } from "../core/errors.ts";
import type { Lineage } from "../core/lineage.ts";
import { type Comparison, comparisonOf, isWorse } from "../core/promotion.ts";
import { readResults } from "../node/evaluation/evaluationFiles.ts";
import { promote, promotedModel, rollBack } from "../node/evaluation/promotions.ts";
import { workspaceFiles } from "../node/workspaceFiles.ts";
import { optionsOf, print, printJson } from "./terminal.ts";

/** Adds both to `models`; `require` finds a tuned model by name, or throws `UserError`. */
export function addPromoteCommands(models: Command, require: (workspace: string, name: string) => Lineage): void {
  models
    .command("promote <name>")
    .description("make a tuned model the one that generates where none is named")
    .option("--force", "even where it is worse than its base, or was not evaluated against it")
    .action(async (name: string, { force }: { force?: true }, command: Command) => {
      const { json, workspace } = optionsOf(command);
      const files = workspaceFiles(workspace);
      const model = require(workspace, name);
      const comparison = comparisonOf(model, readResults(files));
      if (force !== true) checkPromotable(model, comparison);
      const before = promotedModel(files);
      if (before !== model.name) await promote(files, model.name, Date.now());
      if (json)
        printJson({ event: "summary", promoted: model.name, before: before ?? null, comparison: comparison ?? null });
      else
        print(
          `${model.name} generates from now on where no model is named. \`autodidact models rollback\` takes it back.`,
        );
    });

  models
    .command("rollback")
    .description("take the latest promotion back")
    .action(async (_options, command: Command) => {
      const { json, workspace } = optionsOf(command);
      const files = workspaceFiles(workspace);
      const gone = await rollBack(files);
      if (gone === undefined) {
        throw new UserError("No model is promoted in this workspace.", "`autodidact models promote <name>` does that.");
      }
      const now = promotedModel(files);
      if (json) printJson({ event: "summary", rolledBack: gone, promoted: now ?? null });
      else print(`${gone} is no longer promoted; ${now ?? "the best model that Ollama has"} generates from now on.`);
    });
}

/** Throws `UserError` unless an evaluation has shown that the model is not worse than its base. */
function checkPromotable({ name, base }: Lineage, comparison: Comparison | undefined): void {
  if (comparison === undefined) {
    throw new UserError(
      `${name} was not evaluated against its base, ${base}.`,
      `Run \`autodidact evaluate --model ${name} --against ${base}\` first, or promote it all the same with --force.`,
    );
  }
  if (isWorse(comparison)) {
    const { k, value, low, high, puzzles } = comparison;
    const [middle, least, most] = [value, low, high].map((share) => (100 * share).toFixed(1));
    throw new UserError(
      `${name} is worse than its base, ${base}: pass@${k} differs by ${middle} points (${least} to ${most}) on ${puzzles} puzzles.`,
      "Train on more or better pairs, or promote it all the same with --force.",
    );
  }
}
