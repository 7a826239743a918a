/** The status bar's item for an evaluation that runs. A click opens the panel. */
import * as vscode from "vscode";
import { COMMANDS } from "./commands.ts";
import type { Evaluation } from "./evaluation.ts";

export class EvaluationStatusBar implements vscode.Disposable {
  readonly #item: vscode.StatusBarItem;

  constructor() {
    this.#item = vscode.window.createStatusBarItem("autodidact.evaluation", vscode.StatusBarAlignment.Left, 8);
    this.#item.name = vscode.l10n.t("Autodidact: Evaluation");
    this.#item.command = COMMANDS.openTrainingPanel.id;
  }

  dispose(): void {
    this.#item.dispose();
  }

  /** What it says at present; empty while it is hidden. */
  get text(): string {
    return this.#item.text;
  }

  /** Undefined: nothing runs. */
  show(evaluation: Evaluation["current"]): void {
    if (evaluation === undefined) {
      this.#item.text = "";
      this.#item.hide();
      return;
    }
    const text = textOf(evaluation);
    this.#item.text = `$(beaker) ${text}`;
    this.#item.tooltip = vscode.l10n.t("{0}: click to open the Training panel", evaluation.model);
    this.#item.accessibilityInformation = { label: text };
    this.#item.show();
  }
}

function textOf({ asked, cancelling }: NonNullable<Evaluation["current"]>): string {
  if (cancelling) return vscode.l10n.t("Evaluation: cancelling…");
  if (asked === null || asked.total === 0) return vscode.l10n.t("Evaluation: starting…");
  return vscode.l10n.t("Evaluation: {0} % of {1}", Math.floor((100 * asked.done) / asked.total), asked.model);
}
