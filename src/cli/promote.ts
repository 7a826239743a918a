/** `autodidact models promote` and `rollback`: which tuned model writes the next round. */
import type { Command } from "commander";
import { UserError } from "../core/errors.ts";
import type { Refusal } from "../core/promotion.ts";
import { promoteModel, requireTunedModel, rollBackPromotion } from "../node/evaluation/tunedModels.ts";
import { workspaceFiles } from "../node/workspaceFiles.ts";
import { optionsOf, print, printJson } from "./terminal.ts";

/** Adds both to `models`. */
export function addPromoteCommands(models: Command): void {
  models
    .command("promote <name>")
    .description("make a tuned model the one that generates where none is named")
    .option("--force", "even where it is worse than its base, or was not evaluated against it")
    .action(async (name: string, { force }: { force?: true }, command: Command) => {
      const { json, workspace } = optionsOf(command);
      const files = workspaceFiles(workspace);
      const done = await promoteModel(files, name, { force: force === true });
      if (done.refused !== undefined) {
        throw new UserError(done.refused.sentence, adviceOf(done.refused, requireTunedModel(files, name)));
      }
      const { promoted, before, comparison } = done;
      if (json) printJson({ event: "summary", promoted, before: before ?? null, comparison: comparison ?? null });
      else
        print(
          `${promoted} generates from now on where no model is named. \`autodidact models rollback\` takes it back.`,
        );
    });

  models
    .command("rollback")
    .description("take the latest promotion back")
    .action(async (_options, command: Command) => {
      const { json, workspace } = optionsOf(command);
      const { rolledBack, promoted } = await rollBackPromotion(workspaceFiles(workspace));
      if (json) printJson({ event: "summary", rolledBack, promoted: promoted ?? null });
      else
        print(
          `${rolledBack} is no longer promoted; ${promoted ?? "the best model that Ollama has"} generates from now on.`,
        );
    });
}

function adviceOf({ reason }: Refusal, { name, base }: { readonly name: string; readonly base: string }): string {
  return reason === "worse"
    ? "Train on more or better pairs, or promote it all the same with --force."
    : `Run \`autodidact evaluate --model ${name} --against ${base}\` first, or promote it all the same with --force.`;
}
