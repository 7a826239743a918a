/** A puzzle's name for eyes: puzzles have none of their own. */
import { shorten } from "./shorten.ts";

const TITLE_LENGTH = 70;

/** What a puzzle asks for, on one line: its last `return`, else its header. For eyes only. */
export function titleOf(puzzle: string): string {
  const lines = puzzle
    .split("\n")
    .map((line) => line.trim())
    .filter((line) => line !== "");
  const asked = lines.findLast((line) => line.startsWith("return "))?.slice("return ".length);
  const title = asked ?? lines.find((line) => line.startsWith("def ")) ?? lines[0] ?? "";
  return shorten(title, TITLE_LENGTH);
}
