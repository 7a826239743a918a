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
