/** Generations as detached processes: they outlive the window that started them, and a later window takes them up. */
import { randomBytes } from "node:crypto";
import { UserError } from "../core/errors.ts";
import type { JobRequest } from "../protocol/jobRequest.ts";
import { endsRun, parseRunEvent, type RunEnd, type RunEvent } from "../protocol/runEvents.ts";
import { type CommandLine, launchDetached } from "./detachedProcess.ts";
import { GenerateFolder } from "./generateFolder.ts";
import { whyNoGeneration } from "./generating.ts";
import { listGenerations } from "./jobFolder.ts";
import { JobWatch } from "./jobWatch.ts";
import { endProcessTree, identifyProcess, isRunning, type ProcessIdentity } from "./processTree.ts";
import { createWorkspaceFiles, workspaceFiles } from "./workspaceFiles.ts";

/** How a job ended: with the run's own last word, or by a stop that left it none. */
export type JobEnd = RunEnd | { readonly event: "stopped" };

/** Time for a run to close its journal after it was asked to end. */
const STOP_GRACE_MS = 5_000;
/** Deaths in a row, with nothing brought in between, after which a job is not taken up again by itself. */
const MOST_DEATHS = 3;

/**
 * Starts a generation; its events arrive as they are written. Throws `UserError` when it cannot be started, or when
 * another one or a loop runs in this workspace.
 */
export async function startGenerateJob(
  commandLine: CommandLine,
  request: JobRequest,
  onEvent: (event: RunEvent) => void,
): Promise<GenerateJob> {
  const files = createWorkspaceFiles(commandLine.workspace);
  const why = whyNoGeneration(files);
  if (why !== undefined) throw why;
  const folder = new GenerateFolder(files.runs, newJobId());
  await folder.create(request);
  const job = new GenerateJob(commandLine, folder, request, onEvent);
  await job.launch(false);
  return job;
}

/**
 * Takes up the workspace's latest generation where it has not ended: a live process is followed, a dead one resumed,
 * unless another generation or a loop runs, after which a later window does so. All of its events are told again, from the first.
 */
export async function reattachGenerateJob(
  commandLine: CommandLine,
  onEvent: (event: RunEvent) => void,
): Promise<GenerateJob | undefined> {
  const files = workspaceFiles(commandLine.workspace);
  const { runs } = files;
  const [latest] = await listGenerations(runs);
  if (latest === undefined) {
    return undefined;
  }
  const folder = new GenerateFolder(runs, latest);
  const [request, state] = await Promise.all([folder.readRequest(), folder.readState()]);
  if (request === undefined || (await folder.hasEnded())) {
    return undefined;
  }
  const lives = state.process !== undefined && isRunning(state.process);
  if (!lives && (state.stopped || whyNoGeneration(files) !== undefined)) {
    return undefined;
  }
  const job = new GenerateJob(commandLine, folder, request, onEvent);
  if (state.process !== undefined && lives) {
    job.follow(state.process);
  } else {
    await job.launch(true);
  }
  return job;
}

export class GenerateJob {
  readonly id: string;
  readonly request: JobRequest;
  /** What the process wrote to standard error. */
  readonly log: string;
  /** Settles when the run is over; never after `dispose`. */
  readonly ended: Promise<JobEnd>;
  readonly #commandLine: CommandLine;
  readonly #folder: GenerateFolder;
  readonly #watch: JobWatch;
  readonly #settle: (end: JobEnd) => void;
  #deaths = 0;

  constructor(
    commandLine: CommandLine,
    folder: GenerateFolder,
    request: JobRequest,
    onEvent: (event: RunEvent) => void,
  ) {
    this.id = folder.id;
    this.request = request;
    this.log = folder.log;
    this.#commandLine = commandLine;
    this.#folder = folder;
    let resolve: (end: JobEnd) => void = () => {};
    this.ended = new Promise((settle) => {
      resolve = settle;
    });
    this.#settle = (end) => {
      this.dispose();
      resolve(end);
    };
    this.#watch = new JobWatch(
      folder.journal,
      (line) => this.#take(line, onEvent),
      () => this.#takeUp(),
      (error) => this.#fail(error),
    );
  }

  /** Starts the process. Throws `UserError` when it cannot be started. */
  async launch(resume: boolean): Promise<void> {
    try {
      await this.#folder.closeTornLine();
      const child = await launchDetached(this.#commandLine, this.#arguments(resume), this.#folder.log);
      const identity = identifyProcess(child.pid ?? 0);
      await this.#folder.writeState({ stopped: false, ...(identity && { process: identity }) });
      child.once("exit", () => void this.#watch.check());
      this.follow(identity);
    } catch (error) {
      this.dispose();
      throw error;
    }
  }

  /** Watches a process that was started before; undefined: it has ended already. */
  follow(identity: ProcessIdentity | undefined): void {
    this.#watch.follow(identity);
  }

  /** Ends the process and all that it started; what was made so far is kept. Returns when it is gone. */
  async stop(): Promise<void> {
    const running = this.#watch.process;
    await this.#folder.writeState({ stopped: true, ...(running && { process: running }) });
    if (running !== undefined) {
      await endProcessTree(running, STOP_GRACE_MS);
    }
    await this.#watch.check();
  }

  /** Ceases to watch; the process goes on. */
  dispose(): void {
    this.#watch.dispose();
  }

  #take(line: string, onEvent: (event: RunEvent) => void): void {
    const event = parseRunEvent(line);
    if (event === undefined) {
      return;
    }
    if (event.event !== "started" && event.event !== "progress") {
      this.#deaths = 0;
    }
    onEvent(event);
    if (endsRun(event)) {
      this.#settle(event);
    }
  }

  /** Goes on after the process has died without a last word. */
  async #takeUp(): Promise<void> {
    if ((await this.#folder.readState()).stopped) {
      this.#settle({ event: "stopped" });
      return;
    }
    this.#deaths += 1;
    if (this.#deaths >= MOST_DEATHS) {
      throw new UserError("The generation ended unexpectedly, several times in a row.", "Read its log for the cause.");
    }
    await this.launch(true);
  }

  #fail(error: unknown): void {
    const message = error instanceof UserError ? error.sentence : String(error);
    this.#settle({ event: "failed", message });
  }

  #arguments(resume: boolean): readonly string[] {
    const { model, count, recipe, example } = this.request;
    return [
      "generate",
      ...["--workspace", this.#commandLine.workspace, "--json", "--journal", this.#folder.journal],
      ...["--count", String(count), "--recipe", recipe],
      ...(model === undefined ? [] : ["--model", model]),
      ...(example === undefined ? [] : ["--example-file", this.#folder.example]),
      ...(resume ? ["--resume"] : []),
    ];
  }
}

/** Sorts by time of creation. */
function newJobId(): string {
  return `${new Date().toISOString().replaceAll(/\D/g, "")}-${randomBytes(2).toString("hex")}`;
}
