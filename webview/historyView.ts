/** The trainings before the latest. */
import { t } from "@vscode/l10n";
import type { FromPanel } from "../src/protocol/panelMessages.ts";
import type { PanelBrief, PanelTraining } from "../src/protocol/panelTraining.ts";
import { moment } from "./figures.ts";
import { group, section } from "./parts.ts";
import { trainStateNames } from "./trainingWords.ts";
import { enable, makeButton } from "./widgets.ts";

export class HistoryView {
  readonly earlier: HTMLElement;
  readonly more: HTMLElement;
  readonly #list = document.createElement("ul");
  readonly #send: (intent: FromPanel) => void;
  #shown = "";

  constructor(send: (intent: FromPanel) => void) {
    this.#send = send;
    this.#list.className = "trainings";
    this.earlier = section(t("Earlier Trainings"), this.#list);
    this.more = group(
      "buttons",
      makeButton(t("Show More"), () => send({ type: "showMore" }), "secondary"),
    );
  }

  show({ earlier, more, locked }: PanelTraining, working: boolean): void {
    this.earlier.hidden = earlier.length === 0;
    this.more.hidden = !more;
    const free = locked === null && !working;
    const now = JSON.stringify([earlier, free]);
    if (now === this.#shown) return;
    this.#shown = now;
    this.#list.replaceChildren(...earlier.map((each) => this.#itemOf(each, free)));
  }

  #itemOf(training: PanelBrief, free: boolean): HTMLElement {
    const item = document.createElement("li");
    item.append(lineOf(training));
    if (training.state === "finished") {
      const more = makeButton(t("Train On…"), () => this.#send({ type: "trainOn", id: training.id }), "secondary");
      more.setAttribute("aria-label", t("Train on from the end of the training of {0}", moment(training.createdAt)));
      enable(more, free);
      item.append(" ", more);
    } else if (training.state !== "running") {
      const resume = makeButton(t("Resume"), () => this.#send({ type: "resume", id: training.id }), "secondary");
      resume.setAttribute("aria-label", t("Resume the training of {0}", moment(training.createdAt)));
      enable(resume, free);
      item.append(" ", resume);
    }
    return item;
  }
}

function lineOf({ base, recipe, createdAt, state, problem, tuned }: PanelBrief): string {
  const what = t("{0}: {1}, recipe {2}: {3}.", moment(createdAt), base, recipe, trainStateNames()[state]);
  return [what, problem, tuned].filter((part) => part !== null).join(" ");
}
