/** The one generation of this workspace, as the editor shows it: document, status bar, queue view, notifications. */
import * as vscode from "vscode";
import { UserError } from "../core/errors.ts";
import type { RunEvent } from "../core/runEvents.ts";
import type { JobRequest } from "../protocol/jobRequest.ts";
import { COMMANDS } from "./commands.ts";
import type { Notifier } from "./notify.ts";
import type { GenerateJob, GenerateJobs, JobEnd, Memory } from "./ports.ts";
import { PuzzleStream } from "./puzzleStream.ts";
import { advance, type RunStatus, runHeadline } from "./runStatus.ts";
import { whyBusy } from "./turns.ts";

export interface GenerationParts {
  readonly jobs: GenerateJobs;
  /** Memory of the workspace. */
  readonly memory: Memory;
  readonly notify: Notifier;
  readonly log: vscode.LogOutputChannel;
  /** Whether a model is trained here: both want the model's memory. */
  readonly isTraining: () => boolean;
  /** The same for a model that is evaluated. */
  readonly isEvaluating: () => boolean;
  /** A generation is being started here. */
  readonly onStart: () => void;
  /** Undefined: nothing runs. */
  readonly onStatus: (status: RunStatus | undefined) => void;
  /** The queue has changed. */
  readonly onQueue: () => void;
}

/** Bytes of a failed job's log that are shown. */
const LOG_TAIL = 16_384;

export class Generation implements vscode.Disposable {
  readonly #parts: GenerationParts;
  #job: GenerateJob | undefined;
  #stream: PuzzleStream | undefined;
  #status: RunStatus | undefined;
  /** Events that come before the job's id is known. */
  #early: RunEvent[] = [];
  #starting = false;

  constructor(parts: GenerationParts) {
    this.#parts = parts;
  }

  get running(): boolean {
    return this.#starting || this.#job !== undefined;
  }

  /** Ceases to watch; the generation goes on. */
  dispose(): void {
    this.#job?.dispose();
    this.#stream?.dispose();
    this.#job = undefined;
    this.#stream = undefined;
    this.#show(undefined);
  }

  /** Starts a generation. Throws `UserError` when it cannot be started, or one runs already. */
  async start(request: JobRequest): Promise<void> {
    if (this.running) {
      throw new UserError(
        vscode.l10n.t("A generation is running in this workspace."),
        vscode.l10n.t("Stop it first, or wait for its end."),
      );
    }
    const why = whyBusy({ training: this.#parts.isTraining(), evaluation: this.#parts.isEvaluating() });
    if (why !== undefined) throw why;
    this.#parts.onStart();
    await this.#watch((onEvent) => this.#parts.jobs.start(request, onEvent), { count: request.count });
  }

  /** Takes up what an earlier window left running or unfinished. */
  async reattach(): Promise<void> {
    if (!this.running) {
      await this.#watch((onEvent) => this.#parts.jobs.reattach(onEvent), undefined);
    }
  }

  async stop(): Promise<void> {
    if (this.#job !== undefined && this.#status !== undefined) {
      this.#show({ ...this.#status, stopping: true });
      await this.#job.stop();
    }
  }

  /** Shows the document that is being written. */
  async showDocument(): Promise<void> {
    if (this.#stream !== undefined) {
      await vscode.window.showTextDocument(this.#stream.uri, { preview: false });
    }
  }

  /** The running generation in one line. */
  get headline(): string {
    return this.#status === undefined ? vscode.l10n.t("Nothing runs.") : runHeadline(this.#status);
  }

  /** Tokens per second that a model wrote when it last ran here. */
  speedOf(model: string): number | undefined {
    return this.#parts.memory.get(`speed.${model}`);
  }

  async #watch(
    begin: (onEvent: (event: RunEvent) => void) => Promise<GenerateJob | undefined>,
    status: RunStatus | undefined,
  ): Promise<void> {
    this.#starting = true;
    if (status !== undefined) {
      this.#show(status);
    }
    try {
      const job = await begin(this.#take);
      if (job === undefined) {
        return;
      }
      this.#job = job;
      this.#parts.log.info(`${job.id}: ${JSON.stringify({ ...job.request, example: undefined })}`);
      this.#show(this.#status ?? { count: job.request.count });
      this.#stream = new PuzzleStream(
        vscode.Uri.parse(job.request.document),
        job.id,
        this.#parts.memory,
        this.#parts.notify.report,
      );
      void this.#finish(job);
    } finally {
      this.#starting = false;
      if (this.#job === undefined) {
        this.#show(undefined);
      }
      for (const event of this.#early.splice(0)) {
        this.#stream?.push(event);
      }
    }
  }

  readonly #take = (event: RunEvent): void => {
    if (this.#stream === undefined) {
      this.#early.push(event);
    } else {
      this.#stream.push(event);
    }
    this.#note(event);
    if (this.#status?.stopping !== true) {
      this.#show(advance(this.#status ?? { count: 0 }, event));
    }
    if (event.event === "pair" || event.event === "started") {
      this.#parts.onQueue();
    }
  };

  #note(event: RunEvent): void {
    const { log } = this.#parts;
    if (event.event === "rejected") {
      log.debug(`rejected, ${event.reason}: ${event.detail}`);
    } else if (event.event === "attempt") {
      log.debug(`${event.puzzle} ${event.verdict}: ${event.detail}`);
    } else if (event.event === "started") {
      log.info(`${event.model} on ${event.processor}${event.resumed ? ", resumed" : ""}`);
    }
  }

  async #finish(job: GenerateJob): Promise<void> {
    const end = await job.ended;
    const { memory, onQueue, log } = this.#parts;
    const speed = this.#status?.tokensPerSecond;
    if (this.#status?.model !== undefined && speed !== undefined && speed > 0) {
      await memory.update(`speed.${this.#status.model}`, speed);
    }
    await this.#stream?.close(end.event === "summary" && end.end !== "cancelled").catch(this.#parts.notify.report);
    this.#job = undefined;
    this.#stream = undefined;
    this.#show(undefined);
    onQueue();
    log.info(JSON.stringify(end));
    await this.#tell(end, job);
  }

  async #tell(end: JobEnd, job: GenerateJob): Promise<void> {
    const { notify, log } = this.#parts;
    if (end.event === "failed") {
      log.error(await tailOf(job.log));
      const allow = [vscode.l10n.t("Judge Without a Sandbox"), COMMANDS.judgeWithoutSandbox.id] as const;
      notify.fail(end.message, end.reason === "sandbox" ? [allow] : []);
    } else if (end.event === "summary" && end.end !== "cancelled") {
      const review: readonly [string, string] = [vscode.l10n.t("Review"), "autodidact.queue.focus"];
      const text =
        end.end === "done"
          ? vscode.l10n.t("{0} puzzles are solved and verified.", end.solved)
          : vscode.l10n.t(
              "The recipe's budget is spent: {0} of {1} puzzles are verified. Another model may do better.",
              end.solved,
              job.request.count,
            );
      notify.inform(text, [review]);
    }
  }

  #show(status: RunStatus | undefined): void {
    this.#status = status;
    this.#parts.onStatus(status);
  }
}

async function tailOf(file: string): Promise<string> {
  try {
    const bytes = await vscode.workspace.fs.readFile(vscode.Uri.file(file));
    return new TextDecoder().decode(bytes.slice(-LOG_TAIL));
  } catch {
    return "";
  }
}
