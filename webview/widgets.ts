/** The panel's widgets. The only file that knows `@vscode/webview-ui-toolkit`, so that a successor can replace it. */
import {
  type DataGrid,
  provideVSCodeDesignSystem,
  vsCodeButton,
  vsCodeDataGrid,
  vsCodeDataGridCell,
  vsCodeDataGridRow,
} from "@vscode/webview-ui-toolkit";

/** Defines the elements; call once before any is made. */
export function defineWidgets(): void {
  provideVSCodeDesignSystem().register(vsCodeButton(), vsCodeDataGrid(), vsCodeDataGridCell(), vsCodeDataGridRow());
}

/** A button with the given text. */
export function makeButton(text: string, onPress: () => void): HTMLElement {
  const button = document.createElement("vscode-button");
  button.textContent = text;
  button.addEventListener("click", onPress);
  return button;
}

/** A table of names and counts. */
export interface CountTable {
  readonly element: HTMLElement;
  show(rows: readonly (readonly [name: string, count: number])[]): void;
}

/** Makes an empty table; `label` is what a screen reader calls it. */
export function makeCountTable(label: string, nameTitle: string, countTitle: string): CountTable {
  const grid = document.createElement("vscode-data-grid") as DataGrid;
  grid.setAttribute("aria-label", label);
  grid.columnDefinitions = [
    { columnDataKey: "name", title: nameTitle },
    { columnDataKey: "count", title: countTitle },
  ];
  return {
    element: grid,
    show(rows) {
      grid.rowsData = rows.map(([name, count]) => ({
        name,
        count: count.toLocaleString(document.documentElement.lang),
      }));
    },
  };
}
