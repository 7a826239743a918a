/** The training that runs, or the newest one: how far it is, how its losses move, and what a person can do. */
import { t } from "@vscode/l10n";
import type { FromPanel } from "../src/protocol/panelMessages.ts";
import type { PanelRun } from "../src/protocol/panelTraining.ts";
import { moment } from "./figures.ts";
import { group, paragraph, section, tell } from "./parts.ts";
import { isWorking, RunDetails } from "./runDetails.ts";
import { phaseNames, trainStateNames } from "./trainingWords.ts";
import { enable, makeButton } from "./widgets.ts";

const RESUMABLE: readonly PanelRun["state"][] = ["paused", "cancelled", "interrupted", "failed"];

export class RunView {
  readonly element: HTMLElement;
  readonly #title = paragraph("title");
  readonly #outcome = paragraph();
  readonly #note = paragraph("hint");
  readonly #progress = document.createElement("progress");
  readonly #details = new RunDetails();
  readonly #pause: HTMLElement;
  readonly #cancel: HTMLElement;
  readonly #resume: HTMLElement;
  readonly #trainOn: HTMLElement;
  #id = "";

  constructor(send: (intent: FromPanel) => void) {
    this.#pause = makeButton(t("Pause"), () => send({ type: "pause" }), "secondary");
    this.#cancel = makeButton(t("Cancel"), () => send({ type: "cancel" }), "secondary");
    this.#resume = makeButton(t("Resume"), () => send({ type: "resume", id: this.#id }));
    this.#trainOn = makeButton(t("Train On…"), () => send({ type: "trainOn", id: this.#id }), "secondary");
    this.#trainOn.title = t("More epochs, from where this training ended");
    this.#outcome.setAttribute("role", "status");
    this.#progress.setAttribute("aria-label", t("Progress of the training"));
    const buttons = group("buttons", this.#pause, this.#cancel, this.#resume, this.#trainOn);
    this.element = section(
      t("Latest Training"),
      ...[this.#title, this.#outcome, this.#progress, this.#note, buttons, this.#details.element],
    );
  }

  show(run: PanelRun, locked: boolean): void {
    this.#id = run.id;
    const works = isWorking(run);
    tell(this.#title, titleOf(run));
    this.#outcome.className = run.state === "failed" || run.state === "interrupted" ? "problem" : "notice";
    tell(this.#outcome, outcomeOf(run));
    tell(this.#note, works ? run.note : null);
    this.#showProgress(run, works);
    this.#pause.hidden = !works;
    this.#cancel.hidden = !works;
    this.#resume.hidden = !RESUMABLE.includes(run.state);
    enable(this.#pause, !locked && run.state === "running");
    enable(this.#cancel, !locked && run.state !== "cancelling");
    this.#trainOn.hidden = run.state !== "finished";
    enable(this.#resume, !locked);
    enable(this.#trainOn, !locked);
    this.#details.show(run);
  }

  #showProgress({ phase, step, progress }: PanelRun, works: boolean): void {
    this.#progress.hidden = !works;
    const known = phase === "train" ? step && { done: step.step, total: step.steps } : progress;
    if (known === null || known.total === 0) {
      this.#progress.removeAttribute("value");
      return;
    }
    this.#progress.max = known.total;
    this.#progress.value = known.done;
  }
}

/** One sentence on how it stands; for the live region its figures are rounded, so that it is not said all the time. */
export function sentenceOf(run: PanelRun): string {
  const { state, phase, step } = run;
  if (state !== "running") return `${trainStateNames()[state]}.`;
  if (phase === "train" && step !== null && step.steps > 0) {
    const tenth = Math.floor((10 * step.step) / step.steps) * 10;
    return t("Training: {0} % of the steps are done.", tenth);
  }
  return phase === null ? t("The training is starting.") : `${phaseNames()[phase]}.`;
}

function titleOf({ base, recipe, createdAt, state, phase }: PanelRun): string {
  const where = state === "running" && phase !== null ? phaseNames()[phase] : trainStateNames()[state];
  return t("{0}, recipe {1}, begun {2}: {3}", base, recipe, moment(createdAt), where);
}

function outcomeOf({ state, problem, tuned }: PanelRun): string | null {
  switch (state) {
    case "failed":
      return problem;
    case "interrupted":
      return t(
        "The training ended without a last word, as after a power cut. Resume it: it goes on from its last checkpoint.",
      );
    case "paused":
      return t("Paused. Resume it whenever you like: it goes on from its last checkpoint.");
    case "finished":
      return t("{0} is ready in Ollama.", tuned ?? "");
    case "cancelled":
      return t("Cancelled. Its checkpoint is kept, so it can still be resumed.");
    default:
      return null;
  }
}
