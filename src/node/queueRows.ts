/** Rows of the queue's file, validated where they enter. */
import { z } from "zod";
import type { PuzzleProgress, QueuedPair, QueueStats, Run, RunTally } from "../core/ports.ts";
import {
  REJECT_REASONS,
  REVIEW_STATES,
  type RejectReason,
  type ReviewState,
  VERDICTS,
  type Verdict,
} from "../core/puzzle.ts";
import type { JudgedAttempt, RoundCounts, UndoneReview } from "../core/review.ts";

/** What stands for the model of a pair that no run wrote. */
const BY_HAND = "by hand";

const request = z.object({
  model: z.string(),
  count: z.int(),
  recipe: z.string(),
  seed: z.number(),
  examples: z.array(z.string()),
});

const runRow = z.object({
  id: z.string(),
  parameters: z.string(),
  round: z.int(),
  state: z.enum(["running", "done"]),
});

const texts = z.string().transform((list) => z.array(z.string()).parse(JSON.parse(list)));

const pairRow = z.object({
  id: z.string(),
  puzzleId: z.string(),
  puzzle: z.string(),
  solution: z.string(),
  verdict: z.enum(VERDICTS),
  answer: z.string(),
  state: z.enum(REVIEW_STATES),
  round: z.int(),
  model: z.string().nullable(),
  recipe: z.string().nullable(),
  ms: z.number(),
  note: z.string(),
  tags: texts,
  addedAt: z.int(),
  sampled: z.int(),
  sampledVerified: z.int(),
});

const progressRow = z.object({
  id: z.string(),
  f: z.string(),
  header: z.string(),
  shown: texts,
  attempts: z.int(),
  verified: z.int(),
});

const attemptRows = z.array(
  z.object({
    id: z.int(),
    g: z.string(),
    verdict: z.enum(VERDICTS),
    detail: z.string(),
    answer: z.string().nullable(),
    ms: z.number(),
    model: z.string().nullable(),
    addedAt: z.int(),
  }),
);

const roundRows = z.array(z.object({ round: z.int(), state: z.enum(REVIEW_STATES), n: z.int() }));
const reviewed = z.enum(["pending", "accepted", "rejected"]);
const undoneRows = z.array(z.object({ id: z.string(), given: reviewed, before: reviewed }));

const countRows = z.array(z.object({ name: z.string(), n: z.int() }));

export function toRun(row: unknown): Run {
  const { id, parameters, round, state } = runRow.parse(row);
  return { ...request.parse(JSON.parse(parameters)), id, round, state };
}

/** Null where no pair was ever trained on. */
export function toRound(row: unknown): number | null {
  return z.object({ round: z.int().nullable() }).parse(row).round;
}

export function toPair(row: unknown): QueuedPair {
  const { sampled, sampledVerified, model, ...rest } = pairRow.parse(row);
  const solveRate = sampled === 0 ? null : sampledVerified / sampled;
  return { ...rest, model: model ?? BY_HAND, solveRate };
}

/** Where a pair stands in a list: its sort key, then its place in the file. */
export function toPlace(row: unknown): { key: number; seq: number } {
  return z.object({ key: z.number(), seq: z.int() }).parse(row);
}

export function toAttempts(rows: unknown): readonly JudgedAttempt[] {
  return attemptRows.parse(rows);
}

export function toVerdicts(rows: unknown): Readonly<Partial<Record<Verdict, number>>> {
  const counts = z.array(z.object({ verdict: z.enum(VERDICTS), n: z.int() })).parse(rows);
  return Object.fromEntries(counts.map(({ verdict, n }) => [verdict, n]));
}

/** Rows of one round follow each other. */
export function toRounds(rows: unknown): readonly RoundCounts[] {
  const rounds: { round: number; pairs: Record<ReviewState, number> }[] = [];
  for (const { round, state, n } of roundRows.parse(rows)) {
    if (rounds.at(-1)?.round !== round) {
      rounds.push({ round, pairs: { pending: 0, accepted: 0, rejected: 0, trained: 0 } });
    }
    const last = rounds.at(-1);
    if (last !== undefined) last.pairs[state] = n;
  }
  return rounds;
}

export function toTags(rows: unknown): readonly string[] {
  return z
    .array(z.object({ tag: z.string() }))
    .parse(rows)
    .map(({ tag }) => tag);
}

/** Undefined where nothing was taken back. */
export function toUndone(rows: unknown): UndoneReview | undefined {
  const changes = undoneRows.parse(rows);
  const [first] = changes;
  if (first === undefined) return undefined;
  const same = changes.every(({ before }) => before === first.before);
  return { ids: changes.map(({ id }) => id), from: first.given, to: same ? first.before : null };
}

export function toProgress(row: unknown): PuzzleProgress {
  return progressRow.parse(row);
}

export function toTally(rows: unknown): RunTally {
  const { n, rejected } = countsFrom(rows);
  const kept = n("puzzles");
  const dropped = Object.values(rejected).reduce((sum, count) => sum + count, 0);
  return {
    written: kept + dropped,
    kept,
    solved: n("solved"),
    verified: n("verified"),
    attempts: n("attempts"),
    tokens: n("tokens"),
    rejected,
  };
}

export function toStats(rows: unknown): QueueStats {
  const { n, rejected } = countsFrom(rows);
  return {
    puzzles: n("puzzles"),
    solved: n("solved"),
    attempts: n("attempts"),
    pairs: {
      pending: n("pairs:pending"),
      accepted: n("pairs:accepted"),
      rejected: n("pairs:rejected"),
      trained: n("pairs:trained"),
    },
    rejected,
  };
}

function countsFrom(rows: unknown): {
  n: (name: string) => number;
  rejected: Partial<Record<RejectReason, number>>;
} {
  const counts = new Map(countRows.parse(rows).map(({ name, n }) => [name, n]));
  const rejected: Partial<Record<RejectReason, number>> = {};
  for (const reason of REJECT_REASONS) {
    const n = counts.get(`rejected:${reason}`);
    if (n !== undefined) rejected[reason] = n;
  }
  return { n: (name) => counts.get(name) ?? 0, rejected };
}
