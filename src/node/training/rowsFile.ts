/** Training rows on disk: JSON lines, one row each. */
import { readFile } from "node:fs/promises";
import writeFileAtomic from "write-file-atomic";
import { z } from "zod";
import type { Row } from "../../core/datasetRows.ts";

const rowLine: z.ZodType<Row> = z.object({
  id: z.string(),
  puzzleId: z.string(),
  round: z.int(),
  prompt: z.string(),
  completion: z.string(),
  writes: z.literal(true).optional(),
});

export async function readRows(file: string): Promise<Row[]> {
  return readLines(file, rowLine);
}

/** Writes values as JSON lines, all or nothing. */
export async function writeLines(file: string, values: readonly unknown[]): Promise<void> {
  await writeFileAtomic(file, values.map((value) => `${JSON.stringify(value)}\n`).join(""));
}

/** Reads JSON lines that this program wrote: one that does not hold is a fault, not input. */
export async function readLines<T>(file: string, schema: z.ZodType<T>): Promise<T[]> {
  const text = await readFile(file, "utf8");
  return text.split("\n").flatMap((line) => (line === "" ? [] : [schema.parse(JSON.parse(line))]));
}
