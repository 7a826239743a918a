/** What SQLite's failures mean for a person. */
import { UserError } from "../core/errors.ts";

/** Primary result codes, https://www.sqlite.org/rescode.html */
const RESULT = { busy: 5, locked: 6, readonly: 8, ioError: 10, corrupt: 11, full: 13, cantOpen: 14, notADb: 26 };

/** Turns a failure of SQLite on `path` that a person can act on into a `UserError`; gives back any other error. */
export function explainSqliteError(error: unknown, path: string): unknown {
  if (!(error instanceof Error) || !("errcode" in error) || typeof error.errcode !== "number") return error;
  const options = { cause: error };
  switch (error.errcode & 0xff) {
    case RESULT.corrupt:
    case RESULT.notADb:
      return damaged(path, error.message, options);
    case RESULT.full:
      return new UserError(
        `The disk is full: ${path} could not grow. Everything acknowledged before is kept.`,
        "Free some space and start again; an unfinished run is taken up where it stood.",
        options,
      );
    case RESULT.readonly:
      return new UserError(
        `The queue ${path} cannot be written.`,
        "Give yourself write permission on the file and its folder, or work in a copy of the workspace.",
        options,
      );
    case RESULT.cantOpen:
      return new UserError(
        `The queue ${path} cannot be opened.`,
        "Check that the file and its folder exist and that you may read and write them.",
        options,
      );
    case RESULT.busy:
    case RESULT.locked:
      return new UserError(
        `Another process holds the queue ${path}.`,
        "Wait for it to finish, or end it, and try again.",
        options,
      );
    case RESULT.ioError:
      return new UserError(
        `Reading or writing the queue ${path} failed: ${error.message}.`,
        "Check the disk, its quota and its connection.",
        options,
      );
    default:
      return error;
  }
}

/** The queue's file does not hold what we once wrote. */
export function damaged(path: string, detail: string, options?: ErrorOptions): UserError {
  return new UserError(
    `The queue ${path} is damaged (${detail}). The file was left in place.`,
    "Restore it from a backup, or move it away (with its -wal and -shm files) and import an export into a new queue " +
      "with `autodidact import FILE`.",
    options,
  );
}
