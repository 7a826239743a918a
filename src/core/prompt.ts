/** The two prompts of the method. Source: ICLR 2023, "Language Models Can Teach Themselves to Program Better". */
import type { OpenPuzzle } from "./puzzle.ts";
import { renameFunction } from "./pythonText.ts";
import type { SeedPuzzle } from "./seed.ts";

/** Numbers and joins puzzles, without solutions, and ends with the header of the next one: `def f{k+1}(`. */
export function puzzlePrompt(examples: readonly string[]): { prompt: string; name: string } {
  const shown = examples.map((f, index) => renameFunction(f, "f", `f${index + 1}`));
  const name = `f${examples.length + 1}`;
  return { prompt: `${[...shown, `def ${name}(`].join("\n\n")}`, name };
}

/** A worked example: a puzzle and one solution that the judge verified. */
export type WorkedExample = Pick<SeedPuzzle, "f"> & { readonly g: string };

/**
 * Numbered triples of puzzle, solution and assertion, then the puzzle to be solved and the header of its solution.
 * The header is ours, so that a solution cannot change the inputs. `bodyStart` follows it: a line break, or a line
 * break and the first indentation, which a small model then does not have to guess.
 */
export function solvePrompt(
  examples: readonly WorkedExample[],
  puzzle: Pick<OpenPuzzle, "f" | "header">,
  bodyStart: string,
): { prompt: string; name: string } {
  const worked = examples.map((example, index) => {
    const [f, g] = [`f${index + 1}`, `g${index + 1}`];
    return `${renameFunction(example.f, "f", f)}\n\n${renameFunction(example.g, "g", g)}\n\nassert ${f}(${g}())`;
  });
  const number = examples.length + 1;
  const name = `g${number}`;
  const asked = `${renameFunction(puzzle.f, "f", `f${number}`)}\n\n${renameFunction(puzzle.header, "g", name)}${bodyStart}`;
  return { prompt: [...worked, asked].join("\n\n"), name };
}
