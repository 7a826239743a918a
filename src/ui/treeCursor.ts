/**
 * Where the cursor of a tree is. VS Code tells it only as an argument of a command that a key has started, and nothing
 * while the tree is read again, since all nodes are new then.
 */
import * as vscode from "vscode";
import type { QueueNode } from "./queueNodes.ts";

const TRIES = 40;
const PAUSE_MS = 50;

export class TreeCursor implements vscode.Disposable {
  readonly #command: string;
  readonly #treeViewId: string;
  readonly #registered: vscode.Disposable;
  #told: QueueNode | undefined;

  constructor(treeViewId: string) {
    this.#treeViewId = treeViewId;
    this.#command = `${treeViewId}.tellCursor`;
    this.#registered = vscode.commands.registerCommand(this.#command, (node: QueueNode | null | undefined) => {
      this.#told = node ?? undefined;
    });
  }

  dispose(): void {
    this.#registered.dispose();
  }

  /** The node at the cursor, once the tree knows it; undefined where there is none for two seconds. */
  async find(): Promise<QueueNode | undefined> {
    const args = [{ $treeViewId: this.#treeViewId, $focusedTreeItem: true }];
    for (let tries = TRIES; tries > 0; tries--) {
      this.#told = undefined;
      // Goes through the window's own side, which puts the node in the argument's place and passes each as one of its own.
      await vscode.commands.executeCommand("runCommands", { commands: [{ command: this.#command, args }] });
      if (this.#told !== undefined) return this.#told;
      await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
    }
    return undefined;
  }
}
