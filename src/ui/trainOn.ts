/** More epochs for a training that has ended. */
import * as vscode from "vscode";
import { TRAIN_PARAMETERS } from "../core/trainRecipe.ts";
import type { Training } from "./training.ts";

/** Asks how many epochs it shall be in all, and trains on. Throws as `Training.start`. */
export async function askEpochs(training: Pick<Training, "all" | "trainOn">, id: string): Promise<void> {
  const ended = training.all.find((each) => each.id === id);
  if (ended === undefined) return;
  const least = ended.epochs + 1;
  const { most } = TRAIN_PARAMETERS.epochs;
  const answer = await vscode.window.showInputBox({
    title: vscode.l10n.t("Train On: {0}", ended.base),
    prompt: vscode.l10n.t("Epochs in all. It has had {0}; what comes of more is a model of its own.", ended.epochs),
    value: String(Math.min(2 * ended.epochs, most)),
    validateInput: (text) =>
      /^\d+$/.test(text.trim()) && Number(text) >= least && Number(text) <= most
        ? undefined
        : vscode.l10n.t("A whole number from {0} to {1}.", least, most),
  });
  if (answer !== undefined) await training.trainOn(id, Number(answer));
}
