/** A pair as training takes it, read back from a file or from the queue. */
import { z } from "zod";
import type { TrainingPair } from "../../core/datasetRows.ts";

export const pairSchema = z.object({
  id: z.string(),
  puzzleId: z.string(),
  f: z.string(),
  header: z.string(),
  g: z.string(),
  round: z.int(),
}) satisfies z.ZodType<TrainingPair>;
