/** The evaluation that a window starts: the command line's `evaluate` as a detached process, one in a workspace. */
import { mkdir, rm } from "node:fs/promises";
import { join } from "node:path";
import writeFileAtomic from "write-file-atomic";
import { UserError } from "../core/errors.ts";
import {
  type EvaluateEnd,
  type EvaluateEvent,
  type EvaluateRequest,
  evaluateRequestSchema,
  parseEvaluateEvent,
} from "../protocol/evaluateEvents.ts";
import { type CommandLine, launchDetached } from "./detachedProcess.ts";
import { evaluationsFolder } from "./evaluation/evaluationFiles.ts";
import { whyOnlyTheLoop } from "./generating.ts";
import { JobFolder, readJson } from "./jobFolder.ts";
import { JobWatch } from "./jobWatch.ts";
import { endProcessTree, identifyProcess, type ProcessIdentity } from "./processTree.ts";
import { createWorkspaceFiles, workspaceFiles } from "./workspaceFiles.ts";

/** Every attempt is on disk when it is made: there is nothing to save. */
const CANCEL_GRACE_MS = 10_000;

type OnEvent = (event: EvaluateEvent) => void;

/** Starts one. Throws `UserError` when it cannot be started, or one or a loop runs in this workspace. */
export async function startEvaluateJob(
  commandLine: CommandLine,
  request: EvaluateRequest,
  onEvent: OnEvent,
): Promise<EvaluateJob> {
  const { workspace } = commandLine;
  const busy = whyOnlyTheLoop(createWorkspaceFiles(workspace));
  if (busy !== undefined) throw busy;
  const folder = folderOf(workspace);
  if ((await folder.running()) !== undefined) {
    throw new UserError("An evaluation runs in this workspace.", "Cancel it first, or wait for its end.");
  }
  await rm(folder.path, { recursive: true, force: true });
  await mkdir(folder.path, { recursive: true });
  await writeFileAtomic(requestFile(folder), JSON.stringify(request));
  const { model, against, recipe } = request;
  const words = ["evaluate", "--workspace", workspace, "--json", "--journal", folder.journal];
  const asked = [...words, "--model", model, "--against", against, "--recipe", recipe];
  const child = await launchDetached(commandLine, asked, folder.log);
  const identity = identifyProcess(child.pid ?? 0);
  await folder.writeState({ stopped: false, ...(identity && { process: identity }) });
  const job = new EvaluateJob(folder, request, onEvent);
  child.once("exit", () => job.look());
  job.follow(identity);
  return job;
}

/** Takes up the one that an earlier window left; its events are told again from the first. */
export async function reattachEvaluateJob(workspace: string, onEvent: OnEvent): Promise<EvaluateJob | undefined> {
  const folder = folderOf(workspace);
  const running = await folder.running();
  const request = evaluateRequestSchema.safeParse(await readJson(requestFile(folder))).data;
  if (running === undefined || request === undefined) return undefined;
  const job = new EvaluateJob(folder, request, onEvent);
  job.follow(running);
  return job;
}

function folderOf(workspace: string): JobFolder {
  return new JobFolder(evaluationsFolder(workspaceFiles(workspace)), "latest");
}

function requestFile(folder: JobFolder): string {
  return join(folder.path, "request.json");
}

export class EvaluateJob {
  readonly request: EvaluateRequest;
  /** Settles when the process is gone; never after `dispose`. */
  readonly ended: Promise<EvaluateEnd>;
  readonly #folder: JobFolder;
  readonly #watch: JobWatch;

  constructor(folder: JobFolder, request: EvaluateRequest, onEvent: OnEvent) {
    this.request = request;
    this.#folder = folder;
    const { promise, resolve, reject } = Promise.withResolvers<EvaluateEnd>();
    this.ended = promise;
    let last: EvaluateEvent | undefined;
    const onLine = (line: string) => {
      const event = parseEvaluateEvent(line);
      if (event === undefined) return;
      last = event;
      onEvent(event);
    };
    const onGone = async () => {
      this.dispose();
      const { stopped } = await folder.readState();
      if (last?.event === "summary") resolve({ end: "finished" });
      else if (stopped) resolve({ end: "cancelled" });
      else if (last?.event === "failed") resolve({ end: "failed", message: last.message });
      else resolve({ end: "interrupted" });
    };
    this.#watch = new JobWatch(folder.journal, onLine, onGone, reject);
  }

  /** Watches its process; undefined: it has ended already. */
  follow(identity: ProcessIdentity | undefined): void {
    this.#watch.follow(identity);
  }

  /** Looks at once whether the process still runs. */
  look(): void {
    void this.#watch.check();
  }

  /** Ends it and all that it started; the attempts are kept. Returns when it is gone. */
  async cancel(): Promise<void> {
    const running = this.#watch.process;
    await this.#folder.writeState({ stopped: true, cancelled: true, ...(running && { process: running }) });
    if (running !== undefined) await endProcessTree(running, CANCEL_GRACE_MS);
    await this.#watch.check();
  }

  /** Ceases to watch; the process goes on. */
  dispose(): void {
    this.#watch.dispose();
  }
}
