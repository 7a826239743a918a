/** The trainings of a workspace as they are read from their folders, whether they run or not. */
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { TRAIN_RECIPES } from "../../core/trainRecipe.ts";
import { type PastTraining, TrainStatus, trainStateOf } from "../../core/trainStatus.ts";
import { parseTrainEvent } from "../../protocol/trainEvents.ts";
import { trainRequestSchema } from "../../protocol/trainRequest.ts";
import { JobFolder, listTrainings, readJson, readTail } from "../jobFolder.ts";
import { isRunning } from "../processTree.ts";

const LOG_BYTES = 8_192;

/** What a training's process logged last, whether it runs or not; nothing where it logged nothing. */
export async function readLogTail(runs: string, id: string): Promise<readonly string[]> {
  const lines = (await readTail(new JobFolder(runs, id).log, LOG_BYTES)).split(/[\r\n]+/);
  return lines.filter((line) => line.trim() !== "");
}

/** The newest trainings, at most `limit`; plans are none, and a folder that cannot be read is left out. */
export async function readTrainings(runs: string, limit: number): Promise<readonly PastTraining[]> {
  const found: PastTraining[] = [];
  for (const id of await listTrainings(runs)) {
    if (found.length === limit) break;
    const training = await readTraining(runs, id);
    if (training !== undefined) found.push(training);
  }
  return found;
}

async function readTraining(runs: string, id: string): Promise<PastTraining | undefined> {
  const folder = new JobFolder(runs, id);
  const request = trainRequestSchema.safeParse(await readJson(join(folder.path, "request.json"))).data;
  if (request === undefined) return undefined;
  const { process, ...asked } = await folder.readState();
  const lives = process !== undefined && isRunning(process);
  const status = new TrainStatus();
  for (const line of (await readFile(folder.journal, "utf8").catch(() => "")).split("\n")) {
    const event = parseTrainEvent(line);
    if (event !== undefined) status.take(event);
  }
  if (status.end?.event === "summary" && status.end.tuned === null) return undefined;
  const { base, recipe, overrides } = request;
  const epochs = overrides.epochs ?? TRAIN_RECIPES.find(({ name }) => name === recipe)?.options.epochs ?? 0;
  return { id, base, recipe, epochs, status, state: trainStateOf(status, { lives, ...asked }), createdAt: timeOf(id) };
}

/** The time in a training's name, `train-20261123101500000-ab12`, in milliseconds since the epoch. */
function timeOf(id: string): number {
  const [, day, hour, minute, second] = /(\d{8})(\d\d)(\d\d)(\d\d)\d{3}/.exec(id) ?? [];
  if (day === undefined) return 0;
  return Date.parse(`${day.replace(/(.{4})(..)(..)/, "$1-$2-$3")}T${hour}:${minute}:${second}Z`);
}
