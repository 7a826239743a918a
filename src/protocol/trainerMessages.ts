/** What the Python trainer prints: one JSON line an event, the last of which is `done` or `failed`. */
import { z } from "zod";
import type { TrainerEvent } from "../core/trainEvents.ts";
import type { BaseShape, ExportResult, Measured, TrainerMachine, TrainResult } from "../core/trainPorts.ts";

/** A loss that is not finite is no JSON number; such an event is left out by the trainer. */
const trainerEvent = z.discriminatedUnion("event", [
  z.object({ event: z.enum(["tensor", "verifying"]), done: z.int(), total: z.int() }),
  z.object({
    event: z.literal("started"),
    steps: z.int(),
    startStep: z.int(),
    device: z.string(),
    precision: z.string(),
    trainable: z.int(),
    total: z.int(),
    batch: z.int(),
    accumulation: z.int(),
  }),
  z.object({
    event: z.literal("step"),
    step: z.int(),
    steps: z.int(),
    epoch: z.number(),
    loss: z.number(),
    learningRate: z.number(),
    tokensPerSecond: z.number(),
    memory: z.number(),
    secondsLeft: z.number(),
  }),
  z.object({ event: z.literal("eval"), step: z.int(), loss: z.number() }),
  z.object({ event: z.literal("checkpoint"), step: z.int() }),
  z.object({ event: z.literal("retry"), batch: z.int(), accumulation: z.int(), message: z.string() }),
  z.looseObject({ event: z.literal("done") }),
  z.object({ event: z.literal("failed"), code: z.string(), message: z.string(), advice: z.string() }),
]);
export type TrainerLine = z.infer<typeof trainerEvent>;

/** Reads a line of the trainer's standard output; undefined for one that is none of its events. */
export function parseTrainerLine(line: string): TrainerLine | undefined {
  try {
    return trainerEvent.safeParse(JSON.parse(line)).data;
  } catch {
    return undefined;
  }
}

/** The trainer's event in the words of a training; undefined for those that are about progress alone. */
export function trainerEventOf(line: TrainerLine): TrainerEvent | undefined {
  switch (line.event) {
    case "started": {
      const { total: parameters, ...rest } = line;
      return { ...rest, event: "training", parameters };
    }
    case "eval":
      return { ...line, event: "evaluation" };
    case "step":
    case "checkpoint":
    case "retry":
      return line;
    default:
      return undefined;
  }
}

const count = z.int().nonnegative();
const bytes = z.number().nonnegative();

export const machineReply: z.ZodType<TrainerMachine> = z.object({
  device: z.enum(["cuda", "rocm", "mps", "cpu"]),
  deviceName: z.string(),
  deviceMemory: bytes.nullable(),
  memory: bytes,
  flops: z.number().positive().nullable(),
  versions: z.record(z.string(), z.string()),
});

export const shapeReply: z.ZodType<BaseShape> = z.object({
  architecture: z.string(),
  supported: z.boolean(),
  parameters: z.number(),
  layers: z.int(),
  hidden: z.int(),
  feedForward: z.int(),
  vocabulary: z.int(),
  contextLength: z.int(),
  bytes,
});

export const fetchReply = z.object({ folder: z.string() });

export const matchReply = z.object({ digest: z.string() });

export const preparedReply = z.object({ folder: z.string() });

export const measuredReply: z.ZodType<Measured> = z.object({
  rows: z.array(z.tuple([z.int(), z.int()])),
  parity: z.array(z.int()),
});

export const trainReply = z.object({
  steps: count,
  lossBefore: z.number(),
  lossAfter: z.number(),
  seconds: z.number(),
  tokensPerSecond: z.number(),
  peakMemory: bytes,
  end: z.enum(["done", "early", "paused"]),
}) satisfies z.ZodType<TrainResult>;

export const exportReply = z.object({
  bytes,
  type: z.string(),
  tuned: count,
  positions: count,
  agreement: z.number(),
  divergence: z.number(),
}) satisfies z.ZodType<ExportResult>;
