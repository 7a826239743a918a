/** The Training panel: a page that shows snapshots of the queue and sends back what the person asks for. */
import * as vscode from "vscode";
import { type FromPanel, fromPanel, type ToPanel } from "../protocol/panelMessages.ts";
import { COMMANDS } from "./commands.ts";
import type { QueueAccess } from "./ports.ts";

const NO_PAIRS = { pending: 0, accepted: 0, rejected: 0, trained: 0 };

export class TrainingPanel {
  readonly #panel: vscode.WebviewPanel;
  readonly #queue: QueueAccess;
  readonly #judge: () => string | undefined;
  readonly #report: (error: unknown) => void;

  /**
   * Fills `panel`, new or restored after a reload. `assets` holds `webview.js` and `webview.css`; `judge` is the line on
   * how well the judge is closed off.
   */
  constructor(
    panel: vscode.WebviewPanel,
    assets: vscode.Uri,
    queue: QueueAccess,
    judge: () => string | undefined,
    report: (error: unknown) => void,
    onClosed: () => void,
  ) {
    this.#panel = panel;
    this.#queue = queue;
    this.#judge = judge;
    this.#report = report;
    panel.onDidDispose(onClosed);
    panel.webview.options = { enableScripts: true, localResourceRoots: [assets] };
    panel.webview.onDidReceiveMessage((message: unknown) => this.#take(fromPanel.parse(message)).catch(report));
    panel.webview.html = pageOf(panel.webview, assets);
  }

  reveal(): void {
    this.#panel.reveal();
  }

  /** Sends the present state. */
  async update(): Promise<void> {
    const stats = await this.#queue.stats();
    await this.#send({
      type: "state",
      state: { pairs: stats?.pairs ?? NO_PAIRS, rejected: stats?.rejected ?? {}, judge: this.#judge() ?? null },
    });
  }

  /** The same, from where nobody waits for it. */
  refresh(): void {
    this.update().catch(this.#report);
  }

  async #take(message: FromPanel): Promise<void> {
    switch (message.type) {
      case "ready":
        await this.#send({ type: "translations", bundle: vscode.l10n.bundle ?? {} });
        return this.update();
      case "openPending":
        return vscode.commands.executeCommand("autodidact.queue.focus");
      case "generate":
        return vscode.commands.executeCommand(COMMANDS.generate.id);
    }
  }

  async #send(message: ToPanel): Promise<void> {
    await this.#panel.webview.postMessage(message);
  }
}

function pageOf(webview: vscode.Webview, assets: vscode.Uri): string {
  const nonce = crypto.randomUUID();
  const address = (name: string) => webview.asWebviewUri(vscode.Uri.joinPath(assets, name));
  const policy = [
    "default-src 'none'",
    `script-src 'nonce-${nonce}'`,
    `style-src ${webview.cspSource}`,
    `font-src ${webview.cspSource}`,
  ].join("; ");
  return `<!DOCTYPE html>
<html lang="${vscode.env.language}">
<head>
  <meta charset="utf-8">
  <meta http-equiv="Content-Security-Policy" content="${policy}">
  <link rel="stylesheet" href="${address("webview.css")}">
  <title>${vscode.l10n.t("Training")}</title>
</head>
<body>
  <script nonce="${nonce}" src="${address("webview.js")}"></script>
</body>
</html>`;
}
