/** Trainings as detached processes: each is the command line's `train --resume`, on a folder that a window made. */
import { UserError } from "../core/errors.ts";
import type { TrainEvent } from "../core/trainEvents.ts";
import { type TrainState, TrainStatus, trainStateOf } from "../core/trainStatus.ts";
import { parseTrainEvent } from "../protocol/trainEvents.ts";
import type { StoredTrainRequest } from "../protocol/trainRequest.ts";
import { type CommandLine, launchDetached } from "./detachedProcess.ts";
import { whyOnlyTheLoop } from "./generating.ts";
import { JobFolder, listTrainings } from "./jobFolder.ts";
import { JobWatch } from "./jobWatch.ts";
import { endProcessTree, identifyProcess, type ProcessIdentity } from "./processTree.ts";
import { createTraining } from "./training/trainings.ts";
import { createWorkspaceFiles, type WorkspaceFiles, workspaceFiles } from "./workspaceFiles.ts";

/** A checkpoint of a large model takes time; the trainer itself is killed after five minutes. */
const PAUSE_GRACE_MS = 310_000;
/** What is lost by a cancellation is at most what was learned since the last checkpoint. */
const CANCEL_GRACE_MS = 10_000;

type OnEvent = (event: TrainEvent) => void;

/** Starts a training. Throws `UserError` when it cannot be started, or one or a loop runs in this workspace. */
export async function startTrainJob(
  commandLine: CommandLine,
  request: StoredTrainRequest,
  onEvent: OnEvent,
): Promise<TrainJob> {
  const files = createWorkspaceFiles(commandLine.workspace);
  const { runs } = files;
  await requireNoneRunning(files);
  const { folder } = await createTraining(runs, request);
  return launch(commandLine, new JobFolder(runs, folder.id), onEvent);
}

/**
 * Has a training go on that has not finished, or train on from its end up to so many `epochs`; its events are told again
 * from the first. Throws as `startTrainJob`.
 */
export async function resumeTrainJob(
  commandLine: CommandLine,
  { id, epochs }: { readonly id: string; readonly epochs?: number | undefined },
  onEvent: OnEvent,
): Promise<TrainJob> {
  const files = workspaceFiles(commandLine.workspace);
  const { runs } = files;
  await requireNoneRunning(files);
  if (!(await listTrainings(runs)).includes(id)) {
    throw new UserError(`There is no training ${id} any more.`, "Start a new one.");
  }
  return launch(commandLine, new JobFolder(runs, id), onEvent, epochs === undefined ? [] : ["--epochs", `${epochs}`]);
}

/** Takes up the training that runs in this workspace, whoever started it; its events are told again from the first. */
export async function reattachTrainJob(workspace: string, onEvent: OnEvent): Promise<TrainJob | undefined> {
  const running = await findRunning(workspaceFiles(workspace).runs);
  if (running === undefined) return undefined;
  const job = new TrainJob(running.folder, onEvent);
  job.follow(running.process);
  return job;
}

async function launch(
  commandLine: CommandLine,
  folder: JobFolder,
  onEvent: OnEvent,
  more: readonly string[] = [],
): Promise<TrainJob> {
  await folder.closeTornLine();
  const words = ["train", "--workspace", commandLine.workspace, "--json", "--resume", folder.id, ...more];
  const child = await launchDetached(commandLine, words, folder.log);
  const identity = identifyProcess(child.pid ?? 0);
  await folder.writeState({ stopped: false, ...(identity && { process: identity }) });
  const job = new TrainJob(folder, onEvent);
  child.once("exit", () => job.look());
  job.follow(identity);
  return job;
}

async function requireNoneRunning(files: WorkspaceFiles): Promise<void> {
  const busy = whyOnlyTheLoop(files);
  if (busy !== undefined) throw busy;
  const running = await findRunning(files.runs);
  if (running === undefined) return;
  throw new UserError(
    `The training ${running.folder.id} runs in this workspace.`,
    "Pause or cancel it first, or wait for its end.",
  );
}

async function findRunning(
  runs: string,
): Promise<{ readonly folder: JobFolder; readonly process: ProcessIdentity } | undefined> {
  for (const id of await listTrainings(runs)) {
    const folder = new JobFolder(runs, id);
    const process = await folder.running();
    if (process !== undefined) return { folder, process };
  }
  return undefined;
}

export class TrainJob {
  readonly id: string;
  /** Settles when the process is gone; never after `dispose`. */
  readonly ended: Promise<TrainState>;
  readonly #folder: JobFolder;
  readonly #status = new TrainStatus();
  readonly #watch: JobWatch;

  constructor(folder: JobFolder, onEvent: OnEvent) {
    this.id = folder.id;
    this.#folder = folder;
    let settle: (state: TrainState) => void = () => {};
    let fail: (error: unknown) => void = () => {};
    this.ended = new Promise((resolve, reject) => {
      settle = resolve;
      fail = reject;
    });
    const onLine = (line: string) => {
      const event = parseTrainEvent(line);
      if (event === undefined) return;
      this.#status.take(event);
      onEvent(event);
    };
    const onGone = async () => {
      this.dispose();
      settle(trainStateOf(this.#status, { lives: false, ...(await folder.readState()) }));
    };
    this.#watch = new JobWatch(folder.journal, onLine, onGone, fail);
  }

  /** Watches a process that was started before; undefined: it has ended already. */
  follow(identity: ProcessIdentity | undefined): void {
    this.#watch.follow(identity);
  }

  /** Looks at once whether the process still runs. */
  look(): void {
    void this.#watch.check();
  }

  /** Has it write a checkpoint and end. Returns when it is gone. */
  pause(): Promise<void> {
    return this.#end(PAUSE_GRACE_MS, false);
  }

  /** Ends it and all that it started; the last checkpoint is kept. Returns when it is gone. */
  cancel(): Promise<void> {
    return this.#end(CANCEL_GRACE_MS, true);
  }

  /** Ceases to watch; the process goes on. */
  dispose(): void {
    this.#watch.dispose();
  }

  async #end(graceMs: number, cancelled: boolean): Promise<void> {
    const running = this.#watch.process;
    await this.#folder.writeState({ stopped: true, cancelled, ...(running && { process: running }) });
    if (running !== undefined) await endProcessTree(running, graceMs);
    await this.#watch.check();
  }
}
