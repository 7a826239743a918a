/** The trainings of this workspace, of which one at most runs: started, watched, ended, taken up again. */
import * as vscode from "vscode";
import { UserError } from "../core/errors.ts";
import type { TrainEvent } from "../core/trainEvents.ts";
import { type PastTraining, TrainStatus } from "../core/trainStatus.ts";
import type { StoredTrainRequest } from "../protocol/trainRequest.ts";
import { COMMANDS } from "./commands.ts";
import type { Notifier } from "./notify.ts";
import type { Trainings, TrainJob } from "./ports.ts";
import type { ShownTraining } from "./trainingRun.ts";
import { whyBusy } from "./turns.ts";

export interface TrainingParts {
  readonly trainings: Trainings;
  readonly notify: Notifier;
  readonly log: vscode.LogOutputChannel;
  /** Whether puzzles are being generated here: both want the model's memory. */
  readonly isGenerating: () => boolean;
  /** The same for a model that is evaluated. */
  readonly isEvaluating: () => boolean;
  readonly onChange: () => void;
}

interface Running {
  readonly job: TrainJob;
  readonly status: TrainStatus;
  ending?: "pausing" | "cancelling";
}

/** Trainings that are read from their folders, at first and with every wish for more. */
const PAGE = 10;

export class Training implements vscode.Disposable {
  readonly #parts: TrainingParts;
  #running: Running | undefined;
  #starting = false;
  #past: readonly PastTraining[] = [];
  #limit = PAGE;

  constructor(parts: TrainingParts) {
    this.#parts = parts;
  }

  get running(): boolean {
    return this.#starting || this.#running !== undefined;
  }

  /** The newest trainings, the one that runs as it is now. */
  get all(): readonly ShownTraining[] {
    const running = this.#running;
    if (running === undefined) return this.#past;
    const { job, status, ending } = running;
    const now = (each: PastTraining): ShownTraining => ({ ...each, status, state: "running", ending });
    return this.#past.map((each) => (each.id === job.id ? now(each) : each));
  }

  /** The one that runs. */
  get current(): ShownTraining | undefined {
    return this.all.find(({ id }) => id === this.#running?.job.id);
  }

  /** Whether there may be more trainings and models than are shown. */
  get more(): boolean {
    return this.#past.length === this.#limit;
  }

  get limit(): number {
    return this.#limit;
  }

  /** Ceases to watch; the training goes on. */
  dispose(): void {
    this.#running?.job.dispose();
    this.#running = undefined;
  }

  /** Throws `UserError` where it cannot be started, or something runs already. */
  async start(request: StoredTrainRequest): Promise<void> {
    await this.#begin((onEvent) => this.#parts.trainings.start(request, onEvent));
  }

  /** Has a training go on that was paused, cancelled or interrupted, or that failed. Throws as `start`. */
  async resume(id: string): Promise<void> {
    await this.#begin((onEvent) => this.#parts.trainings.resume({ id }, onEvent));
  }

  /** Trains on from the end of a training, up to `epochs` in all, which makes another model. Throws as `start`. */
  async trainOn(id: string, epochs: number): Promise<void> {
    await this.#begin((onEvent) => this.#parts.trainings.resume({ id, epochs }, onEvent));
  }

  /** Takes up what runs, whoever started it, and reads what there was. */
  async reattach(): Promise<void> {
    if (!this.running) await this.#watch((onEvent) => this.#parts.trainings.reattach(onEvent));
  }

  async pause(): Promise<void> {
    await this.#end("pausing", (job) => job.pause());
  }

  async cancel(): Promise<void> {
    await this.#end("cancelling", (job) => job.cancel());
  }

  async showMore(): Promise<void> {
    this.#limit += PAGE;
    await this.readHistory();
  }

  /** Reads the trainings anew from their folders. */
  async readHistory(): Promise<void> {
    this.#past = await this.#parts.trainings.history(this.#limit);
    this.#parts.onChange();
  }

  async #begin(begin: (onEvent: (event: TrainEvent) => void) => Promise<TrainJob>): Promise<void> {
    if (this.running) {
      throw new UserError(
        vscode.l10n.t("A training runs in this workspace."),
        vscode.l10n.t("Pause or cancel it first, or wait for its end."),
      );
    }
    const why = whyBusy({ generation: this.#parts.isGenerating(), evaluation: this.#parts.isEvaluating() });
    if (why !== undefined) throw why;
    await this.#watch(begin);
  }

  async #watch(begin: (onEvent: (event: TrainEvent) => void) => Promise<TrainJob | undefined>): Promise<void> {
    this.#starting = true;
    const status = new TrainStatus();
    try {
      const job = await begin((event) => {
        status.take(event);
        this.#parts.onChange();
      });
      if (job !== undefined) {
        this.#running = { job, status };
        this.#parts.log.info(`${job.id} is watched`);
        void this.#finish(job, status).catch(this.#parts.notify.report);
      }
    } finally {
      this.#starting = false;
    }
    await this.readHistory();
  }

  async #finish(job: TrainJob, status: TrainStatus): Promise<void> {
    const state = await job.ended.finally(() => {
      this.#running = undefined;
    });
    this.#parts.log.info(`${job.id}: ${state} ${JSON.stringify(status.end ?? {})}`);
    await this.readHistory();
    const { notify } = this.#parts;
    const look: readonly [string, string] = [vscode.l10n.t("Open Training"), COMMANDS.openTrainingPanel.id];
    if (state === "finished" && status.end?.event === "summary") {
      notify.inform(vscode.l10n.t("{0} is tuned and ready in Ollama.", status.end.tuned ?? ""), [look]);
    } else if (state === "failed" && status.end?.event === "failed") {
      notify.fail(status.end.message, [look]);
    } else if (state === "interrupted") {
      notify.fail(vscode.l10n.t("The training ended unexpectedly. It can be resumed in the panel."), [look]);
    }
  }

  async #end(ending: "pausing" | "cancelling", end: (job: TrainJob) => Promise<void>): Promise<void> {
    if (this.#running === undefined) return;
    this.#running.ending = ending;
    this.#parts.onChange();
    await end(this.#running.job);
  }
}
