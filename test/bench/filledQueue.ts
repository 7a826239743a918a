/** A queue with many pairs, for the benches. */
import { DatabaseSync } from "node:sqlite";
import { openQueue } from "../../src/node/sqliteQueue.ts";

export const G = "def g(n=5):\n    return [2] * n";
const FACTS = { name: "m", digest: "d", processor: "cpu", concurrency: 1 } as const;
const REQUEST = { model: "m", count: 1, recipe: "quick", seed: 1, examples: [] };

/** The id of the `n`th puzzle, and of its pair. */
export function idOf(n: number): string {
  return (n * 2654435761 + 1).toString(16).padStart(16, "0");
}

/**
 * Makes the queue file with so many pairs, every third of them accepted and the others pending, as the queue itself would
 * but in one transaction. `puzzle` gives the text of the `n`th. Returns the run's id.
 */
export function fillQueue(path: string, size: number, puzzle: (n: number) => string): string {
  const queue = openQueue(path);
  const { id: runId } = queue.startRun(REQUEST, FACTS);
  queue.close();
  const db = new DatabaseSync(path);
  const addPuzzle = db.prepare("INSERT INTO puzzles VALUES (NULL, ?, ?, ?, 'def g(n=5):', '[]', 50, 0, 0, 0, 0)");
  const addAttempt = db.prepare("INSERT INTO attempts VALUES (NULL, ?, ?, ?, 'verified', '', '[2, 2]', 1, 20, 0)");
  const addPair = db.prepare(
    `INSERT INTO pairs (id, puzzle_id, attempt, run_id, state, added_at) VALUES (?, ?, ?, ?, ?, 0)`,
  );
  db.exec("BEGIN");
  for (let n = 0; n < size; n += 1) {
    const id = idOf(n);
    addPuzzle.run(id, runId, puzzle(n));
    const { lastInsertRowid } = addAttempt.run(id, runId, G);
    addPair.run(id, id, lastInsertRowid, runId, n % 3 === 0 ? "accepted" : "pending");
  }
  db.exec("COMMIT");
  db.close();
  return runId;
}
