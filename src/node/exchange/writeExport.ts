/** Writes a long text into a file of which other programs see all or nothing. */
import { open, rename, rm } from "node:fs/promises";
import { UserError } from "../../core/errors.ts";

/** Streams `chunks` into a file beside `path`, then puts it in place. Throws `UserError` where that cannot be done. */
export async function writeExport(path: string, chunks: Iterable<string>): Promise<void> {
  const partial = `${path}.${process.pid}.partial`;
  try {
    const file = await open(partial, "w");
    try {
      for (const chunk of chunks) await file.writeFile(chunk);
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(partial, path);
  } catch (error) {
    await rm(partial, { force: true }).catch(() => undefined); // what went wrong first is what counts
    if (!(error instanceof Error && "syscall" in error)) throw error;
    throw new UserError(
      `${path} could not be written: ${error.message}.`,
      "Check the folder, its permissions and the space left on the disk.",
      { cause: error },
    );
  }
}
