/** An earlier training: how it ended, what can be done with it, and, when it is asked for, its losses and its log. */
import { t } from "@vscode/l10n";
import type { FromPanel } from "../src/protocol/panelMessages.ts";
import type { PanelBrief, PanelRun } from "../src/protocol/panelTraining.ts";
import { moment } from "./figures.ts";
import { folded, group, paragraph, tell } from "./parts.ts";
import { RunDetails } from "./runDetails.ts";
import { trainStateNames } from "./trainingWords.ts";
import { enable, makeButton } from "./widgets.ts";

export class HistoryItem {
  readonly element = document.createElement("li");
  readonly #line = document.createElement("span");
  readonly #trainOn: HTMLElement;
  readonly #resume: HTMLElement;
  readonly #part: HTMLDetailsElement;
  readonly #nothing = paragraph("hint");
  /** Made when it is first asked for: a chart for each training of a long list would cost. */
  #details: RunDetails | undefined;
  /** Whether this training is asked for, as far as is known here. */
  #wanted = false;

  constructor(id: string, send: (intent: FromPanel) => void) {
    this.#trainOn = makeButton(t("Train On…"), () => send({ type: "trainOn", id }), "secondary");
    this.#resume = makeButton(t("Resume"), () => send({ type: "resume", id }), "secondary");
    this.#part = folded(t("Losses and log"), this.#nothing);
    this.#part.addEventListener("toggle", () => {
      const { open } = this.#part;
      if (open === this.#wanted) return; // a snapshot's doing
      this.#wanted = open;
      send(open ? { type: "openTraining", id } : { type: "closeTraining" });
    });
    const head = group("past", this.#line, this.#trainOn, this.#resume);
    this.element.append(head, this.#part);
  }

  /** `opened`: the same training with its losses and log, where they are shown; `free`: it may be taken up again. */
  show(training: PanelBrief, opened: PanelRun | null, free: boolean): void {
    const { state, createdAt } = training;
    tell(this.#line, lineOf(training));
    const when = moment(createdAt);
    this.#trainOn.hidden = state !== "finished";
    this.#trainOn.setAttribute("aria-label", t("Train on from the end of the training of {0}", when));
    this.#resume.hidden = state === "finished" || state === "running";
    this.#resume.setAttribute("aria-label", t("Resume the training of {0}", when));
    enable(this.#trainOn, free);
    enable(this.#resume, free);
    this.#part.querySelector("summary")?.setAttribute("aria-label", t("Losses and log of the training of {0}", when));
    this.#showDetails(opened);
  }

  #showDetails(opened: PanelRun | null): void {
    this.#wanted = opened !== null;
    if (this.#part.open !== this.#wanted) this.#part.open = this.#wanted;
    if (opened === null) return;
    if (this.#details === undefined) {
      this.#details = new RunDetails();
      this.#details.unfold();
      this.#part.append(this.#details.element);
    }
    this.#details.show(opened);
    const nothing = opened.losses.length === 0 && opened.evaluations.length === 0 && opened.log.length === 0;
    tell(this.#nothing, nothing ? t("It ended before it had any losses or wrote a log.") : null);
  }
}

function lineOf({ base, recipe, createdAt, state, problem, tuned }: PanelBrief): string {
  const what = t("{0}: {1}, recipe {2}: {3}.", moment(createdAt), base, recipe, trainStateNames()[state]);
  return [what, problem, tuned].filter((part) => part !== null).join(" ");
}
