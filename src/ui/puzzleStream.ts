/** Writes a running generation into its puzzle document, beside a person who may be typing in it. */
import * as vscode from "vscode";
import type { RunEvent } from "../core/runEvents.ts";
import { type CellChange, planCellEdits, type TextChange } from "./cellEdits.ts";
import type { Memory } from "./ports.ts";

/** Events that come together are written together. */
const GATHER_MS = 100;
/** A person who types is not interrupted; after so long without a pause the puzzles come all the same. */
const QUIET_MS = 800;
const PATIENCE_MS = 5_000;
const SAVE_EVERY_MS = 5_000;

export class PuzzleStream implements vscode.Disposable {
  readonly uri: vscode.Uri;
  readonly #memory: Memory;
  readonly #key: string;
  readonly #report: (error: unknown) => void;
  /** Puzzles that were written here before; kept in memory across a reload of the window. */
  readonly #placed: Set<string>;
  /** Sources of f by content id. */
  readonly #unsolved = new Map<string, string>();
  readonly #pending = new Map<string, CellChange>();
  readonly #typing: vscode.Disposable;
  #typedAt = 0;
  #savedAt = Date.now();
  #editing = false;
  #flushing: Promise<void> | undefined;
  #disposed = false;

  constructor(uri: vscode.Uri, jobId: string, memory: Memory, report: (error: unknown) => void) {
    this.uri = uri;
    this.#memory = memory;
    this.#key = `placed.${jobId}`;
    this.#report = report;
    this.#placed = new Set(memory.get<string[]>(this.#key) ?? []);
    this.#typing = vscode.workspace.onDidChangeTextDocument(({ document, contentChanges }) => {
      if (!this.#editing && contentChanges.length > 0 && document.uri.toString() === uri.toString()) {
        this.#typedAt = Date.now();
      }
    });
  }

  dispose(): void {
    this.#disposed = true;
    this.#typing.dispose();
  }

  /** Takes an event up; the document follows soon after. */
  push(event: RunEvent): void {
    const change = this.#changeOf(event);
    if (change === undefined || this.#disposed) {
      return;
    }
    const waiting = this.#pending.get(change.id);
    if (waiting?.kind === "add" && change.kind === "solve") {
      this.#pending.set(change.id, { ...waiting, g: waiting.g ?? change.g });
    } else if (waiting?.kind === "add" && change.kind === "remove") {
      this.#pending.delete(change.id);
    } else {
      this.#pending.set(change.id, waiting ?? change);
    }
    this.#flushing ??= this.#flush().catch(this.#report);
  }

  /** Writes what is left, saves, and forgets the job. `tidy`: cells without a solution go. */
  async close(tidy: boolean): Promise<void> {
    for (const puzzle of tidy ? [...this.#unsolved.keys()] : []) {
      this.push({ event: "unsolved", puzzle });
    }
    while (this.#flushing !== undefined) {
      await this.#flushing;
    }
    await this.#save();
    await this.#memory.update(this.#key, undefined);
    this.dispose();
  }

  #changeOf(event: RunEvent): CellChange | undefined {
    switch (event.event) {
      case "puzzle":
        this.#unsolved.set(event.id, event.f);
        return { kind: "add", id: event.id, f: event.f, g: null };
      case "pair":
        this.#unsolved.delete(event.puzzle);
        return { kind: "solve", id: event.puzzle, f: event.f, g: event.g };
      case "unsolved": {
        const f = this.#unsolved.get(event.puzzle);
        this.#unsolved.delete(event.puzzle);
        return f === undefined ? undefined : { kind: "remove", id: event.puzzle, f };
      }
      default:
        return undefined;
    }
  }

  async #flush(): Promise<void> {
    try {
      while (this.#pending.size > 0 && !this.#disposed) {
        await pause(GATHER_MS);
        await this.#quiet();
        if (this.#disposed) {
          return;
        }
        const batch = [...this.#pending.values()];
        this.#pending.clear();
        for (const part of inWriteOrder(batch)) {
          await this.#write(part);
        }
        await this.#memory.update(this.#key, [...this.#placed]);
        if (Date.now() - this.#savedAt > SAVE_EVERY_MS) {
          await this.#save().catch(this.#report); // what is still to be written comes all the same
        }
      }
    } finally {
      this.#flushing = undefined;
    }
  }

  async #quiet(): Promise<void> {
    const deadline = Date.now() + PATIENCE_MS;
    while (Date.now() - this.#typedAt < QUIET_MS && Date.now() < deadline) {
      await pause(GATHER_MS);
    }
  }

  async #write(batch: readonly CellChange[]): Promise<void> {
    for (;;) {
      const document = await this.#open();
      if (document === undefined) {
        return;
      }
      const changes = planCellEdits(document.getText().replaceAll("\r\n", "\n"), batch, this.#placed);
      if (changes.length === 0 || (await this.#apply(document, changes))) {
        break;
      }
      await pause(GATHER_MS); // refused: the document changed meanwhile
    }
    for (const change of batch) {
      this.#placed.add(change.id);
    }
  }

  async #apply(document: vscode.TextDocument, changes: readonly TextChange[]): Promise<boolean> {
    const edit = new vscode.WorkspaceEdit();
    for (const { from, to, text } of changes) {
      edit.replace(document.uri, new vscode.Range(from.line, from.character, to.line, to.character), text);
    }
    const restore = keepCursors(document, changes);
    this.#editing = true;
    try {
      const applied = await vscode.workspace.applyEdit(edit);
      restore();
      return applied;
    } finally {
      this.#editing = false;
    }
  }

  async #save(): Promise<void> {
    this.#savedAt = Date.now();
    const document = await this.#open();
    if (document?.isDirty === true) {
      this.#editing = true; // a formatter's edits are not a person's typing
      try {
        await document.save();
      } finally {
        this.#editing = false;
      }
    }
  }

  /** Undefined, and the end of this stream, where a person has deleted the file. */
  async #open(): Promise<vscode.TextDocument | undefined> {
    try {
      return await vscode.workspace.openTextDocument(this.uri);
    } catch {
      this.dispose();
      return undefined;
    }
  }
}

/** Parts whose edits do not touch each other. */
function inWriteOrder(batch: readonly CellChange[]): readonly (readonly CellChange[])[] {
  const ofKind = (kind: CellChange["kind"]) => batch.filter((change) => change.kind === kind);
  return [ofKind("solve"), ...ofKind("remove").map((change) => [change]), ofKind("add")];
}

/** A cursor that stands just where text comes in stays before it. */
function keepCursors(document: vscode.TextDocument, changes: readonly TextChange[]): () => void {
  const kept = vscode.window.visibleTextEditors
    .filter((editor) => editor.document === document)
    .filter(({ selection }) => selection.isEmpty && changes.some(({ from }) => isAt(selection.active, from)))
    .map((editor) => ({ editor, selection: editor.selection }));
  return () => {
    for (const { editor, selection } of kept) {
      editor.selection = selection;
    }
  };
}

function isAt(position: vscode.Position, { line, character }: TextChange["from"]): boolean {
  return position.line === line && position.character === character;
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
