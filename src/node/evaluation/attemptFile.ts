/** The attempts of evaluations on disk: JSON lines, to which a run only appends. */
import { z } from "zod";
import { BadInput } from "../../core/errors.ts";
import { type AttemptRecord, type KeptAttempt, TAINTS } from "../../core/evaluation.ts";
import { VERDICTS } from "../../core/puzzle.ts";
import { openLines, readWholeLines } from "../wholeLines.ts";

/** An attempt as a line has it. */
export const attemptLine: z.ZodType<KeptAttempt> = z.object({
  model: z.string(),
  digest: z.string(),
  recipe: z.string(),
  prompting: z.enum(["worked", "bare"]),
  seed: z.int(),
  puzzle: z.string(),
  name: z.string().optional(),
  skill: z.string().optional(),
  level: z.string().optional(),
  taint: z.enum(TAINTS).optional(),
  number: z.int().nonnegative(),
  g: z.string(),
  verdict: z.enum(VERDICTS),
  detail: z.string(),
  tokens: z.int().nonnegative(),
  seconds: z.number().nonnegative(),
});

/** Opens the file for more attempts, created if need be; for one process at a time. What a kill has torn is cut off. */
export function openAttempts(path: string): AttemptRecord & Disposable {
  return openLines(path, readLine);
}

/** Reads attempts. A last line without its end is torn, and left out. Throws `BadInput` for any other unreadable line. */
export function readAttempts(path: string): KeptAttempt[] {
  return readWholeLines(path, readLine);
}

function readLine(line: string, where: string): KeptAttempt {
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch (error) {
    throw new BadInput(`${where} is not JSON.`, "Mend the line or take it out.", { cause: error });
  }
  const attempt = attemptLine.safeParse(value);
  if (attempt.success) return attempt.data;
  throw new BadInput(`${where} is no attempt: ${z.prettifyError(attempt.error)}.`, "Mend the line or take it out.");
}
