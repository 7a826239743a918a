/** The evaluation of this workspace, one at most: started, watched, ended, taken up again. */
import * as vscode from "vscode";
import type { UserError } from "../core/errors.ts";
import type { EvaluateEnd, EvaluateEvent, EvaluateRequest } from "../protocol/evaluateEvents.ts";
import type { PanelModels } from "../protocol/panelModels.ts";
import { COMMANDS } from "./commands.ts";
import type { EvaluateJob, Evaluations } from "./modelPorts.ts";
import type { Notifier } from "./notify.ts";
import { whyBusy } from "./turns.ts";

export interface EvaluationParts {
  readonly evaluations: Evaluations;
  readonly notify: Notifier;
  readonly log: vscode.LogOutputChannel;
  /** Why nothing can be evaluated now: something else needs the model's memory. */
  readonly busy: () => UserError | undefined;
  readonly onChange: () => void;
}

type Shown = NonNullable<PanelModels["evaluating"]>;

export class Evaluation implements vscode.Disposable {
  readonly #parts: EvaluationParts;
  #job: EvaluateJob | undefined;
  #starting = false;
  #asked: Shown["asked"] = null;
  #cancelling = false;

  constructor(parts: EvaluationParts) {
    this.#parts = parts;
  }

  get running(): boolean {
    return this.#starting || this.#job !== undefined;
  }

  /** The one that runs. */
  get current(): Shown | undefined {
    if (this.#job === undefined) return undefined;
    const { model, against } = this.#job.request;
    return { model, against, cancelling: this.#cancelling, asked: this.#asked };
  }

  /** Ceases to watch; the evaluation goes on. */
  dispose(): void {
    this.#job?.dispose();
    this.#job = undefined;
  }

  /** Throws `UserError` where it cannot be started, or something runs already. */
  async start(request: EvaluateRequest): Promise<void> {
    const why = whyBusy({ evaluation: this.running }) ?? this.#parts.busy();
    if (why !== undefined) throw why;
    await this.#watch((onEvent) => this.#parts.evaluations.start(request, onEvent));
  }

  /** Takes up what an earlier window left. */
  async reattach(): Promise<void> {
    if (!this.running) await this.#watch((onEvent) => this.#parts.evaluations.reattach(onEvent));
  }

  /** The attempts that were made are kept. */
  async cancel(): Promise<void> {
    if (this.#job === undefined) return;
    this.#cancelling = true;
    this.#parts.onChange();
    await this.#job.cancel();
  }

  async #watch(begin: (onEvent: (event: EvaluateEvent) => void) => Promise<EvaluateJob | undefined>): Promise<void> {
    this.#starting = true;
    this.#asked = null;
    this.#cancelling = false;
    try {
      this.#job = await begin((event) => this.#take(event));
    } finally {
      this.#starting = false;
    }
    if (this.#job === undefined) return;
    this.#parts.onChange();
    void this.#finish(this.#job).catch(this.#parts.notify.report);
  }

  #take(event: EvaluateEvent): void {
    if (event.event === "started") {
      const { model, puzzles, n, kept } = event;
      this.#asked = { model, done: 0, total: puzzles * n - kept, secondsLeft: 0 };
    } else if (event.event === "progress") {
      const { model, done, total, secondsLeft } = event;
      this.#asked = { model, done, total, secondsLeft };
    }
    this.#parts.onChange();
  }

  async #finish(job: EvaluateJob): Promise<void> {
    const end = await job.ended.finally(() => {
      this.#job = undefined;
    });
    this.#parts.log.info(`evaluation of ${job.request.model}: ${JSON.stringify(end)}`);
    this.#parts.onChange();
    this.#tell(job.request, end);
  }

  #tell({ model, against }: EvaluateRequest, end: EvaluateEnd): void {
    const { notify } = this.#parts;
    const look: readonly [string, string] = [vscode.l10n.t("Open Training"), COMMANDS.openTrainingPanel.id];
    if (end.end === "finished") notify.inform(vscode.l10n.t("{0} is evaluated against {1}.", model, against), [look]);
    if (end.end === "failed") notify.fail(end.message, [look]);
    if (end.end === "interrupted") {
      notify.fail(
        vscode.l10n.t(
          "The evaluation ended unexpectedly. Evaluate again: it goes on from the attempts that are there.",
        ),
        [look],
      );
    }
  }
}
