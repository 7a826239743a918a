/** Rows of the queue's file, validated where they enter. */
import { z } from "zod";
import type { PuzzleProgress, QueuedPair, QueueStats, Run, RunTally } from "../core/ports.ts";
import { REJECT_REASONS, REVIEW_STATES, type RejectReason, VERDICTS } from "../core/puzzle.ts";

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

const pairRow = z.object({
  id: z.string(),
  puzzleId: z.string(),
  puzzle: z.string(),
  solution: z.string(),
  verdict: z.enum(VERDICTS),
  answer: z.string(),
  state: z.enum(REVIEW_STATES),
  round: z.int().nullable(),
  model: z.string().nullable(),
  sampled: z.int(),
  sampledVerified: z.int(),
});

const progressRow = z.object({
  id: z.string(),
  f: z.string(),
  header: z.string(),
  shown: z.string().transform((ids) => z.array(z.string()).parse(JSON.parse(ids))),
  attempts: z.int(),
  verified: z.int(),
});

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
  const { sampled, sampledVerified, round, model, ...rest } = pairRow.parse(row);
  const solveRate = sampled === 0 ? null : sampledVerified / sampled;
  return { ...rest, round: round ?? 0, model: model ?? BY_HAND, solveRate };
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
