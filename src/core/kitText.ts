/** What the texts of every kit are made of. */
import type { Row } from "./datasetRows.ts";
import type { TrainOptions } from "./trainRecipe.ts";

export interface KitFile {
  readonly name: string;
  readonly text: string;
}

export interface KitPlan {
  /** The base's Hugging Face id or folder, as the trainer takes it. */
  readonly base: string;
  readonly options: TrainOptions;
  readonly train: readonly Row[];
  /** Rows for the evaluation loss; none: the trainer evaluates nothing. */
  readonly evaluation: readonly Row[];
}

/** What stands where the base is not known. No trainer takes it for a model's name. */
export const UNKNOWN_BASE = "<Hugging Face id or folder of the base>";

/** Rows as JSON lines of `prompt` and `completion`. */
export function rowLines(rows: readonly Row[]): string {
  return rows.map(({ prompt, completion }) => `${JSON.stringify({ prompt, completion })}\n`).join("");
}

/**
 * A string in double quotes that YAML 1.1 and 1.2 and Python read alike. JSON's is such a string but for what is not
 * ASCII, of which PyYAML refuses or folds some.
 */
export function quoted(text: string): string {
  return JSON.stringify(text).replaceAll(/[\u007f-\u{10ffff}]/gu, (character) => {
    const code = (character.codePointAt(0) ?? 0).toString(16);
    return code.length > 4 ? `\\U${code.padStart(8, "0")}` : `\\u${code.padStart(4, "0")}`;
  });
}

/** The last step of every kit: from merged weights to a model that Ollama serves. */
export const TO_GGUF = (folder: string) =>
  `python llama.cpp/convert_hf_to_gguf.py ${folder} --outtype q8_0 --outfile tuned.gguf`;
export const WAY_BACK = "autodidact import-model tuned.gguf --name tuned --like <the base's name in Ollama>";
