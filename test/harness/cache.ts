/** Where the tests keep what is costly to make and belongs to no checkout. */
import { existsSync } from "node:fs";
import { mkdir, mkdtemp, rename, rm } from "node:fs/promises";
import { homedir } from "node:os";
import { basename, dirname, join } from "node:path";
import process from "node:process";

/** A folder of the user's cache that every checkout shares. */
export function cachePath(...parts: readonly string[]): string {
  return join(process.env["XDG_CACHE_HOME"] || join(homedir(), ".cache"), "autodidact", ...parts);
}

/**
 * Makes `folder` unless it exists. `make` fills a folder beside it, which gets its name only when complete: what is
 * found under the name is therefore whole, whatever was killed, and of two makers at once the first one wins.
 */
export async function makeOnce(folder: string, make: (unfinished: string) => Promise<void>): Promise<void> {
  if (existsSync(folder)) return;
  await mkdir(dirname(folder), { recursive: true });
  const unfinished = await mkdtemp(join(dirname(folder), `.${basename(folder)}-`));
  try {
    await make(unfinished);
    await rename(unfinished, folder);
  } catch (error) {
    await rm(unfinished, { recursive: true, force: true });
    if (!existsSync(folder)) throw error;
  }
}
