/** What the language server is told of the editor. */
import * as vscode from "vscode";
import type { ServerOptions } from "../protocol/lspMessages.ts";
import { activeInterpreter } from "./interpreter.ts";
import type { Memory } from "./ports.ts";
import { judgesWithoutSandbox } from "./sandboxStatus.ts";
import { readSettings } from "./settings.ts";

export interface ServerOptionsParts {
  readonly folder: vscode.WorkspaceFolder | undefined;
  /** Memory of the workspace. */
  readonly memory: Memory;
  /** Another window has the queue. */
  readonly isReadOnly: () => boolean;
}

export async function readServerOptions({ folder, memory, isReadOnly }: ServerOptionsParts): Promise<ServerOptions> {
  const { pythonPath, ollamaUrl, model, recipe, allowPackages } = readSettings(folder?.uri);
  return {
    workspace: folder?.uri.fsPath ?? null,
    trusted: vscode.workspace.isTrusted,
    readOnly: isReadOnly(),
    activePython: (folder && (await activeInterpreter(folder.uri))) ?? "",
    ...(judgesWithoutSandbox(memory) ? { leastTier: "none" } : {}),
    translations: vscode.l10n.bundle ?? {},
    commandLinks: true,
    ...{ pythonPath, ollamaUrl, model, recipe, allowPackages },
  };
}
