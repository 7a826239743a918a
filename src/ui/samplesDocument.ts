/** Attempts of a model and its base at one puzzle, as a read-only document. */
import * as vscode from "vscode";
import { type PuzzleTally, renderSamples } from "../core/puzzleSamples.ts";
import type { TunedModelAccess } from "./modelPorts.ts";

const SCHEME = "autodidact-samples";

export function registerSamplesDocuments(tuned: Pick<TunedModelAccess, "samples">): vscode.Disposable {
  return vscode.workspace.registerTextDocumentContentProvider(SCHEME, {
    async provideTextDocumentContent({ path, query }) {
      const [, puzzle = ""] = path.split("/");
      return renderSamples(await tuned.samples(query, puzzle));
    },
  });
}

/** Opens them beside the panel; `title` is for the tab. */
export async function showSamples(model: string, { id, title }: Pick<PuzzleTally, "id" | "title">): Promise<void> {
  const path = `/${id}/${title.replaceAll(/[^\p{L}\p{N} -]/gu, "").trim()}.py`;
  const document = await vscode.workspace.openTextDocument(vscode.Uri.from({ scheme: SCHEME, path, query: model }));
  await vscode.window.showTextDocument(document, { preview: true, viewColumn: vscode.ViewColumn.Beside });
}
