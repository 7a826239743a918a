/** The panel's widgets. The only file that knows `@vscode/webview-ui-toolkit`, so that a successor can replace it. */
import {
  type Checkbox,
  type DataGrid,
  type Dropdown,
  provideVSCodeDesignSystem,
  type TextField,
  vsCodeButton,
  vsCodeCheckbox,
  vsCodeDataGrid,
  vsCodeDataGridCell,
  vsCodeDataGridRow,
  vsCodeDropdown,
  vsCodeOption,
  vsCodeTextField,
} from "@vscode/webview-ui-toolkit";

/** Defines the elements; call once before any is made. */
export function defineWidgets(): void {
  provideVSCodeDesignSystem().register(
    vsCodeButton(),
    vsCodeCheckbox(),
    vsCodeDataGrid(),
    vsCodeDataGridCell(),
    vsCodeDataGridRow(),
    vsCodeDropdown(),
    vsCodeOption(),
    vsCodeTextField(),
  );
}

/** A button with the given text. */
export function makeButton(text: string, onPress: () => void, look: "primary" | "secondary" = "primary"): HTMLElement {
  const button = document.createElement("vscode-button");
  button.textContent = text;
  button.setAttribute("appearance", look);
  button.addEventListener("click", onPress);
  return button;
}

/** Says whether a button can be pressed. */
export function enable(button: HTMLElement, enabled: boolean): void {
  button.toggleAttribute("disabled", !enabled);
}

/** A list of which one entry is chosen. */
export interface Choice {
  readonly element: HTMLElement;
  show(entries: readonly { readonly value: string; readonly text: string }[], value: string): void;
}

/** Makes an empty list; `label` stands over it. */
export function makeChoice(label: string, onChoose: (value: string) => void): Choice {
  const dropdown = document.createElement("vscode-dropdown") as Dropdown;
  dropdown.setAttribute("aria-label", label);
  dropdown.addEventListener("change", () => onChoose(dropdown.value));
  let shown = "";
  return {
    element: labelled(label, dropdown),
    show(entries, value) {
      const now = JSON.stringify(entries);
      if (now !== shown) {
        shown = now;
        dropdown.replaceChildren(
          ...entries.map((entry) => {
            const option = document.createElement("vscode-option");
            option.setAttribute("value", entry.value);
            option.textContent = entry.text;
            return option;
          }),
        );
      }
      // The element knows its new options only after it was rendered.
      requestAnimationFrame(() => {
        if (dropdown.value !== value && !dropdown.open) dropdown.value = value;
      });
    },
  };
}

/** A box to tick. */
export interface Tick {
  readonly element: HTMLElement;
  show(ticked: boolean): void;
}

export function makeTick(label: string, onChange: (ticked: boolean) => void): Tick {
  const box = document.createElement("vscode-checkbox") as Checkbox;
  box.textContent = label;
  let known = false;
  box.addEventListener("change", () => {
    if (box.checked === known) return; // ours
    known = box.checked;
    onChange(known);
  });
  return {
    element: box,
    show(ticked) {
      known = ticked;
      box.checked = ticked;
    },
  };
}

/** A field for a number; empty: the usual one, which it shows. */
export interface NumberField {
  readonly element: HTMLElement;
  show(value: number | null, usual: number): void;
}

export interface NumberBounds {
  readonly least: number;
  readonly most: number;
  readonly whole: boolean;
  /** What a number has to be, for a person who has typed another one. */
  readonly rule: string;
}

/** `help` says what the number means; `onChange` gets null for an empty field, and no number out of bounds. */
export function makeNumberField(
  label: string,
  help: string,
  bounds: NumberBounds,
  onChange: (value: number | null) => void,
): NumberField {
  const field = document.createElement("vscode-text-field") as TextField;
  field.textContent = label;
  field.setAttribute("aria-label", `${label}: ${help}`);
  const hint = document.createElement("p");
  hint.className = "hint";
  hint.textContent = help;
  const problem = document.createElement("p");
  problem.className = "problem";
  problem.setAttribute("role", "alert");
  problem.hidden = true;
  const element = document.createElement("div");
  element.append(field, hint, problem);
  let kept = "";
  field.addEventListener("change", () => {
    const text = field.value.trim();
    const value = Number(text);
    const fits = value >= bounds.least && value <= bounds.most && (!bounds.whole || Number.isInteger(value));
    problem.hidden = text === "" || fits;
    problem.textContent = problem.hidden ? "" : bounds.rule;
    field.toggleAttribute("aria-invalid", !problem.hidden);
    if (!problem.hidden || text === kept) return;
    kept = text;
    onChange(text === "" ? null : value);
  });
  return {
    element,
    show(value, usual) {
      field.placeholder = String(usual);
      const text = value === null ? "" : String(value);
      if (text === kept) return;
      kept = text;
      field.value = text;
      problem.hidden = true;
    },
  };
}

/** A table of names and counts. */
export interface CountTable {
  readonly element: HTMLElement;
  show(rows: readonly (readonly [name: string, count: number])[]): void;
}

/** Makes an empty table; `label` is what a screen reader calls it. */
export function makeCountTable(label: string, nameTitle: string, countTitle: string): CountTable {
  const table = makeTable(label, [nameTitle, countTitle]);
  return {
    element: table.element,
    show: (rows) =>
      table.show(rows.map(([name, count]) => [name, count.toLocaleString(document.documentElement.lang)])),
  };
}

/** A table of texts. */
export interface Table {
  readonly element: HTMLElement;
  show(rows: readonly (readonly string[])[]): void;
}

/** Makes an empty table with a column for each title; `widths` as CSS has them for a grid, else all are the same. */
export function makeTable(label: string, titles: readonly string[], widths?: string): Table {
  const grid = document.createElement("vscode-data-grid") as DataGrid;
  grid.setAttribute("aria-label", label);
  if (widths !== undefined) grid.gridTemplateColumns = widths;
  grid.columnDefinitions = titles.map((title, index) => ({ columnDataKey: String(index), title }));
  let shown = "";
  return {
    element: grid,
    show(rows) {
      const now = JSON.stringify(rows);
      if (now === shown) return; // a grid that is filled anew loses the cell that has the focus
      shown = now;
      grid.rowsData = rows.map((row) => Object.fromEntries(row.map((text, index) => [String(index), text])));
    },
  };
}

function labelled(label: string, control: HTMLElement): HTMLElement {
  const text = document.createElement("span");
  text.className = "label";
  text.textContent = label;
  text.setAttribute("aria-hidden", "true"); // the control has it as its name
  const element = document.createElement("div");
  element.append(text, control);
  return element;
}
