/** Writes a new folder of which other programs see all or nothing. */
import { mkdir, rename, rm, rmdir, writeFile } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";
import { BadInput, UserError } from "../../core/errors.ts";

/**
 * Writes the files into a folder beside `folder`, then puts it in place. Throws `UserError` where that cannot be done,
 * and `BadInput` where `folder` is there already with anything in it.
 */
export async function writeFolder(folder: string, files: readonly { name: string; text: string }[]): Promise<void> {
  const target = resolve(folder);
  const partial = `${target}.${process.pid}.partial`;
  try {
    await mkdir(dirname(target), { recursive: true });
    await mkdir(partial);
    for (const { name, text } of files) await writeFile(join(partial, name), text, { flush: true });
    await removeEmpty(target, folder);
    await rename(partial, target);
  } catch (error) {
    await rm(partial, { recursive: true, force: true }).catch(() => undefined); // what went wrong first is what counts
    if (error instanceof UserError || !(error instanceof Error && "syscall" in error)) throw error;
    throw new UserError(
      `${folder} could not be written: ${error.message}.`,
      "Check its path, its permissions and the space left on the disk.",
      { cause: error },
    );
  }
}

/** What systems say of a folder with something in it, and of a file where a folder should be. */
const TAKEN: ReadonlySet<unknown> = new Set(["ENOTEMPTY", "EEXIST", "ENOTDIR"]);

/** Removes `target` if it is an empty folder. Throws `BadInput`, which calls it `folder`, if it is anything else. */
async function removeEmpty(target: string, folder: string): Promise<void> {
  try {
    await rmdir(target);
  } catch (error) {
    const code = error instanceof Error && "code" in error ? error.code : undefined;
    if (TAKEN.has(code)) {
      throw new BadInput(`${folder} is there already.`, "Name a folder that is new or empty.", { cause: error });
    }
    if (code !== "ENOENT") throw error;
  }
}
