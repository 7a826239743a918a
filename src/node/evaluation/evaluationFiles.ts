/** Where a workspace keeps its evaluations: `.autodidact/evaluations/`, a file of attempts for each model and setup. */
import { appendFileSync, existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import type { EvaluationSummary, PassFigures } from "../../core/evaluation.ts";
import type { WorkspaceFiles } from "../workspaceFiles.ts";

type Files = Pick<WorkspaceFiles, "folder">;

/** The file of attempts of the weights with this digest, asked in one way; `recipe` is there for people. */
export function attemptFile(files: Files, digest: string, recipe: string, setup: string): string {
  return join(evaluationsFolder(files), `${digest.replace("sha256:", "").slice(0, 12)}-${recipe}-${setup}.jsonl`);
}

/** Holds the files of attempts, the results, and the evaluation that a window started last. */
export function evaluationsFolder({ folder }: Files): string {
  return join(folder, "evaluations");
}

const RESULTS = "results.jsonl";

/** pass@k by k, each with its interval. */
export const passFigures = z.record(
  z.string(),
  z.object({ value: z.number(), low: z.number(), high: z.number() }),
) satisfies z.ZodType<PassFigures>;
const ids = z.array(z.string());
/** What promotions and the editor need is checked; the file is ours. */
const result = z.looseObject({
  event: z.literal("summary"),
  digest: z.string(),
  recipe: z.string(),
  n: z.int(),
  puzzles: z.int(),
  passAt: passFigures,
  contaminated: z.array(z.unknown()),
  files: z.array(z.string()),
  against: z.looseObject({ digest: z.string(), passAt: passFigures }).optional(),
  difference: passFigures.optional(),
  solved: z.object({ gained: ids, lost: ids, both: ids, neither: ids }).optional(),
});

/** Adds the summary to the record of evaluations. */
export function recordResult(files: Files, summary: EvaluationSummary): void {
  const file = join(evaluationsFolder(files), RESULTS);
  // A line of its own, whatever a kill has left before it.
  appendFileSync(file, `\n${JSON.stringify(summary)}\n`);
}

/** All summaries, oldest first; lines that a kill has torn are left out. */
export function readResults(files: Files): EvaluationSummary[] {
  const file = join(evaluationsFolder(files), RESULTS);
  if (!existsSync(file)) return [];
  return readFileSync(file, "utf8")
    .split("\n")
    .flatMap((line) => {
      const read = result.safeParse(parsed(line));
      return read.success ? [read.data as unknown as EvaluationSummary] : [];
    });
}

function parsed(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}
