/** The queue's SQLite file: opened by SQLite's rules, one transaction for each change, failures explained. */
import { accessSync, constants, existsSync } from "node:fs";
import { dirname } from "node:path";
import { DatabaseSync, type SQLInputValue, type StatementSync } from "node:sqlite";
import { pathToFileURL } from "node:url";
import { ZodError } from "zod";
import { UserError } from "../core/errors.ts";
import { damaged, explainSqliteError } from "./queueErrors.ts";
import { checkReadable, migrate } from "./queueSchema.ts";

/** Longest wait for another process's transaction; ours take a few milliseconds each. */
const BUSY_TIMEOUT_MS = 10_000;

export type Values = Readonly<Record<string, SQLInputValue>>;

export class QueueFile {
  readonly #path: string;
  readonly #readOnly: boolean;
  readonly #db: DatabaseSync;
  /** One for each SQL text; a list of pairs has one for each order and selection: a few hundred at most. */
  readonly #statements = new Map<string, StatementSync>();

  /** Opens the file at `path`, created and migrated as need be; for reading only it is left as it is. */
  constructor(path: string, options: { readOnly: boolean }) {
    this.#path = path;
    this.#readOnly = options.readOnly;
    this.#db = this.#explained(() => (options.readOnly ? openForReading(path) : openForWriting(path)));
  }

  /** Runs `change` in one transaction: all of it is kept or nothing. It is on disk when this returns. */
  write<T>(change: () => T): T {
    if (this.#readOnly) {
      throw new UserError(
        `The queue ${this.#path} is open for reading only.`,
        "Change it where it is open for writing.",
      );
    }
    return this.#explained(() => {
      this.#db.exec("BEGIN IMMEDIATE");
      try {
        const result = change();
        this.#db.exec("COMMIT");
        return result;
      } catch (error) {
        if (this.#db.isTransaction) this.#db.exec("ROLLBACK");
        throw error;
      }
    });
  }

  /** The first row of a query as `convert` validates it, or undefined. */
  first<T>(sql: string, values: Values, convert: (row: unknown) => T): T | undefined {
    return this.#explained(() => {
      const row = this.#statement(sql).get(values);
      return row === undefined ? undefined : convert(row);
    });
  }

  /** All rows of a query as `convert` validates them. */
  all<T>(sql: string, values: Values, convert: (rows: unknown[]) => T): T {
    return this.#explained(() => convert(this.#statement(sql).all(values)));
  }

  /** Runs one statement of a change, inside `write`; returns how many rows it touched itself. */
  run(sql: string, values: Values): number {
    return Number(this.#statement(sql).run(values).changes);
  }

  close(): void {
    if (this.#db.isOpen) this.#db.close();
  }

  #explained<T>(work: () => T): T {
    try {
      return work();
    } catch (error) {
      if (error instanceof ZodError) throw damaged(this.#path, "a row does not hold what it should", { cause: error });
      throw explainSqliteError(error, this.#path);
    }
  }

  #statement(sql: string): StatementSync {
    const known = this.#statements.get(sql);
    if (known !== undefined) return known;
    const statement = this.#db.prepare(sql);
    this.#statements.set(sql, statement);
    return statement;
  }
}

/**
 * With `synchronous = FULL` every commit is flushed to the disk: what a transaction has written outlives a kill of the
 * process and, where the disk honours flushes, power loss.
 */
function openForWriting(path: string): DatabaseSync {
  const db = new DatabaseSync(path, { timeout: BUSY_TIMEOUT_MS, enableForeignKeyConstraints: true });
  return closeOnFailure(db, () => {
    db.exec("PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL");
    migrate(db, path);
  });
}

function openForReading(path: string): DatabaseSync {
  if (!existsSync(path)) {
    throw new UserError(`There is no queue at ${path} yet.`, "Generate puzzles first, or import some.");
  }
  const db = new DatabaseSync(mayShare(path) ? path : immutable(path), { readOnly: true, timeout: BUSY_TIMEOUT_MS });
  return closeOnFailure(db, () => checkReadable(db, path));
}

function closeOnFailure(db: DatabaseSync, prepare: () => void): DatabaseSync {
  try {
    prepare();
    return db;
  } catch (error) {
    db.close();
    throw error;
  }
}

/** A reader of a WAL file has to create or open its `-shm` file, which a read-only folder does not allow. */
function mayShare(path: string): boolean {
  if (existsSync(`${path}-shm`)) return true;
  try {
    accessSync(dirname(path), constants.W_OK);
    return true;
  } catch {
    return false;
  }
}

/** Read without any locking: right for a file in a folder that cannot be written. */
function immutable(path: string): URL {
  const url = pathToFileURL(path);
  url.searchParams.set("immutable", "1");
  return url;
}
