/** The language server as the rest of the editor's side sees it: started once it is needed, told of every change. */
import * as vscode from "vscode";
import { onInterpreterChange } from "./interpreter.ts";
import type { LanguageClientParts, RunningLanguageClient } from "./languageClient.ts";

export class ReviewClient implements vscode.Disposable {
  readonly #parts: LanguageClientParts;
  readonly #listening: vscode.Disposable[];
  #starting: Promise<RunningLanguageClient> | undefined;

  constructor(parts: LanguageClientParts) {
    this.#parts = parts;
    this.#listening = [
      vscode.workspace.onDidChangeConfiguration((change) => {
        if (change.affectsConfiguration("autodidact")) {
          this.configure();
        }
      }),
      vscode.workspace.onDidGrantWorkspaceTrust(this.configure),
    ];
  }

  /** Starts the server, unless it runs. */
  async start(): Promise<void> {
    this.#starting ??= this.#start();
    await this.#starting;
  }

  /** Something has changed of which the server's options tell. */
  readonly configure = (): void => {
    this.#starting
      ?.then((client) => client.configure())
      .catch((error: unknown) => this.#parts.log.error(error instanceof Error ? error : String(error)));
  };

  dispose(): void {
    vscode.Disposable.from(...this.#listening).dispose();
    void this.#starting?.then((client) => client.dispose());
  }

  async #start(): Promise<RunningLanguageClient> {
    const { startLanguageClient } = await import("./languageClient.ts");
    const client = await startLanguageClient(this.#parts);
    this.#listening.push(await onInterpreterChange(this.configure));
    return client;
  }
}
