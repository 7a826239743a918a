/** An evaluation's request and its journal, as a window reads them: what is asked for, how far it is, how it ended. */
import { z } from "zod";
import { EVALUATION_RECIPES } from "../core/evaluation.ts";

const recipes = EVALUATION_RECIPES.map(({ name }) => name);

export const evaluateRequestSchema = z.object({
  model: z.string().min(1),
  against: z.string().min(1),
  recipe: z.enum(recipes),
});
/** Which tuned model is evaluated, against which base, and how both are asked. */
export type EvaluateRequest = Readonly<z.infer<typeof evaluateRequestSchema>>;

const count = z.int().nonnegative();
/** Events that a window does not show are not read. */
const evaluateEventSchema = z.discriminatedUnion("event", [
  z.object({ event: z.literal("started"), model: z.string(), puzzles: count, n: count, kept: count }),
  z.object({
    event: z.literal("progress"),
    model: z.string(),
    done: count,
    total: count,
    verified: count,
    secondsLeft: z.number(),
  }),
  z.object({ event: z.literal("failed"), message: z.string() }),
  z.object({ event: z.literal("summary"), model: z.string(), puzzles: count, n: count, asked: count }),
]);
export type EvaluateEvent = Readonly<z.infer<typeof evaluateEventSchema>>;

/** How an evaluation ended; `interrupted`: its process is gone and left no last word. */
export type EvaluateEnd =
  | { readonly end: "finished" | "cancelled" | "interrupted" }
  | { readonly end: "failed"; readonly message: string };

/** Reads a journal line; undefined for one that is torn, or not shown. */
export function parseEvaluateEvent(line: string): EvaluateEvent | undefined {
  try {
    return evaluateEventSchema.safeParse(JSON.parse(line)).data;
  } catch {
    return undefined;
  }
}
