/** The trainings of a workspace: each a folder under `.autodidact/runs/` whose name begins with `train-`. */
import { randomBytes } from "node:crypto";
import { appendFileSync, existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import process from "node:process";
import writeFileAtomic from "write-file-atomic";
import { UserError } from "../../core/errors.ts";
import type { TrainEvent } from "../../core/trainEvents.ts";
import type { RunFolder } from "../../core/trainPorts.ts";
import { type StoredTrainRequest, trainRequestSchema } from "../../protocol/trainRequest.ts";
import { JobFolder, listTrainings } from "../jobFolder.ts";
import { identifyProcess } from "../processTree.ts";
import { withFileLock } from "../setup/fileLock.ts";
import { TRAINING } from "../workspaceFiles.ts";
import { openRunFolder } from "./runFolder.ts";

export interface Training {
  readonly folder: RunFolder;
  readonly request: StoredTrainRequest;
  /** Appends an event to the journal. */
  note(event: TrainEvent): void;
  /** Appends a line that the libraries printed to `log.txt`. */
  log(line: string): void;
}

/** An id that no other training has. */
export function newTrainingId(): string {
  const time = new Date().toISOString().replaceAll(/\D/g, "");
  return `${TRAINING}${time}-${randomBytes(2).toString("hex")}`;
}

/** Creates the folder of a training; where it is there already, the training goes on as `request` says now. */
export async function createTraining(
  runs: string,
  request: StoredTrainRequest,
  id: string = newTrainingId(),
): Promise<Training> {
  return store(runs, id, request);
}

/**
 * The training of that name, else the latest that has not ended; `epochs`, more than it was asked for, has it trained on
 * from its end. Throws `UserError` where there is none.
 */
export async function resumeTraining(
  runs: string,
  id: string | undefined,
  epochs: number | undefined,
): Promise<Training> {
  const found = id ?? (await latestUnfinished(runs));
  if (found === undefined || !existsSync(join(runs, found, REQUEST))) {
    const which = id === undefined ? "There is no training that has not ended" : `There is no training ${id}`;
    throw new UserError(`${which}.`, "Start one with `autodidact train --model <base>`.");
  }
  const request = trainRequestSchema.parse(JSON.parse(await readFile(join(runs, found, REQUEST), "utf8")));
  if (epochs === undefined) return store(runs, found, request);
  const training = await store(runs, found, { ...request, overrides: { ...request.overrides, epochs } });
  await training.folder.forget("train");
  return training;
}

/**
 * Runs `work` unless another process works on the same training. Throws `UserError` then. The folder says which process
 * it is, so that others can watch and end it.
 */
export function whileNobodyElse<T>(runs: string, id: string, work: () => Promise<T>, signal: AbortSignal): Promise<T> {
  const noted = async () => {
    await noteProcess(new JobFolder(runs, id));
    return work();
  };
  return withFileLock(join(runs, id, "run.lock"), noted, signal, () => {
    throw new UserError(`The training ${id} runs already.`, "Wait for its end, or stop that process first.");
  });
}

/** Whoever started this process may have noted it before, and that it shall end. */
async function noteProcess(folder: JobFolder): Promise<void> {
  await folder.closeTornLine();
  const own = identifyProcess(process.pid);
  if (own === undefined || (await folder.readState()).process?.pid === own.pid) return;
  await folder.writeState({ stopped: false, process: own });
}

const REQUEST = "request.json";

async function store(runs: string, id: string, request: StoredTrainRequest): Promise<Training> {
  const folder = openRunFolder(runs, id);
  await writeFileAtomic(join(folder.path, REQUEST), JSON.stringify(request));
  const append = (file: string, line: string) => appendFileSync(join(folder.path, file), `${line}\n`);
  return {
    ...{ folder, request },
    note: (event) => append("journal.jsonl", JSON.stringify(event)),
    log: (line) => append("log.txt", line),
  };
}

async function latestUnfinished(runs: string): Promise<string | undefined> {
  for (const id of await listTrainings(runs)) {
    if ((await openRunFolder(runs, id).finding("smoke")) === undefined) return id;
  }
  return undefined;
}
