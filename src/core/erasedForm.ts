/** Texts that differ only in their constants, names of white space and comments have one erased form. */
import { scanPython } from "./pythonScanner.ts";

/**
 * The code of a Python source with numbers as `0`, strings as `""`, and neither comments nor white space but the
 * indentation's order. Two puzzles that share it are the same task with other numbers.
 */
export function erasedForm(source: string): string {
  return scanPython(source)
    .lines.map(({ code }) => code.trimEnd())
    .filter((code) => code !== "")
    .map((code) => code.replaceAll(/"+/g, '""').replaceAll(NUMBER, "0").replaceAll(/\s+/g, " "))
    .join("\n");
}

/** A number of Python's that no name precedes. */
const NUMBER = /(?<![\p{ID_Continue}.])\d[\w.]*/gu;
