/** The models that were tuned here, where each comes from, and the trainings before the latest. */
import { t } from "@vscode/l10n";
import type { FromPanel } from "../src/protocol/panelMessages.ts";
import type { PanelBrief, PanelModel, PanelTraining } from "../src/protocol/panelTraining.ts";
import { duration, loss, moment, percent, whole } from "./figures.ts";
import { group, section } from "./parts.ts";
import { trainStateNames } from "./trainingWords.ts";
import { enable, makeButton, makeTable } from "./widgets.ts";

export class HistoryView {
  readonly models: HTMLElement;
  readonly earlier: HTMLElement;
  readonly more: HTMLElement;
  readonly #modelsTable = makeTable(
    t("Tuned models"),
    [t("Model"), t("Base and recipe"), t("Pairs"), t("Evaluation loss"), t("First words"), t("When")],
    "3fr 3fr 2fr 2fr 3fr 2fr",
  );
  readonly #list = document.createElement("ul");
  readonly #send: (intent: FromPanel) => void;
  #shown = "";

  constructor(send: (intent: FromPanel) => void) {
    this.#send = send;
    this.#list.className = "trainings";
    this.models = section(t("Tuned Models"), this.#modelsTable.element);
    this.earlier = section(t("Earlier Trainings"), this.#list);
    this.more = group(
      "buttons",
      makeButton(t("Show More"), () => send({ type: "showMore" }), "secondary"),
    );
  }

  show({ models, earlier, more, locked }: PanelTraining, working: boolean): void {
    this.models.hidden = models.length === 0;
    this.#modelsTable.show(models.map(rowOf));
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
    if (training.state !== "finished" && training.state !== "running") {
      const resume = makeButton(t("Resume"), () => this.#send({ type: "resume", id: training.id }), "secondary");
      resume.setAttribute("aria-label", t("Resume the training of {0}", moment(training.createdAt)));
      enable(resume, free);
      item.append(" ", resume);
    }
    return item;
  }
}

function rowOf({
  name,
  base,
  recipe,
  pairs,
  steps,
  seconds,
  lossBefore,
  lossAfter,
  agreement,
  smoke,
  createdAt,
}: PanelModel) {
  return [
    name,
    `${base}, ${recipe}`,
    t("{0} in {1} steps, {2}", whole(pairs), whole(steps), duration(seconds)),
    `${loss(lossBefore)} → ${loss(lossAfter)}`,
    t(
      "{0} of {1} replies were Python; the file agrees at {2} of tokens",
      smoke.parsed,
      smoke.prompts,
      percent(agreement),
    ),
    moment(createdAt),
  ];
}

function lineOf({ base, recipe, createdAt, state, problem, tuned }: PanelBrief): string {
  const what = t("{0}: {1}, recipe {2}: {3}.", moment(createdAt), base, recipe, trainStateNames()[state]);
  return [what, problem, tuned].filter((part) => part !== null).join(" ");
}
