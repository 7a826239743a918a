/** The one Training panel: opened on demand, and brought back with the window. */
import * as vscode from "vscode";
import type { TrainingPanel } from "./trainingPanel.ts";

const PANEL_TYPE = "autodidact.training";

export class TrainingPanels implements vscode.Disposable {
  readonly #fill: (panel: vscode.WebviewPanel, onClosed: () => void) => Promise<TrainingPanel>;
  readonly #serializer: vscode.Disposable;
  #panel: TrainingPanel | undefined;

  /** `fill` loads what a panel needs and gives it its page. */
  constructor(fill: (panel: vscode.WebviewPanel, onClosed: () => void) => Promise<TrainingPanel>) {
    this.#fill = fill;
    this.#serializer = vscode.window.registerWebviewPanelSerializer(PANEL_TYPE, {
      deserializeWebviewPanel: (panel) => this.#adopt(panel),
    });
  }

  dispose(): void {
    this.#serializer.dispose();
  }

  async open(): Promise<void> {
    if (this.#panel !== undefined) {
      this.#panel.reveal();
      return;
    }
    const title = vscode.l10n.t("Training");
    await this.#adopt(vscode.window.createWebviewPanel(PANEL_TYPE, title, vscode.ViewColumn.Active));
  }

  /** Shows the queue's present state where a panel is open. */
  refresh(): void {
    this.#panel?.refresh();
  }

  /** Shows how far the training or evaluation is where a panel is open. */
  showRunning(): void {
    this.#panel?.showRunning();
  }

  async #adopt(panel: vscode.WebviewPanel): Promise<void> {
    this.#panel = await this.#fill(panel, () => {
      this.#panel = undefined;
    });
  }
}
