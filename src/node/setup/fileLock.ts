/** One process at a time. SQLite's lock is the kernel's: it ends with the process that holds it, however that ends. */
import { existsSync } from "node:fs";
import { mkdir } from "node:fs/promises";
import { dirname } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { setTimeout as sleep } from "node:timers/promises";

const RETRY_MS = 100;

/**
 * Runs `work` while no other process runs its own under the same lock file. `onWait` is called once if it has to wait for
 * longer than a look of `isLocked` takes.
 */
export async function withFileLock<T>(
  file: string,
  work: () => Promise<T>,
  signal: AbortSignal,
  onWait?: () => void,
): Promise<T> {
  await mkdir(dirname(file), { recursive: true });
  const database = new DatabaseSync(file, { timeout: 0 });
  try {
    for (let tries = 1; !tryLock(database); tries++) {
      if (tries === 2) onWait?.();
      await sleep(RETRY_MS, undefined, { signal });
    }
    return await work();
  } finally {
    database.close();
  }
}

/** Whether a process works under the lock file; creates none. */
export function isLocked(file: string): boolean {
  if (!existsSync(file)) return false;
  const database = new DatabaseSync(file, { timeout: 0 });
  try {
    return !tryLock(database);
  } finally {
    database.close();
  }
}

function tryLock(database: DatabaseSync): boolean {
  try {
    database.exec("BEGIN EXCLUSIVE");
    return true;
  } catch (error) {
    // 5 is SQLITE_BUSY: another connection holds the lock.
    if ((error as { errcode?: number }).errcode === 5) return false;
    throw error;
  }
}
