/** The status bar's item: what the running generation has brought, else how much waits for review. */
import * as vscode from "vscode";
import { COMMANDS } from "./commands.ts";
import { type RunStatus, runCounts, runHeadline } from "./runStatus.ts";

export class StatusBar implements vscode.Disposable {
  readonly #item: vscode.StatusBarItem;
  #run: RunStatus | undefined;
  #pending = 0;
  #readOnly = false;
  #judge: string | undefined;

  constructor() {
    this.#item = vscode.window.createStatusBarItem("autodidact.status", vscode.StatusBarAlignment.Left, 10);
    this.#item.name = vscode.l10n.t("Autodidact");
  }

  dispose(): void {
    this.#item.dispose();
  }

  /** Undefined: nothing runs. */
  set run(status: RunStatus | undefined) {
    this.#run = status;
    this.#render();
  }

  set pending(count: number) {
    this.#pending = count;
    this.#render();
  }

  set readOnly(value: boolean) {
    this.#readOnly = value;
    this.#render();
  }

  /** How well the judge is closed off, in one line; undefined while nobody knows. */
  set judge(line: string | undefined) {
    this.#judge = line;
    this.#render();
  }

  /** What is shown when the pointer rests on the item. */
  get tooltip(): string {
    return String(this.#item.tooltip ?? "");
  }

  #render(): void {
    if (this.#run !== undefined) {
      const detail = `${runCounts(this.#run)}\n${vscode.l10n.t("Click to stop or to look closer.")}`;
      this.#show(`$(sync~spin) ${runHeadline(this.#run)}`, detail, COMMANDS.showRun.id);
    } else if (this.#readOnly) {
      const reason = vscode.l10n.t("Another window has this workspace's queue; here it is read-only.");
      this.#show(`$(lock) ${vscode.l10n.t("Autodidact: read-only")}`, reason, "autodidact.queue.focus");
    } else if (this.#pending > 0) {
      const text = vscode.l10n.t("{0} to review", this.#pending);
      this.#show(
        `$(mortar-board) ${text}`,
        vscode.l10n.t("Show the pairs that wait for review"),
        "autodidact.queue.focus",
      );
    } else {
      this.#item.hide();
    }
  }

  #show(text: string, tooltip: string, command: string): void {
    const lines = this.#judge === undefined ? tooltip : `${tooltip}\n${this.#judge}`;
    Object.assign(this.#item, { text, tooltip: lines, command });
    this.#item.accessibilityInformation = { label: text.replace(/^\$\([^)]*\) /, "") };
    this.#item.show();
  }
}
