/** Attempts of a model and its base at one puzzle, as a read-only document. */
import * as vscode from "vscode";
import { renderSamples } from "../core/puzzleSamples.ts";
import type { TunedModelAccess } from "./modelPorts.ts";

const SCHEME = "autodidact-samples";

export function registerSamplesDocuments(tuned: Pick<TunedModelAccess, "samples">): vscode.Disposable {
  return vscode.workspace.registerTextDocumentContentProvider(SCHEME, {
    async provideTextDocumentContent({ path, query }) {
      return renderSamples(await tuned.samples(query, path.slice(1).replace(/\.py$/, "")));
    },
  });
}

/** Opens them beside the panel. */
export async function showSamples(model: string, puzzle: string): Promise<void> {
  const uri = vscode.Uri.from({ scheme: SCHEME, path: `/${puzzle}.py`, query: model });
  const document = await vscode.workspace.openTextDocument(uri);
  await vscode.window.showTextDocument(document, { preview: true, viewColumn: vscode.ViewColumn.Beside });
}
