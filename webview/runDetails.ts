/** What a training has left, or leaves while it runs: its losses, its figures and its log. */
import { t } from "@vscode/l10n";
import type { PanelRun } from "../src/protocol/panelTraining.ts";
import { duration, loss, size, whole } from "./figures.ts";
import { LossChart } from "./lossChart.ts";
import { folded, group } from "./parts.ts";
import { makeTable } from "./widgets.ts";

export class RunDetails {
  readonly element: HTMLElement;
  readonly #chart = new LossChart();
  readonly #figures = makeTable(t("Figures of the training"), [t("Figure"), t("Value")], "1fr 3fr");
  readonly #log = document.createElement("pre");
  readonly #logPart = folded(t("Log"), this.#log);

  constructor() {
    this.#log.tabIndex = 0; // so that it can be scrolled by keys
    this.#log.setAttribute("aria-label", t("Log"));
    this.#log.setAttribute("role", "region");
    this.element = group("", this.#chart.element, this.#figures.element, this.#logPart);
  }

  show(run: PanelRun): void {
    this.#chart.element.hidden = run.losses.length === 0 && run.evaluations.length === 0;
    if (!this.#chart.element.hidden) this.#chart.show(run, run.step?.steps ?? 0);
    const figures = figuresOf(run, isWorking(run));
    this.#figures.element.hidden = figures.length === 0;
    this.#figures.show(figures);
    this.#logPart.hidden = run.log.length === 0;
    const log = run.log.join("\n");
    if (this.#log.textContent !== log) this.#log.textContent = log;
  }

  /** Unfolds the log, too. */
  unfold(): void {
    this.#logPart.open = true;
  }
}

export function isWorking({ state }: Pick<PanelRun, "state">): boolean {
  return state === "running" || state === "pausing" || state === "cancelling";
}

function figuresOf(run: PanelRun, works: boolean): string[][] {
  const { phase, step, setup, dataset, lossBefore, lossAfter, tuned } = run;
  const rows: (readonly [string, string] | undefined)[] = [
    tuned === null ? undefined : [t("Tuned model"), tuned],
    dataset === null
      ? undefined
      : [t("Rows"), t("{0}, and {1} for the evaluation loss", whole(dataset.train), whole(dataset.evaluation))],
    step === null
      ? undefined
      : [t("Step"), t("{0} of {1}, epoch {2}", whole(step.step), whole(step.steps), step.epoch.toFixed(1))],
    step === null || !works || phase !== "train" ? undefined : [t("Time left"), duration(step.secondsLeft)],
    step === null ? undefined : [t("Speed"), t("{0} tokens/s", whole(step.tokensPerSecond))],
    step === null ? undefined : [t("Memory"), size(step.memory)],
    setup === null
      ? undefined
      : [
          t("Runs on"),
          t("{0}, {1}, {2} × {3} rows to a step", setup.device, setup.precision, setup.batch, setup.accumulation),
        ],
    lossBefore === null || lossAfter === null
      ? undefined
      : [t("Evaluation loss"), t("{0} before, {1} after", loss(lossBefore), loss(lossAfter))],
  ];
  return rows.filter((row) => row !== undefined).map((row) => [...row]);
}
