/** The extension under test, and the workspace that is open in its window. */
import assert from "node:assert/strict";
import { rmSync } from "node:fs";
import { join } from "node:path";
import * as vscode from "vscode";
import type { Extension } from "../../src/extension.ts";

export interface Opened {
  readonly extension: Extension;
  readonly extensionUri: vscode.Uri;
  readonly folder: vscode.WorkspaceFolder;
  /** Path of the workspace. */
  readonly root: string;
}

/** Activates the extension, if it is not active yet. */
export async function openExtension(): Promise<Opened> {
  const found = vscode.extensions.getExtension<Extension>("autodidact.autodidact");
  assert.ok(found);
  const [folder] = vscode.workspace.workspaceFolders ?? [];
  assert.ok(folder);
  return { extension: await found.activate(), extensionUri: found.extensionUri, folder, root: folder.uri.fsPath };
}

/** A stand-in for the extension's program or the judge's, under test/fixtures. */
export function fixture({ extensionUri }: Opened, name: string): string {
  return vscode.Uri.joinPath(extensionUri, "test/fixtures", name).fsPath;
}

/** Removes a file or folder; one in which a process has just written another file is tried again. */
export function remove(...path: readonly string[]): void {
  rmSync(join(...path), { recursive: true, force: true, maxRetries: 20, retryDelay: 50 });
}

/** Removes all that the extension keeps in the workspace, which is then as it was opened. */
export async function clearWorkspace({ extension, root }: Opened): Promise<void> {
  await extension.queue.dispose();
  remove(root, ".autodidact");
  extension.display.refresh();
}
