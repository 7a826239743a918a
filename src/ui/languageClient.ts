/** Runs the language server for puzzle documents. */
import type * as vscode from "vscode";
import { LanguageClient, TransportKind } from "vscode-languageclient/node";

const PUZZLE_FILES = "**/*.puzzle.py";
/** Where the launch configuration "Server" attaches while the extension itself is being debugged. */
const DEBUG_PORT = 6009;

/** Starts the server; it ends when the result is disposed of. */
export async function startLanguageClient(serverModule: string): Promise<vscode.Disposable> {
  const run = { module: serverModule, transport: TransportKind.ipc };
  const client = new LanguageClient(
    "autodidact",
    "Autodidact",
    { run, debug: { ...run, options: { execArgv: [`--inspect=${DEBUG_PORT}`] } } },
    { documentSelector: [{ scheme: "file", pattern: PUZZLE_FILES }] },
  );
  await client.start();
  return { dispose: () => void client.dispose() };
}
