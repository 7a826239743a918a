/** Nothing that a model wrote is run in a workspace that the person does not trust. */
import * as vscode from "vscode";
import { UserError } from "../core/errors.ts";

/** Throws `UserError` in an untrusted workspace. */
export function requireTrust(): void {
  if (!vscode.workspace.isTrusted) {
    throw new UserError(
      vscode.l10n.t("This workspace is not trusted, so nothing that a model wrote is run here."),
      vscode.l10n.t("Trust the workspace, or open another one."),
    );
  }
}

/** Why this window may start nothing that runs programs; undefined: it may. */
export function whyLocked(readOnly: boolean): UserError | undefined {
  if (!vscode.workspace.isTrusted) {
    return new UserError(
      vscode.l10n.t("This workspace is not trusted, so nothing is trained or evaluated here."),
      vscode.l10n.t("Trust the workspace first."),
    );
  }
  if (!readOnly) return undefined;
  return new UserError(
    vscode.l10n.t("Another window has this workspace."),
    vscode.l10n.t("Train in that window, or close it first."),
  );
}
