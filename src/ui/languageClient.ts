/** Runs the language server for puzzle documents. */
import type * as vscode from "vscode";
import { LanguageClient, TransportKind } from "vscode-languageclient/node";

const PUZZLE_FILES = "**/*.puzzle.py";

/** Starts the server; it ends when the result is disposed of. */
export async function startLanguageClient(serverModule: string): Promise<vscode.Disposable> {
  const client = new LanguageClient(
    "autodidact",
    "Autodidact",
    { module: serverModule, transport: TransportKind.ipc },
    { documentSelector: [{ scheme: "file", pattern: PUZZLE_FILES }] },
  );
  await client.start();
  return { dispose: () => void client.dispose() };
}
