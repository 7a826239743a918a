/** The queue file's tables and how an older file becomes a current one. */
import type { DatabaseSync } from "node:sqlite";
import { UserError } from "../core/errors.ts";

/** "AUTD": marks a SQLite file as a queue of ours (`PRAGMA application_id`). */
const APPLICATION_ID = 0x41555444;

/**
 * `counts` holds every total that `stats` and `tallyOf` show, for the whole queue (scope '') and for each run (scope =
 * run id). Triggers keep it, so reading a total costs the same in a queue of any size.
 */
const FIRST = `
CREATE TABLE runs (
  seq INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  model TEXT NOT NULL,
  digest TEXT NOT NULL,
  processor TEXT NOT NULL,
  concurrency INTEGER NOT NULL,
  parameters TEXT NOT NULL,  -- the RunRequest as JSON
  round INTEGER NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('running', 'done')),
  started_at INTEGER NOT NULL,  -- ms since the epoch, as every *_at
  finished_at INTEGER
) STRICT;
CREATE INDEX runs_unfinished ON runs (seq) WHERE state = 'running';

CREATE TABLE candidates (
  seq INTEGER PRIMARY KEY,
  run_id TEXT NOT NULL REFERENCES runs (id),
  text TEXT NOT NULL,
  reason TEXT NOT NULL,
  tokens INTEGER NOT NULL,
  added_at INTEGER NOT NULL
) STRICT;

CREATE TABLE puzzles (
  seq INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  run_id TEXT REFERENCES runs (id),
  f TEXT NOT NULL,
  header TEXT NOT NULL,
  shown TEXT NOT NULL,  -- JSON: ids of the seeds in the prompt
  tokens INTEGER NOT NULL,
  sampled INTEGER NOT NULL DEFAULT 0,  -- attempts that a run sampled
  sampled_verified INTEGER NOT NULL DEFAULT 0,
  pairs INTEGER NOT NULL DEFAULT 0,
  added_at INTEGER NOT NULL
) STRICT;
CREATE INDEX puzzles_of_run ON puzzles (run_id, seq);

CREATE TABLE attempts (
  seq INTEGER PRIMARY KEY,
  puzzle_id TEXT NOT NULL REFERENCES puzzles (id),
  run_id TEXT REFERENCES runs (id),
  g TEXT NOT NULL,
  verdict TEXT NOT NULL,
  detail TEXT NOT NULL,
  answer TEXT,
  ms REAL NOT NULL,
  tokens INTEGER NOT NULL,
  added_at INTEGER NOT NULL
) STRICT;

CREATE TABLE pairs (
  seq INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,  -- of puzzle id and g's text, so one pair for each text
  puzzle_id TEXT NOT NULL REFERENCES puzzles (id),
  attempt INTEGER NOT NULL REFERENCES attempts (seq),
  run_id TEXT REFERENCES runs (id),
  state TEXT NOT NULL DEFAULT 'pending' CHECK (state IN ('pending', 'accepted', 'rejected', 'trained')),
  note TEXT NOT NULL DEFAULT '',
  added_at INTEGER NOT NULL,
  reviewed_at INTEGER
) STRICT;
CREATE INDEX pairs_by_state ON pairs (state, seq);
CREATE INDEX pairs_of_puzzle ON pairs (puzzle_id);

CREATE TABLE counts (
  scope TEXT NOT NULL,
  name TEXT NOT NULL,
  n INTEGER NOT NULL,
  PRIMARY KEY (scope, name)
) STRICT, WITHOUT ROWID;

CREATE TRIGGER count_candidate AFTER INSERT ON candidates BEGIN
  INSERT INTO counts VALUES ('', 'rejected:' || new.reason, 1) ON CONFLICT DO UPDATE SET n = n + 1;
  INSERT INTO counts VALUES (new.run_id, 'rejected:' || new.reason, 1) ON CONFLICT DO UPDATE SET n = n + 1;
  INSERT INTO counts VALUES (new.run_id, 'tokens', new.tokens) ON CONFLICT DO UPDATE SET n = n + excluded.n;
END;
CREATE TRIGGER count_puzzle AFTER INSERT ON puzzles BEGIN
  INSERT INTO counts VALUES ('', 'puzzles', 1) ON CONFLICT DO UPDATE SET n = n + 1;
  INSERT INTO counts SELECT new.run_id, 'puzzles', 1 WHERE new.run_id IS NOT NULL
    ON CONFLICT DO UPDATE SET n = n + 1;
  INSERT INTO counts SELECT new.run_id, 'tokens', new.tokens WHERE new.run_id IS NOT NULL
    ON CONFLICT DO UPDATE SET n = n + excluded.n;
END;
CREATE TRIGGER count_attempt AFTER INSERT ON attempts WHEN new.run_id IS NOT NULL BEGIN
  INSERT INTO counts VALUES ('', 'attempts', 1) ON CONFLICT DO UPDATE SET n = n + 1;
  INSERT INTO counts VALUES (new.run_id, 'attempts', 1) ON CONFLICT DO UPDATE SET n = n + 1;
  INSERT INTO counts VALUES (new.run_id, 'verified', new.verdict = 'verified')
    ON CONFLICT DO UPDATE SET n = n + excluded.n;
  INSERT INTO counts VALUES (new.run_id, 'tokens', new.tokens) ON CONFLICT DO UPDATE SET n = n + excluded.n;
  UPDATE puzzles SET sampled = sampled + 1, sampled_verified = sampled_verified + (new.verdict = 'verified')
    WHERE id = new.puzzle_id;
END;
CREATE TRIGGER count_pair AFTER INSERT ON pairs BEGIN
  INSERT INTO counts VALUES ('', 'pairs:' || new.state, 1) ON CONFLICT DO UPDATE SET n = n + 1;
  UPDATE puzzles SET pairs = pairs + 1 WHERE id = new.puzzle_id;
END;
CREATE TRIGGER discount_pair AFTER DELETE ON pairs BEGIN
  UPDATE counts SET n = n - 1 WHERE scope = '' AND name = 'pairs:' || old.state;
  UPDATE puzzles SET pairs = pairs - 1 WHERE id = old.puzzle_id;
END;
CREATE TRIGGER count_solved AFTER UPDATE OF pairs ON puzzles WHEN (old.pairs > 0) <> (new.pairs > 0) BEGIN
  INSERT INTO counts VALUES ('', 'solved', 1) ON CONFLICT DO UPDATE SET n = n + (new.pairs > 0) - (old.pairs > 0);
  INSERT INTO counts SELECT new.run_id, 'solved', 1 WHERE new.run_id IS NOT NULL
    ON CONFLICT DO UPDATE SET n = n + (new.pairs > 0) - (old.pairs > 0);
END;
CREATE TRIGGER count_review AFTER UPDATE OF state ON pairs WHEN old.state <> new.state BEGIN
  UPDATE counts SET n = n - 1 WHERE scope = '' AND name = 'pairs:' || old.state;
  INSERT INTO counts VALUES ('', 'pairs:' || new.state, 1) ON CONFLICT DO UPDATE SET n = n + 1;
END;
`;

/** Step n brings a file from version n to n + 1. Steps are only ever added. */
const MIGRATIONS: readonly string[] = [FIRST];

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
