/** What a training was asked for; kept in its folder, so that any process can take it up again. */
import { z } from "zod";
import { TRAINED_ARMS } from "../core/experiment.ts";
import { TRAIN_PARAMETERS, type TrainParameter } from "../core/trainRecipe.ts";

const parameter = (name: TrainParameter) => {
  const { least, most, whole } = TRAIN_PARAMETERS[name];
  return (whole ? z.int() : z.number()).min(least).max(most).optional();
};

export const trainRequestSchema = z.object({
  base: z.string().min(1),
  /** Where the base's weights come from; left out, from Ollama's file. */
  weights: z
    .union([z.strictObject({ folder: z.string().min(1) }), z.strictObject({ hub: z.string().min(1) })])
    .optional(),
  recipe: z.string().min(1),
  overrides: z.object({
    epochs: parameter("epochs"),
    learningRate: parameter("learningRate"),
    rank: parameter("rank"),
    batch: parameter("batch"),
    accumulation: parameter("accumulation"),
    sequenceLength: parameter("sequenceLength"),
    maxSteps: z.int().positive().optional(),
  }),
  seed: z.int(),
  unload: z.boolean(),
  /** The queue's pairs, a file of pairs that are judged first, or an experiment's. */
  source: z.discriminatedUnion("kind", [
    z.object({
      kind: z.literal("queue"),
      from: z.enum(["accepted", "verified"]),
      rounds: z.array(z.int().nonnegative()).optional(),
    }),
    z.object({ kind: z.literal("file"), path: z.string().min(1) }),
    /** The pairs of one arm of an experiment, taken as they are. */
    z.object({ kind: z.literal("arm"), experiment: z.string(), arm: z.enum(TRAINED_ARMS), path: z.string().min(1) }),
  ]),
});

export type StoredTrainRequest = Readonly<z.infer<typeof trainRequestSchema>>;
