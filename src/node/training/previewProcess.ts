/** Looks at what a training would be, in a process of its own: a large queue takes seconds to look through. */
import process from "node:process";
import type { DroppedPair } from "../../core/dataset.ts";
import type { TrainPreview } from "../../core/trainPreview.ts";
import { flagOf } from "../../core/trainRecipe.ts";
import { parseTrainEvent } from "../../protocol/trainEvents.ts";
import type { StoredTrainRequest } from "../../protocol/trainRequest.ts";
import type { CommandLine } from "../detachedProcess.ts";
import { runTool, ToolFailure } from "../setup/tool.ts";

/** Dropped pairs that are kept for each reason: more than a person looks through, and little memory. */
const MOST_DROPPED = 200;

/** Throws the signal's reason when it aborts; every other failure is the preview's `problem`. */
export async function previewTraining(
  { script, workspace, environment }: CommandLine,
  { base, recipe, overrides, source }: StoredTrainRequest,
  signal: AbortSignal,
): Promise<TrainPreview> {
  const found: { -readonly [Name in keyof TrainPreview]: TrainPreview[Name] } = {};
  const dropped: DroppedPair[] = [];
  const onLine = (line: string) => {
    const event = parseTrainEvent(line);
    if (event?.event === "libraries") found.libraries = event;
    if (event?.event === "dataset") found.dataset = event;
    if (event?.event === "dropped") dropped.push(event);
    if (event?.event === "estimate") found.estimate = event;
    if (event?.event === "failed") found.problem = event.message;
  };
  const words = ["train", "--workspace", workspace, "--json", "--plan", "rough", "--model", base, "--recipe", recipe];
  words.push("--dropped", String(MOST_DROPPED));
  if (source.kind === "queue") words.push("--from", source.from);
  for (const [name, value] of Object.entries(overrides)) {
    if (value !== undefined) words.push(flagOf(name as keyof typeof overrides), String(value));
  }
  const env = { ...process.env, ...(await environment()), ELECTRON_RUN_AS_NODE: "1" };
  try {
    await runTool(process.execPath, [script, ...words], { cwd: workspace, env, onLine }, signal);
  } catch (error) {
    if (!(error instanceof ToolFailure)) throw error;
    found.problem ??= error.message;
  }
  return { ...found, dropped };
}
