/** The status bar's item for a training that runs: how much of it is done. A click opens the panel. */
import * as vscode from "vscode";
import type { TrainPhase } from "../core/trainEvents.ts";
import { COMMANDS } from "./commands.ts";
import { percentOf, type ShownTraining } from "./trainingRun.ts";

export class TrainingStatusBar implements vscode.Disposable {
  readonly #item: vscode.StatusBarItem;

  constructor() {
    this.#item = vscode.window.createStatusBarItem("autodidact.training", vscode.StatusBarAlignment.Left, 9);
    this.#item.name = vscode.l10n.t("Autodidact: Training");
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
  show(training: ShownTraining | undefined): void {
    if (training === undefined) {
      this.#item.text = "";
      this.#item.hide();
      return;
    }
    const text = textOf(training);
    this.#item.text = `$(mortar-board) ${text}`;
    this.#item.tooltip = vscode.l10n.t("{0}: click to open the Training panel", training.base);
    this.#item.accessibilityInformation = { label: text };
    this.#item.show();
  }
}

function textOf(training: ShownTraining): string {
  if (training.ending === "pausing") return vscode.l10n.t("Training: pausing…");
  if (training.ending === "cancelling") return vscode.l10n.t("Training: cancelling…");
  const percent = percentOf(training);
  const { phase } = training.status;
  if (phase === "train" && percent !== undefined) return vscode.l10n.t("Training: {0} %", percent);
  return phase === undefined ? vscode.l10n.t("Training: starting…") : phaseText(phase);
}

function phaseText(phase: TrainPhase): string {
  switch (phase) {
    case "dataset":
      return vscode.l10n.t("Training: choosing pairs");
    case "base":
      return vscode.l10n.t("Training: loading the base");
    case "tokens":
      return vscode.l10n.t("Training: counting tokens");
    case "train":
      return vscode.l10n.t("Training: 0 %");
    case "export":
      return vscode.l10n.t("Training: writing the model");
    case "register":
      return vscode.l10n.t("Training: registering the model");
    case "smoke":
      return vscode.l10n.t("Training: trying the model");
  }
}
