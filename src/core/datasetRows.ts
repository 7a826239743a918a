/** From a pair to the text that a model is tuned on. */
import { solvePrompt } from "./prompt.ts";
import { splitStatements } from "./pythonStatements.ts";
import { renameFunction } from "./pythonText.ts";

/** A verified pair as training takes it. */
export interface TrainingPair {
  readonly id: string;
  readonly puzzleId: string;
  readonly f: string;
  /** The header of every solution of the puzzle: `def g(inputs with their defaults):`. */
  readonly header: string;
  readonly g: string;
  readonly round: number;
}

/** One training example. The loss falls on the completion alone, or on both, as the recipe says. */
export interface Row {
  /** Of the pair, where it is one's. */
  readonly id: string;
  readonly puzzleId: string;
  readonly round: number;
  readonly prompt: string;
  readonly completion: string;
  /** Its completion is a puzzle, not a solution. */
  readonly writes?: true | undefined;
}

/**
 * `text`: the paper's plain text, f, g and the assertion that holds, all of it a completion of nothing.
 * `completion`: the very prompt that solving uses, without worked examples, and the body of g.
 */
export const ROW_FORMATS = ["completion", "text"] as const;
export type RowFormat = (typeof ROW_FORMATS)[number];

/** What follows the supplied header in a prompt of tuned models; solving with them has to use the same. */
export const TUNED_BODY_START = "\n";

/** The pair as a row; undefined where g does not begin with the header that solving supplies. */
export function rowOf(pair: TrainingPair, format: RowFormat): Row | undefined {
  const { id, puzzleId, round, f, g, header } = pair;
  const of = { id, puzzleId, round };
  if (format === "text") {
    return { ...of, prompt: "", completion: `${f.trim()}\n\n${g.trim()}\n\nassert f(g())\n` };
  }
  const start = `${header}${TUNED_BODY_START}`;
  if (!g.startsWith(start)) return undefined;
  const { prompt, name } = solvePrompt([], pair, TUNED_BODY_START);
  return { ...of, prompt, completion: renameFunction(g.slice(start.length).trimEnd(), "g", name) };
}

/** The puzzle that a row of either format begins with. */
export function puzzleOfRow({ prompt, completion }: Pick<Row, "prompt" | "completion">): string {
  const text = prompt === "" ? completion : prompt;
  const { lines, statements } = splitStatements(text);
  const definition = statements.find(({ kind, name }) => kind === "def" && /^f1?$/.test(name ?? ""));
  const puzzle = lines.slice(0, definition?.end).map((line) => line.text);
  return renameFunction(puzzle.join("\n").trimEnd(), "f1", "f");
}
