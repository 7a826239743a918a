/** Pairs read from the queue's file: one, a page of them in any order, and those of a puzzle. */
import { UserError } from "../core/errors.ts";
import type { QueuedPair } from "../core/ports.ts";
import { REVIEW_STATES } from "../core/puzzle.ts";
import type { AttemptsLog, PairSelection, PairSort, PairsQuery, RoundCounts } from "../core/review.ts";
import type { QueueFile, Values } from "./queueFile.ts";
import { toAttempts, toPair, toPlace, toRounds, toTags, toVerdicts } from "./queueRows.ts";

const PAIR = `
  SELECT pairs.id, pairs.puzzle_id AS puzzleId, puzzles.f AS puzzle, attempts.g AS solution, attempts.verdict,
    coalesce(attempts.answer, '') AS answer, attempts.ms, pairs.state, pairs.round, runs.model,
    json_extract(runs.parameters, '$.recipe') AS recipe, puzzles.sampled, puzzles.sampled_verified AS sampledVerified,
    pairs.note, pairs.tags, pairs.added_at AS addedAt`;
/** `CROSS JOIN` keeps SQLite from beginning with any other table than the pairs, whose order counts. */
const TEXTS = `
  CROSS JOIN puzzles ON puzzles.id = pairs.puzzle_id CROSS JOIN attempts ON attempts.seq = pairs.attempt
    LEFT JOIN runs ON runs.id = pairs.run_id`;
const MATCHES = `(instr(lower(puzzles.f), $filter) OR instr(lower(attempts.g), $filter)
  OR instr(lower(coalesce(runs.model, '')), $filter)
  OR instr(lower(pairs.note), $filter) OR instr(lower(pairs.tags), $filter))`;

/** The column that a list is sorted by, then by `seq`; and which way both go. */
interface Order {
  readonly column: "seq" | "ease" | "length";
  readonly descending: boolean;
}
const ORDERS: Readonly<Record<PairSort, Order>> = {
  newest: { column: "seq", descending: true },
  hardest: { column: "ease", descending: false },
  easiest: { column: "ease", descending: true },
  shortest: { column: "length", descending: false },
  longest: { column: "length", descending: true },
};

export function readPair(file: QueueFile, id: string): QueuedPair | undefined {
  return file.first(`${PAIR} FROM pairs ${TEXTS} WHERE pairs.id = $id`, { id }, toPair);
}

/** Throws `UserError` for an unknown id. */
export function requirePair(file: QueueFile, id: string): void {
  placeOf(file, id, "seq");
}

/**
 * A page of pairs. SQLite merges one sorted list for each state, each a range of an index, and stops at the limit: a
 * page costs the same in a queue of any size. A filter reads pairs in that order until the page is full.
 */
export function readPairs(file: QueueFile, query: PairsQuery): readonly QueuedPair[] {
  const order = ORDERS[query.sort ?? "newest"];
  const place = query.after === undefined ? startOf(order) : placeOf(file, query.after, order.column);
  const states = query.state === undefined ? REVIEW_STATES : [query.state];
  const lists = states.flatMap((state) => listsOf({ ...query, state }, order)).join("\nUNION ALL\n");
  const direction = order.descending ? "DESC" : "ASC";
  const sql = `WITH page AS (${lists} ORDER BY key ${direction}, place ${direction} LIMIT $limit)
    ${PAIR} FROM page CROSS JOIN pairs ON pairs.seq = page.place ${TEXTS}
    ORDER BY page.key ${direction}, page.place ${direction}`;
  const values = { ...place, ...valuesOf(query), limit: query.limit };
  return file.all(sql, values, (rows) => rows.map(toPair));
}

/** All pairs of a puzzle, the shortest solution first. */
export function readPairsOf(file: QueueFile, puzzleId: string): readonly QueuedPair[] {
  const sql = `${PAIR} FROM pairs ${TEXTS} WHERE pairs.puzzle_id = $puzzleId ORDER BY pairs.length, pairs.seq`;
  return file.all(sql, { puzzleId }, (rows) => rows.map(toPair));
}

/** A page of the attempts at a puzzle, newest first, and the counts of all of them. */
export function readAttempts(
  file: QueueFile,
  puzzleId: string,
  { after, limit }: { after?: number; limit: number },
): AttemptsLog {
  const counts = "SELECT verdict, count(*) AS n FROM attempts WHERE puzzle_id = $puzzleId GROUP BY verdict";
  const page = `
    SELECT attempts.seq AS id, g, verdict, detail, answer, ms, runs.model, attempts.added_at AS addedAt
    FROM attempts LEFT JOIN runs ON runs.id = attempts.run_id
    WHERE puzzle_id = $puzzleId AND attempts.seq < $after ORDER BY attempts.seq DESC LIMIT $limit`;
  return {
    counts: file.all(counts, { puzzleId }, toVerdicts),
    attempts: file.all(page, { puzzleId, after: after ?? Number.MAX_SAFE_INTEGER, limit }, toAttempts),
  };
}

/** The rounds that have pairs, newest first. With a filter every pair is read. */
export function readRounds(file: QueueFile, filter?: string): readonly RoundCounts[] {
  if (filter === undefined) {
    const kept = `SELECT substr(scope, 7) + 0 AS round, substr(name, 7) AS state, n FROM counts
      WHERE scope >= 'round:' AND scope < 'round;' AND n > 0 ORDER BY round DESC`;
    return file.all(kept, {}, toRounds);
  }
  const counted = `SELECT pairs.round, pairs.state, count(*) AS n FROM pairs ${TEXTS} WHERE ${MATCHES}
    GROUP BY pairs.round, pairs.state ORDER BY pairs.round DESC`;
  return file.all(counted, { filter: filter.toLowerCase() }, toRounds);
}

export function readTags(file: QueueFile): readonly string[] {
  const sql = `SELECT DISTINCT tag.value AS tag FROM pairs, json_each(pairs.tags) AS tag
    WHERE pairs.tags <> '[]' ORDER BY tag`;
  return file.all(sql, {}, toTags);
}

/** The condition on pairs with their texts that a selection means; `valuesOf` has its values. */
export function conditionOf({ state, round, filter }: PairSelection): string {
  return [
    ...(state === undefined ? [] : [`pairs.state = '${state}'`]),
    ...(round === undefined ? [] : ["pairs.round = $round"]),
    ...(filter === undefined ? [] : [MATCHES]),
  ].join(" AND ");
}

export function valuesOf({ round, filter }: PairSelection): Values {
  return {
    ...(round === undefined ? {} : { round }),
    ...(filter === undefined ? {} : { filter: filter.toLowerCase() }),
  };
}

/** The pairs, and with a filter the texts that it looks at. */
export function tablesOf({ filter }: PairSelection): string {
  return filter === undefined ? "pairs" : `pairs ${TEXTS}`;
}

/**
 * The pairs of one state below `$key` and `$seq`: those of the same key, and those beyond it. As two lists, because
 * SQLite seeks a pair of values by the first of them only, and many pairs share one.
 */
function listsOf(query: PairsQuery, { column, descending }: Order): string[] {
  const beyond = descending ? "<" : ">";
  const where = conditionOf(query) + (query.onePerPuzzle ? ` AND ${shortestIn(query)}` : "");
  const select = `SELECT pairs.seq AS place, pairs.${column} AS key FROM ${tablesOf(query)} WHERE ${where}`;
  const same = `${select} AND pairs.${column} = $key AND pairs.seq ${beyond} $seq`;
  return [same, `${select} AND pairs.${column} ${beyond} $key`];
}

/** Without its hint SQLite would look through the whole state for the others of a puzzle. */
function shortestIn({ round }: PairSelection): string {
  return `NOT EXISTS (SELECT 1 FROM pairs AS other INDEXED BY pairs_of_puzzle WHERE other.puzzle_id = pairs.puzzle_id
    AND other.state = pairs.state ${round === undefined ? "" : "AND other.round = pairs.round"}
    AND (other.length, other.seq) < (pairs.length, pairs.seq))`;
}

function startOf({ descending }: Order): { key: number; seq: number } {
  const start = descending ? Number.MAX_SAFE_INTEGER : -1;
  return { key: start, seq: start };
}

function placeOf(file: QueueFile, id: string, column: Order["column"]): { key: number; seq: number } {
  const place = file.first(`SELECT ${column} AS key, seq FROM pairs WHERE id = $id`, { id }, toPlace);
  if (place !== undefined) return place;
  throw new UserError(`There is no pair ${id} in the queue.`, "`autodidact queue list` shows the ids.");
}
