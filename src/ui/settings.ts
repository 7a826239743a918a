/** The extension's settings, typed and bounded; a value that makes no sense counts as not set. */
import * as vscode from "vscode";

export const RECIPES = ["quick", "adaptive", "paper"] as const;
export type RecipeName = (typeof RECIPES)[number];

/** Most puzzles that one run may be asked for. */
export const MOST_PUZZLES = 100_000;

export interface Settings {
  /** Address of the Ollama server; empty: `OLLAMA_HOST`, else one that is started when needed. */
  readonly ollamaUrl: string;
  /** Empty: the best that Ollama has. */
  readonly model: string;
  readonly recipe: RecipeName;
  readonly count: number;
  /** Folder of new puzzle documents, relative to the workspace folder; empty: the workspace folder itself. */
  readonly folder: string;
  /** Path of the Python interpreter; empty: the one that the editor or the workspace uses. */
  readonly pythonPath: string;
  /** Puzzles may import the packages of the interpreter that judges. */
  readonly allowPackages: boolean;
}

export function readSettings(scope: vscode.Uri | undefined): Settings {
  const configuration = vscode.workspace.getConfiguration("autodidact", scope);
  const text = (key: string): string => {
    const value = configuration.get<unknown>(key);
    return typeof value === "string" ? value.trim() : "";
  };
  const count = configuration.get<unknown>("count");
  return {
    ollamaUrl: text("ollamaUrl"),
    model: text("model"),
    recipe: RECIPES.find((name) => name === text("recipe")) ?? "quick",
    count: isCount(count) ? count : 20,
    folder: text("folder"),
    pythonPath: text("pythonPath"),
    allowPackages: configuration.get<unknown>("allowPackages") === true,
  };
}

/** Says whether a run can be asked for so many puzzles. */
export function isCount(value: unknown): value is number {
  return typeof value === "number" && Number.isInteger(value) && value >= 1 && value <= MOST_PUZZLES;
}
