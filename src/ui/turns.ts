/** Whose turn it is in a workspace: generating, training and evaluating each want the model's memory. */
import * as vscode from "vscode";
import { UserError } from "../core/errors.ts";

/** What may be running. */
export interface Running {
  readonly generation?: boolean;
  readonly training?: boolean;
  readonly evaluation?: boolean;
}

/** Why nothing else is started now; undefined where nothing runs. */
export function whyBusy({ generation, training, evaluation }: Running): UserError | undefined {
  if (generation === true) {
    return new UserError(
      vscode.l10n.t("Puzzles are being generated in this workspace, which needs the model's memory."),
      vscode.l10n.t("Stop that first, or wait for its end."),
    );
  }
  if (training === true) {
    return new UserError(
      vscode.l10n.t("A training runs in this workspace, which needs the model's memory."),
      vscode.l10n.t("Pause or cancel it first, or wait for its end."),
    );
  }
  if (evaluation === true) {
    return new UserError(
      vscode.l10n.t("A model is being evaluated in this workspace, which needs its memory."),
      vscode.l10n.t("Cancel that in the Training panel, or wait for its end."),
    );
  }
  return undefined;
}
