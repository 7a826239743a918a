/**
 * Which of several windows on one workspace may write. The lock is one of SQLite's on a small file of its own: the
 * operating system lets go of it when the process ends in whatever way, so a lock can neither go stale nor be mistaken
 * for that of another process that has got the same id.
 */
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { explainSqliteError } from "./queueErrors.ts";

export type WindowLock =
  | { readonly held: true; release(): void }
  | {
      readonly held: false;
      /** Null in the short moment in which the holder has the lock and has not written its id yet. */
      readonly holder: { readonly pid: number | null };
    };

/** Primary result code of SQLite: another connection holds a lock. */
const BUSY = 5;

/** Takes the lock of the folder `dir`, which is created where it is missing; returns at once either way. */
export function acquireWindowLock(dir: string): WindowLock {
  mkdirSync(dir, { recursive: true });
  const path = join(dir, "window.sqlite");
  let db: DatabaseSync | undefined;
  try {
    db = new DatabaseSync(path, { timeout: 0 });
    if (take(db)) return { held: true, release: release(db) };
    const pid = holderOf(db);
    db.close();
    return { held: false, holder: { pid } };
  } catch (error) {
    if (db?.isOpen) db.close();
    throw explainSqliteError(error, path);
  }
}

/** A committed row tells the others who we are; the open transaction after it, which they cannot begin, is the lock. */
function take(db: DatabaseSync): boolean {
  try {
    db.exec("CREATE TABLE IF NOT EXISTS holder (one INTEGER PRIMARY KEY CHECK (one = 1), pid INTEGER NOT NULL) STRICT");
    db.exec("BEGIN IMMEDIATE");
    db.prepare("INSERT INTO holder VALUES (1, ?) ON CONFLICT DO UPDATE SET pid = excluded.pid").run(process.pid);
    db.exec("COMMIT; BEGIN IMMEDIATE");
    return true;
  } catch (error) {
    if (isBusy(error)) return false;
    throw error;
  }
}

function holderOf(db: DatabaseSync): number | null {
  try {
    if (db.isTransaction) db.exec("ROLLBACK");
    const pid = db.prepare("SELECT pid FROM holder").get()?.["pid"];
    return typeof pid === "number" ? pid : null;
  } catch (error) {
    if (isBusy(error)) return null;
    throw error;
  }
}

function release(db: DatabaseSync): () => void {
  return () => {
    if (db.isOpen) db.close();
  };
}

function isBusy(error: unknown): boolean {
  return error instanceof Error && "errcode" in error && Number(error.errcode) % 256 === BUSY;
}
