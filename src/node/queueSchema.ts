/** How an older queue file becomes a current one. */
import type { DatabaseSync } from "node:sqlite";
import { UserError } from "../core/errors.ts";
import { MIGRATIONS } from "./queueTables.ts";

/** "AUTD": marks a SQLite file as a queue of ours (`PRAGMA application_id`). */
const APPLICATION_ID = 0x41555444;

/**
 * Brings `db` to the newest version, each step in a transaction of its own.
 * Throws `UserError` for a file of a newer version, or one that is not a queue.
 */
export function migrate(db: DatabaseSync, path: string, migrations: readonly string[] = MIGRATIONS): void {
  checkIsQueue(db, path);
  for (let version = versionOf(db); version < migrations.length; version = versionOf(db)) {
    db.exec("BEGIN IMMEDIATE");
    try {
      const current = versionOf(db); // another process may have taken the step while we waited for the lock
      const step = migrations[current];
      if (step !== undefined) {
        db.exec(step);
        db.exec(`PRAGMA application_id = ${APPLICATION_ID}; PRAGMA user_version = ${current + 1}`);
      }
      db.exec("COMMIT");
    } catch (error) {
      if (db.isTransaction) db.exec("ROLLBACK");
      throw error;
    }
  }
  checkVersion(db, path, migrations.length);
}

/** For a reader, who cannot migrate. Throws `UserError` for any other version than the newest. */
export function checkReadable(db: DatabaseSync, path: string): void {
  checkIsQueue(db, path);
  checkVersion(db, path, MIGRATIONS.length);
}

function checkIsQueue(db: DatabaseSync, path: string): void {
  const id = pragma(db, "application_id");
  const empty = db.prepare("SELECT 1 FROM sqlite_schema LIMIT 1").get() === undefined;
  if (id === APPLICATION_ID || (empty && id === 0)) return;
  throw new UserError(
    `${path} is a SQLite database, but not a queue of Autodidact; it was left as it is.`,
    "Move it away; a new queue is created in its place.",
  );
}

function checkVersion(db: DatabaseSync, path: string, known: number): void {
  const version = versionOf(db);
  if (version > known) {
    throw new UserError(
      `The queue ${path} has version ${version}; this Autodidact knows versions up to ${known}.`,
      "Update Autodidact, or export the queue there and import it here.",
    );
  }
  if (version < known) {
    throw new UserError(
      `The queue ${path} has the older version ${version}.`,
      "Open the workspace once for writing, e.g. with `autodidact import`, so that it is brought up to date.",
    );
  }
}

function versionOf(db: DatabaseSync): number {
  return pragma(db, "user_version");
}

function pragma(db: DatabaseSync, name: string): number {
  return Number(db.prepare(`PRAGMA ${name}`).get()?.[name]);
}
