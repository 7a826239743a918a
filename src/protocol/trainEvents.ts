/** A training's events between processes: one JSON line each, on standard output (`--json`) and in its journal. */
import { z } from "zod";
import { DROP_REASONS } from "../core/dataset.ts";
import { TRAIN_PHASES, type TrainEvent } from "../core/trainEvents.ts";
import { exportReply, trainReply } from "./trainerMessages.ts";

const count = z.int().nonnegative();
const bytes = z.number().nonnegative();
const dropped = z.partialRecord(z.enum(DROP_REASONS), count);
const device = z.enum(["cuda", "rocm", "mps", "cpu"]);
const event = <Name extends string>(name: Name) => ({ event: z.literal(name) });

/** A line of a training's journal, validated where another process reads it. */
const trainEventSchema: z.ZodType<TrainEvent> = z.discriminatedUnion("event", [
  z.object({ ...event("started"), run: z.string(), base: z.string(), recipe: z.string(), resumed: z.boolean() }),
  z.object({ ...event("phase"), phase: z.enum(TRAIN_PHASES) }),
  z.object({ ...event("progress"), phase: z.enum(TRAIN_PHASES), done: z.number(), total: z.number() }),
  z.object({ ...event("note"), text: z.string() }),
  z.object({ ...event("libraries"), installed: z.boolean(), disk: bytes, freeDisk: bytes }),
  z.object({
    ...event("dataset"),
    train: count,
    writing: count.optional(),
    evaluation: count,
    puzzles: count,
    dropped,
    rounds: z.array(z.object({ round: count, rows: count })),
    skills: z.array(z.object({ skill: z.string().nullable(), rows: count })).optional(),
    tokens: count,
    longest: count,
    lengths: z.array(z.object({ upTo: count, rows: count })),
  }),
  z.object({
    ...event("dropped"),
    id: z.string(),
    title: z.string(),
    reason: z.enum(DROP_REASONS),
    detail: z.string(),
  }),
  z.object({
    ...event("estimate"),
    memory: bytes,
    freeMemory: bytes,
    disk: bytes,
    freeDisk: bytes,
    steps: count,
    seconds: z.number(),
    measured: z.boolean(),
    device,
    deviceName: z.string(),
  }),
  z.object({
    ...event("training"),
    steps: count,
    startStep: count,
    device: z.string(),
    precision: z.string(),
    trainable: count,
    parameters: count,
    batch: count,
    accumulation: count,
  }),
  z.object({
    ...event("step"),
    step: count,
    steps: count,
    epoch: z.number(),
    loss: z.number(),
    learningRate: z.number(),
    tokensPerSecond: z.number(),
    memory: bytes,
    secondsLeft: z.number(),
  }),
  z.object({ ...event("evaluation"), step: count, loss: z.number() }),
  z.object({ ...event("checkpoint"), step: count }),
  z.object({ ...event("retry"), batch: count, accumulation: count, message: z.string() }),
  z.object({ ...event("trained"), ...trainReply.shape }),
  z.object({ ...event("exported"), ...exportReply.shape }),
  z.object({ ...event("registered"), name: z.string(), digest: z.string() }),
  z.object({ ...event("smoke"), prompts: count, ended: count, parsed: count, tokensPerSecond: z.number() }),
  z.object({ ...event("paused"), run: z.string(), step: count }),
  z.object({ ...event("failed"), message: z.string() }),
  z.object({
    ...event("summary"),
    run: z.string(),
    base: z.string(),
    tuned: z.string().nullable(),
    dataset: z.object({ used: count, dropped }),
    steps: count,
    lossBefore: z.number().nullable(),
    lossAfter: z.number().nullable(),
    seconds: z.number(),
  }),
]);

/** Reads a journal line; undefined for one that is torn or not ours. */
export function parseTrainEvent(line: string): TrainEvent | undefined {
  try {
    return trainEventSchema.safeParse(JSON.parse(line)).data;
  } catch {
    return undefined;
  }
}
