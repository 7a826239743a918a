import { createHash } from "node:crypto";

/** The id of a pair: the first 16 hex digits of SHA-256 over the puzzle's id, a line end and the text of g. */
export function pairId(puzzleId: string, g: string): string {
  return createHash("sha256").update(`${puzzleId}\n${g}`).digest("hex").slice(0, 16);
}
