/** The frame of the panel's page; all that is on it comes of `webview`. */
import * as vscode from "vscode";

/** `assets` holds `webview.js` and `webview.css`. */
export function pageOf(webview: vscode.Webview, assets: vscode.Uri): string {
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
