/** Marks in the gutter and on the overview ruler: which cells are proven, decided about, or wrong. */
import * as vscode from "vscode";
import type { CellMark } from "../protocol/lspMessages.ts";
import type { ReviewCells } from "./reviewCells.ts";

type Mark = "verified" | "accepted" | "rejected" | "wrong";

/** Theme colours, which high contrast themes set too. */
const COLOURS: Readonly<Record<Mark, string>> = {
  verified: "charts.blue",
  accepted: "charts.green",
  rejected: "disabledForeground",
  wrong: "charts.red",
};

export class ReviewGutter implements vscode.Disposable {
  readonly #cells: ReviewCells;
  readonly #types: ReadonlyMap<Mark, vscode.TextEditorDecorationType>;
  readonly #listening: vscode.Disposable;

  /** `icons` holds a picture for each mark, `<mark>.svg`. */
  constructor(cells: ReviewCells, icons: vscode.Uri) {
    this.#cells = cells;
    this.#types = new Map((Object.keys(COLOURS) as Mark[]).map((mark) => [mark, decorationType(mark, icons)] as const));
    this.#listening = vscode.Disposable.from(
      cells.onDidChange((uri) => this.#show(uri)),
      vscode.window.onDidChangeVisibleTextEditors((editors) => {
        for (const editor of editors) this.#mark(editor);
      }),
    );
  }

  dispose(): void {
    this.#listening.dispose();
    for (const type of this.#types.values()) {
      type.dispose();
    }
  }

  #show(uri: string): void {
    for (const editor of vscode.window.visibleTextEditors) {
      if (editor.document.uri.toString() === uri) {
        this.#mark(editor);
      }
    }
  }

  #mark(editor: vscode.TextEditor): void {
    const cells = this.#cells.of(editor.document.uri.toString());
    for (const [mark, type] of this.#types) {
      const lines = cells.filter((cell) => markOf(cell) === mark).map(({ g, line }) => g ?? line);
      editor.setDecorations(
        type,
        lines.map((line) => new vscode.Range(line, 0, line, 0)),
      );
    }
  }
}

function decorationType(mark: Mark, icons: vscode.Uri): vscode.TextEditorDecorationType {
  return vscode.window.createTextEditorDecorationType({
    gutterIconPath: vscode.Uri.joinPath(icons, `${mark}.svg`),
    gutterIconSize: "contain",
    overviewRulerColor: new vscode.ThemeColor(COLOURS[mark]),
    overviewRulerLane: vscode.OverviewRulerLane.Left,
  });
}

/** Undefined: nothing is known yet, or there is nothing to know. */
function markOf({ state, review }: CellMark): Mark | undefined {
  switch (state) {
    case "verified":
      return review === "accepted" || review === "trained"
        ? "accepted"
        : review === "rejected"
          ? "rejected"
          : "verified";
    case "empty":
    case "unsolved":
    case "checking":
    case "unjudged":
      return undefined;
    default:
      return "wrong";
  }
}
