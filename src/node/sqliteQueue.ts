/** The queue on disk: SQLite in WAL mode. Every method is one transaction; what it has returned from is on disk. */
import { randomUUID } from "node:crypto";
import { pairId } from "../core/pairId.ts";
import type { Attempt, ModelFacts, Queue, QueuedPair, Run, RunRequest, RunTally } from "../core/ports.ts";
import type { Judgement, OpenPuzzle, RejectReason, VerifiedPair } from "../core/puzzle.ts";
import type {
  Annotation,
  AttemptsLog,
  PairSelection,
  PairsQuery,
  ReviewedState,
  RoundCounts,
  UndoneReview,
} from "../core/review.ts";
import { QueueFile } from "./queueFile.ts";
import { readAttempts, readPair, readPairs, readPairsOf, readRounds, readTags } from "./queuePages.ts";
import { annotatePair, canUndoReview, restoreReview, reviewPairs, reviewSelected, undoReview } from "./queueReviews.ts";
import { toProgress, toRound, toRun, toStats, toTally } from "./queueRows.ts";

/**
 * Opens the queue at `path`; for writing it is created where there is none.
 * Throws `UserError` where the file is damaged, of a newer version, not ours, missing (for reading) or not writable.
 */
export function openQueue(path: string, options: { readOnly?: boolean } = {}): Queue {
  return new SqliteQueue(new QueueFile(path, { readOnly: options.readOnly ?? false }));
}

/** A round ends with training: the next one follows the last of which pairs were trained on. */
const NEXT_ROUND = `SELECT 1 + max(round) AS round FROM runs
  WHERE id IN (SELECT run_id FROM pairs WHERE state = 'trained')`;

class SqliteQueue implements Queue {
  readonly #file: QueueFile;

  constructor(file: QueueFile) {
    this.#file = file;
  }

  startRun(request: RunRequest, facts: ModelFacts, id: string = randomUUID()): Run {
    const { name, digest, processor, concurrency } = facts;
    const parameters = JSON.stringify(request);
    return this.#file.write(() => {
      const round = this.#file.first(NEXT_ROUND, {}, toRound) ?? 1;
      this.#file.run(
        `INSERT INTO runs (id, model, digest, processor, concurrency, parameters, round, state, started_at)
         VALUES ($id, $name, $digest, $processor, $concurrency, $parameters, $round, 'running', $now)`,
        { id, name, digest, processor, concurrency, parameters, round, now: Date.now() },
      );
      return { ...request, id, round, state: "running" };
    });
  }

  run(id: string): Run | undefined {
    return this.#file.first("SELECT id, parameters, round, state FROM runs WHERE id = $id", { id }, toRun);
  }

  unfinishedRun(): Run | undefined {
    const sql = "SELECT id, parameters, round, state FROM runs WHERE state = 'running' ORDER BY seq DESC LIMIT 1";
    return this.#file.first(sql, {}, toRun);
  }

  finishRun(runId: string): void {
    this.#file.write(() =>
      this.#file.run("UPDATE runs SET state = 'done', finished_at = $now WHERE id = $runId", {
        runId,
        now: Date.now(),
      }),
    );
  }

  addRejected(runId: string, text: string, reason: RejectReason, tokens: number): void {
    this.#file.write(() =>
      this.#file.run(
        "INSERT INTO candidates (run_id, text, reason, tokens, added_at) VALUES ($runId, $text, $reason, $tokens, $now)",
        { runId, text, reason, tokens, now: Date.now() },
      ),
    );
  }

  addPuzzle(runId: string | null, puzzle: OpenPuzzle, tokens: number): boolean {
    const { id, f, header, shown } = puzzle;
    const changes = this.#file.write(() =>
      this.#file.run(
        `INSERT INTO puzzles (id, run_id, f, header, shown, tokens, added_at)
         VALUES ($id, $runId, $f, $header, $shown, $tokens, $now) ON CONFLICT (id) DO NOTHING`,
        { id, runId, f, header, shown: JSON.stringify(shown), tokens, now: Date.now() },
      ),
    );
    return changes > 0;
  }

  hasPuzzle(id: string): boolean {
    return this.#file.first("SELECT 1 FROM puzzles WHERE id = $id", { id }, () => true) ?? false;
  }

  addAttempt(runId: string | null, attempt: Attempt, judgement: Judgement): string | null {
    const { puzzleId, g, tokens } = attempt;
    const { verdict, detail, answer = null, ms } = judgement;
    const now = Date.now();
    return this.#file.write(() => {
      this.#file.run(
        `INSERT INTO attempts (puzzle_id, run_id, g, verdict, detail, answer, ms, tokens, added_at)
         VALUES ($puzzleId, $runId, $g, $verdict, $detail, $answer, $ms, $tokens, $now)`,
        { puzzleId, runId, g, verdict, detail, answer, ms, tokens, now },
      );
      if (verdict !== "verified") return null;
      const id = pairId(puzzleId, g);
      const added = this.#file.run(
        `INSERT INTO pairs (id, puzzle_id, attempt, run_id, added_at)
         VALUES ($id, $puzzleId, last_insert_rowid(), $runId, $now) ON CONFLICT (id) DO NOTHING`,
        { id, puzzleId, runId, now },
      );
      return added > 0 ? id : null;
    });
  }

  keepShortest(puzzleId: string, count: number): void {
    this.#file.write(() =>
      this.#file.run(
        `DELETE FROM pairs WHERE seq IN (
           SELECT pairs.seq FROM pairs JOIN attempts ON attempts.seq = pairs.attempt
           WHERE pairs.puzzle_id = $puzzleId AND pairs.state = 'pending'
           ORDER BY length(attempts.g) DESC, pairs.seq DESC
           LIMIT max(0, (SELECT count(*) FROM pairs WHERE puzzle_id = $puzzleId) - $count))`,
        { puzzleId, count },
      ),
    );
  }

  progressOf(runId: string) {
    const sql = `SELECT id, f, header, shown, sampled AS attempts, sampled_verified AS verified
      FROM puzzles WHERE run_id = $runId ORDER BY seq`;
    return this.#file.all(sql, { runId }, (rows) => rows.map(toProgress));
  }

  tallyOf(runId: string): RunTally {
    return this.#file.all("SELECT name, n FROM counts WHERE scope = $runId", { runId }, toTally);
  }

  pair(id: string): QueuedPair | undefined {
    return readPair(this.#file, id);
  }

  verifiedPair(id: string): VerifiedPair | undefined {
    const pair = this.pair(id);
    if (pair?.verdict !== "verified") return undefined;
    return { f: pair.puzzle, g: pair.solution } as VerifiedPair;
  }

  pairs(query: PairsQuery): readonly QueuedPair[] {
    return readPairs(this.#file, query);
  }

  pairsOf(puzzleId: string): readonly QueuedPair[] {
    return readPairsOf(this.#file, puzzleId);
  }

  attemptsOf(puzzleId: string, page: { after?: number; limit: number }): AttemptsLog {
    return readAttempts(this.#file, puzzleId, page);
  }

  rounds(filter?: string): readonly RoundCounts[] {
    return readRounds(this.#file, filter);
  }

  tags(): readonly string[] {
    return readTags(this.#file);
  }

  review(ids: readonly string[], state: ReviewedState): number {
    return reviewPairs(this.#file, ids, state);
  }

  reviewAll(selection: PairSelection, state: ReviewedState): number {
    return reviewSelected(this.#file, selection, state);
  }

  undoReview(): UndoneReview | undefined {
    return undoReview(this.#file);
  }

  canUndoReview(): boolean {
    return canUndoReview(this.#file);
  }

  annotate(id: string, annotation: Partial<Annotation>): void {
    annotatePair(this.#file, id, annotation);
  }

  restoreReview(id: string, state: ReviewedState): void {
    restoreReview(this.#file, id, state);
  }

  stats() {
    return this.#file.all("SELECT name, n FROM counts WHERE scope = ''", {}, toStats);
  }

  close(): void {
    this.#file.close();
  }
}
