/**
 * Messages between the extension host and the page of the Training panel. The host sends whole snapshots, the page
 * few intents, so that neither keeps a copy of the other's state. Each side validates what enters it, with zod's
 * small form because the page bundles it.
 */
import * as z from "zod/mini";
import { REJECT_REASONS, REVIEW_STATES } from "../core/puzzle.ts";
import { modelIntents, panelModels } from "./panelModels.ts";
import { lookIntents, panelTraining, trainingChoice } from "./panelTraining.ts";

const count = z.int().check(z.nonnegative());

/** All that the page shows: the part of `QueueStats` that a person acts on, and the judge. */
const panelState = z.object({
  /** Pairs by review state. */
  pairs: z.record(z.enum(REVIEW_STATES), count),
  /** Candidates that were not kept, by reason; a reason without candidates may be absent. */
  rejected: z.partialRecord(z.enum(REJECT_REASONS), count),
  /** How well the judge is closed off, a line in the display language; null while it is not known. */
  judge: z.nullable(z.string()),
  training: panelTraining,
  models: panelModels,
});
export type PanelState = z.infer<typeof panelState>;

/** Host → page. */
export const toPanel = z.discriminatedUnion("type", [
  /** `vscode.l10n.bundle`: English text → text in the display language. Sent before the first state, if there is one. */
  z.object({ type: z.literal("translations"), bundle: z.record(z.string(), z.string()) }),
  z.object({ type: z.literal("state"), state: panelState }),
]);
export type ToPanel = z.infer<typeof toPanel>;

/** Page → host. */
export const fromPanel = z.discriminatedUnion("type", [
  /** The page listens; answered with translations and state. */
  z.object({ type: z.literal("ready") }),
  /** The person wants to review the pending pairs. */
  z.object({ type: z.literal("openPending") }),
  /** The person wants to generate puzzles; offered while the queue is empty. */
  z.object({ type: z.literal("generate") }),
  /** The person changes what a training would be. */
  z.object({ type: z.literal("choose"), choice: trainingChoice }),
  /** Asks Ollama for its models again, and looks anew at what a training would be. */
  z.object({ type: z.literal("look") }),
  z.object({ type: z.literal("start") }),
  z.object({ type: z.literal("pause") }),
  z.object({ type: z.literal("cancel") }),
  z.object({ type: z.literal("resume"), id: z.string() }),
  /** More epochs for a training that has ended; the host asks how many. */
  z.object({ type: z.literal("trainOn"), id: z.string() }),
  ...lookIntents,
  ...modelIntents,
  /** Earlier trainings and models, further down. */
  z.object({ type: z.literal("showMore") }),
]);
export type FromPanel = z.infer<typeof fromPanel>;
