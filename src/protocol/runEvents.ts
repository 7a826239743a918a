/** A run's events between processes: one JSON line each, on standard output (`--json`) and in the run's journal. */
import { z } from "zod";
import { REJECT_REASONS, VERDICTS } from "../core/puzzle.ts";
import type { RunEvent } from "../core/runEvents.ts";

export type { RunEvent } from "../core/runEvents.ts";

const processor = z.enum(["gpu", "cpu", "mixed"]);
const tally = z.object({
  written: z.int(),
  kept: z.int(),
  solved: z.int(),
  verified: z.int(),
  attempts: z.int(),
  tokens: z.int(),
  rejected: z.partialRecord(z.enum(REJECT_REASONS), z.int()),
});

/** A line of a run's journal, validated where another process reads it. */
const runEventSchema: z.ZodType<RunEvent> = z.discriminatedUnion("event", [
  z.object({
    event: z.literal("started"),
    run: z.string(),
    model: z.string(),
    recipe: z.string(),
    count: z.int(),
    processor,
    resumed: z.boolean(),
  }),
  z.object({ event: z.literal("rejected"), reason: z.enum(REJECT_REASONS), detail: z.string() }),
  z.object({ event: z.literal("puzzle"), id: z.string(), f: z.string() }),
  z.object({ event: z.literal("attempt"), puzzle: z.string(), verdict: z.enum(VERDICTS), detail: z.string() }),
  z.object({
    event: z.literal("pair"),
    id: z.string(),
    puzzle: z.string(),
    f: z.string(),
    g: z.string(),
    answer: z.string(),
  }),
  z.object({ event: z.literal("unsolved"), puzzle: z.string() }),
  z.object({
    event: z.literal("progress"),
    tally,
    tokensPerSecond: z.number(),
    secondsLeft: z.number().nullable(),
  }),
  z.object({ event: z.literal("failed"), message: z.string(), reason: z.literal("sandbox").optional() }),
  tally.extend({
    event: z.literal("summary"),
    run: z.string(),
    seconds: z.number(),
    model: z.string(),
    processor,
    end: z.enum(["done", "exhausted", "cancelled"]),
  }),
]);

/** Reads a journal line; undefined for one that is torn or not ours. */
export function parseRunEvent(line: string): RunEvent | undefined {
  try {
    return runEventSchema.safeParse(JSON.parse(line)).data;
  } catch {
    return undefined;
  }
}

/** Events after which a run says nothing more. */
export type RunEnd = Extract<RunEvent, { event: "summary" | "failed" }>;

export function endsRun(event: RunEvent): event is RunEnd {
  return event.event === "summary" || event.event === "failed";
}
