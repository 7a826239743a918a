/** What a window asks of a detached generation; kept beside its journal so that a later window can take it up. */
import { z } from "zod";

export const jobRequestSchema = z.object({
  /** Ollama's name of the model; absent: the best one that Ollama has. */
  model: z.string().min(1).optional(),
  /** Solved puzzles wanted. */
  count: z.int().positive(),
  recipe: z.string().min(1),
  /** Text of a puzzle document whose puzzles every prompt must show. */
  example: z.string().optional(),
  /** URI of the document that the puzzles are written into. */
  document: z.string(),
});

export type JobRequest = Readonly<z.infer<typeof jobRequestSchema>>;
