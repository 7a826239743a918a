/** The part of the panel's state that is about training: counts and figures, and of the dropped pairs a few at a time. */
import * as z from "zod/mini";
import { DROP_REASONS } from "../core/dataset.ts";
import { TRAIN_PHASES } from "../core/trainEvents.ts";
import { TRAIN_PARAMETERS, type TrainParameter } from "../core/trainRecipe.ts";
import { TRAIN_STATES } from "../core/trainStatus.ts";

const count = z.int().check(z.nonnegative());
const number = z.number();
const text = z.nullable(z.string());
const bytes = number;
const parameterNames = Object.keys(TRAIN_PARAMETERS) as TrainParameter[];

/** A parameter's field. */
const parameter = z.object({
  name: z.enum(parameterNames),
  least: number,
  most: number,
  whole: z.boolean(),
  /** The recipe's value. */
  usual: number,
  /** The person's own; null: the recipe's. */
  value: z.nullable(number),
});

/** What the person chooses. The host keeps it. */
const form = z.object({
  /** Models in Ollama; null while they are being asked for. */
  bases: z.nullable(z.array(z.object({ name: z.string(), about: z.string() }))),
  /** Why there are none. */
  basesProblem: text,
  base: z.string(),
  recipes: z.array(z.object({ name: z.string(), about: z.string() })),
  recipe: z.string(),
  parameters: z.array(parameter),
  from: z.enum(["accepted", "verified"]),
  unload: z.boolean(),
});

const dataset = z.object({
  train: count,
  /** Rows beside these by which writing puzzles is rehearsed. */
  writing: count,
  evaluation: count,
  puzzles: count,
  dropped: z.partialRecord(z.enum(DROP_REASONS), count),
  /** Rows by round, oldest first; round 0: pairs that no run wrote. */
  rounds: z.array(z.object({ round: count, rows: count })),
  /** Rows by skill, the most first; null: puzzles of which none is known. */
  skills: z.array(z.object({ skill: text, rows: count })),
  tokens: count,
  longest: count,
  lengths: z.array(z.object({ upTo: count, rows: count })),
});

const estimate = z.object({
  memory: bytes,
  freeMemory: bytes,
  disk: bytes,
  freeDisk: bytes,
  steps: count,
  seconds: number,
  measured: z.boolean(),
  deviceName: z.string(),
});

/** Dropped pairs of one reason, the first ones. */
const droppedList = z.object({
  pairs: z.array(z.object({ id: z.string(), title: z.string(), detail: z.string() })),
  /** The host has more of them to show. */
  more: z.boolean(),
});

const preview = z.object({
  /** It is being looked for anew. */
  busy: z.boolean(),
  problem: text,
  dataset: z.nullable(dataset),
  /** By name, of the reasons that the person has opened. */
  dropped: z.partialRecord(z.enum(DROP_REASONS), droppedList),
  estimate: z.nullable(estimate),
  libraries: z.nullable(z.object({ installed: z.boolean(), disk: bytes, freeDisk: bytes })),
});

/** A training in one line. `pausing` and `cancelling`: a person has asked for it, and its process still runs. */
const brief = z.object({
  id: z.string(),
  base: z.string(),
  recipe: z.string(),
  /** Milliseconds since the epoch. */
  createdAt: number,
  state: z.enum([...TRAIN_STATES, "pausing", "cancelling"]),
  /** Why it failed, and what to do. */
  problem: text,
  tuned: text,
  lossBefore: z.nullable(number),
  lossAfter: z.nullable(number),
});

const losses = z.array(z.object({ step: count, loss: number }));

/** The training that runs, or the newest one. */
const run = z.extend(brief, {
  phase: z.nullable(z.enum(TRAIN_PHASES)),
  /** Of a phase other than `train`. */
  progress: z.nullable(z.object({ done: number, total: number })),
  note: text,
  step: z.nullable(
    z.object({ step: count, steps: count, epoch: number, tokensPerSecond: number, memory: bytes, secondsLeft: number }),
  ),
  setup: z.nullable(z.object({ device: z.string(), precision: z.string(), batch: count, accumulation: count })),
  losses,
  evaluations: losses,
  dataset: z.nullable(z.object({ train: count, evaluation: count })),
  log: z.array(z.string()),
});

export const panelTraining = z.object({
  /** Why nothing can be started, paused or resumed here; null: it can. */
  locked: text,
  form,
  preview,
  run: z.nullable(run),
  earlier: z.array(brief),
  /** The earlier one whose losses and log are open. */
  opened: z.nullable(run),
  /** There are more trainings and models than are shown. */
  more: z.boolean(),
});
export type PanelTraining = z.infer<typeof panelTraining>;
export type PanelRun = z.infer<typeof run>;
export type PanelBrief = z.infer<typeof brief>;
export type PanelForm = z.infer<typeof form>;
export type PanelPreview = z.infer<typeof preview>;

/** What a person wants to see of trainings, past or to come. */
export const lookIntents = [
  /** So many of the dropped pairs of a reason, by name. */
  z.object({ type: z.literal("showDropped"), reason: z.enum(DROP_REASONS), most: count }),
  z.object({ type: z.literal("openPair"), id: z.string() }),
  /** The losses and the log of an earlier training, and no longer. */
  z.object({ type: z.literal("openTraining"), id: z.string() }),
  z.object({ type: z.literal("closeTraining") }),
] as const;

/** What the person changes of the form; a parameter that is null goes back to the recipe's. */
export const trainingChoice = z.partial(
  z.object({
    base: z.string(),
    recipe: z.string(),
    from: z.enum(["accepted", "verified"]),
    unload: z.boolean(),
    parameters: z.partialRecord(z.enum(parameterNames), z.nullable(number)),
  }),
);
export type TrainingChoice = z.infer<typeof trainingChoice>;
