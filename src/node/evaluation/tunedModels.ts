/** The tuned models of a workspace: what is known of each, which one is promoted, and what a person may do with one. */
import { existsSync } from "node:fs";
import { UserError } from "../../core/errors.ts";
import { evaluationOf, type TunedModel, type TunedModels } from "../../core/modelEvaluation.ts";
import { comparisonOf, type Promotion, type RolledBack, whyNotPromotable } from "../../core/promotion.ts";
import { openTrainingStore } from "../training/ledger.ts";
import type { WorkspaceFiles } from "../workspaceFiles.ts";
import { readResults } from "./evaluationFiles.ts";
import { forgetPromotions, promote, promotedModel, rollBack } from "./promotions.ts";

type Files = Pick<WorkspaceFiles, "folder" | "queue">;

export function readTunedModels(files: Files): TunedModels {
  if (!existsSync(files.queue)) return { models: [], promoted: undefined };
  using store = openTrainingStore(files.queue, { readOnly: true });
  const results = readResults(files);
  const models = store.models().map((model) => ({ ...model, evaluation: evaluationOf(model, results) }));
  return { models, promoted: promotedModel(files) };
}

/** Throws `UserError` where no model of that name was tuned here. */
export function requireTunedModel(files: Files, name: string): TunedModel {
  const found = readTunedModels(files).models.find((model) => model.name === name);
  if (found !== undefined) return found;
  throw new UserError(`No model ${name} was tuned in this workspace.`, "`autodidact models list` shows the names.");
}

/** Refused where the model is worse than its base or nobody knows, unless `force`. Throws as `requireTunedModel`. */
export async function promoteModel(files: Files, name: string, { force }: { force: boolean }): Promise<Promotion> {
  const model = requireTunedModel(files, name);
  const comparison = comparisonOf(model.evaluation);
  const refused = force ? undefined : whyNotPromotable(model, comparison);
  if (refused !== undefined) return { refused };
  const before = promotedModel(files);
  await promote(files, name, Date.now());
  return { promoted: name, before, comparison };
}

/** Takes the latest promotion back. Throws `UserError` where there is none. */
export async function rollBackPromotion(files: Files): Promise<RolledBack> {
  const rolledBack = await rollBack(files);
  if (rolledBack !== undefined) return { rolledBack, promoted: promotedModel(files) };
  throw new UserError("No model is promoted in this workspace.", "`autodidact models promote <name>` does that.");
}

/** Takes a model that Ollama no longer has off the list; its training's folder stays. */
export async function forgetTunedModel(files: Files, name: string): Promise<void> {
  using store = openTrainingStore(files.queue, { readOnly: false });
  store.forget(name);
  await forgetPromotions(files, name);
}
