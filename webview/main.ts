/** The page of the Training panel: shows the snapshots that the host sends, sends back what the person asks for. */
import * as l10n from "@vscode/l10n";
import * as z from "zod/mini";
import { type FromPanel, toPanel } from "../src/protocol/panelMessages.ts";
import { View } from "./view.ts";
import { defineWidgets } from "./widgets.ts";

declare function acquireVsCodeApi(): { postMessage(message: FromPanel): void };

z.config({ jitless: true }); // compiled checks need `eval`, which the page's security policy forbids
defineWidgets();
const host = acquireVsCodeApi();
let view: View | undefined;

window.addEventListener("message", ({ data }) => {
  const message = toPanel.parse(data);
  if (message.type === "translations") {
    l10n.config({ contents: message.bundle });
    return;
  }
  view ??= new View(document.body, (intent) => host.postMessage(intent));
  view.show(message.state);
});
host.postMessage({ type: "ready" });
