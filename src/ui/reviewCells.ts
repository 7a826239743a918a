/** The cells of open puzzle documents as the language server last told them, and those that a person means. */
import * as vscode from "vscode";
import type { CellMark, CellsChanged } from "../protocol/lspMessages.ts";

export class ReviewCells implements vscode.Disposable {
  readonly #told = new Map<string, CellsChanged>();
  readonly #changed = new vscode.EventEmitter<string>();
  /** Fires with a document's URI. */
  readonly onDidChange = this.#changed.event;
  readonly #closing = vscode.workspace.onDidCloseTextDocument(({ uri }) => this.#forget(uri.toString()));

  dispose(): void {
    this.#closing.dispose();
    this.#changed.dispose();
  }

  /** Takes what the server told. */
  readonly take = (told: CellsChanged): void => {
    this.#told.set(told.uri, told);
    this.#changed.fire(told.uri);
  };

  /** In the document's order; none where the server has told nothing yet. */
  of(uri: string): readonly CellMark[] {
    return this.#told.get(uri)?.cells ?? [];
  }

  /** The cells that the selections of an editor touch, in the document's order. */
  selected(editor: vscode.TextEditor): readonly CellMark[] {
    return this.of(editor.document.uri.toString()).filter((cell) =>
      editor.selections.some(({ start, end }) => start.line < cell.end && end.line >= cell.line),
    );
  }

  #forget(uri: string): void {
    this.#told.delete(uri);
    this.#changed.fire(uri);
  }
}
