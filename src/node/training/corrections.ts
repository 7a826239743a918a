/** What trainings on this machine took, kept in the cache folder: it corrects the next estimate. */
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import writeFileAtomic from "write-file-atomic";
import { z } from "zod";
import type { Correction } from "../../core/trainEstimate.ts";

const correction: z.ZodType<Correction> = z.object({
  device: z.enum(["cuda", "rocm", "mps", "cpu"]),
  memory: z.number().positive(),
  time: z.number().positive(),
});

/** The last correction; undefined where nothing was trained yet, or the file is not ours. */
export async function readCorrection(cacheDir: string): Promise<Correction | undefined> {
  try {
    return correction.parse(JSON.parse(await readFile(fileOf(cacheDir), "utf8")));
  } catch {
    return undefined;
  }
}

export async function writeCorrection(cacheDir: string, measured: Correction): Promise<void> {
  await writeFileAtomic(fileOf(cacheDir), JSON.stringify(measured));
}

function fileOf(cacheDir: string): string {
  return join(cacheDir, "training.json");
}
