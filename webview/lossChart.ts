/** The losses of a training as curves, and the same as a table. The only file that knows uPlot. */
import { t } from "@vscode/l10n";
import UPlot from "uplot";
import type { PanelRun } from "../src/protocol/panelTraining.ts";
import { loss, whole } from "./figures.ts";
import { folded, group } from "./parts.ts";
import { makeTable } from "./widgets.ts";

type Losses = Pick<PanelRun, "losses" | "evaluations">;

/** Opaque in every theme, unlike most of the charts' colours. */
const BLUE = ["--vscode-charts-blue", "--vscode-foreground"];
const PURPLE = ["--vscode-charts-purple", "--vscode-foreground"];
const HEIGHT = 240;
const LEAST_WIDTH = 240;

export class LossChart {
  readonly element: HTMLElement;
  readonly #picture = document.createElement("div");
  readonly #table = makeTable(t("Losses by step"), [t("Step"), t("Training loss"), t("Evaluation loss")]);
  readonly #details: HTMLDetailsElement;
  #plot: UPlot | undefined;
  #shown: Losses = { losses: [], evaluations: [] };
  #steps = 0;
  #known = "";

  constructor() {
    this.#picture.setAttribute("role", "img");
    this.#details = folded(t("The losses as a table"), this.#table.element);
    this.#details.addEventListener("toggle", () => this.#fillTable());
    this.element = group("chart", this.#picture, this.#details);
    new ResizeObserver(() => this.#fit()).observe(this.#picture);
    // VS Code puts the theme's kind on the body and its colours on the root, when a person changes it too.
    const recolour = new MutationObserver(() => this.#draw());
    recolour.observe(document.body, { attributes: true, attributeFilter: ["class"] });
    recolour.observe(document.documentElement, { attributes: true, attributeFilter: ["style"] });
  }

  /** `steps`: how many there will be. */
  show(shown: Losses, steps: number): void {
    const now = JSON.stringify([shown.losses, shown.evaluations, steps]);
    if (now === this.#known) return;
    this.#known = now;
    this.#shown = shown;
    this.#steps = steps;
    this.#picture.setAttribute("aria-label", inWords(shown));
    if (this.#plot === undefined) this.#draw();
    else this.#plot.setData(dataOf(shown));
    this.#fillTable();
  }

  /** Anew with the colours of the theme. */
  #draw(): void {
    if (this.#known === "") return;
    this.#plot?.destroy();
    const options = optionsFor(this.#width(), () => this.#steps);
    this.#plot = new UPlot(options, dataOf(this.#shown), this.#picture);
  }

  #width(): number {
    return Math.max(this.#picture.clientWidth, LEAST_WIDTH);
  }

  #fit(): void {
    if (this.#plot !== undefined && this.#plot.width !== this.#width()) {
      this.#plot.setSize({ width: this.#width(), height: HEIGHT });
    }
  }

  #fillTable(): void {
    if (!this.#details.open) return;
    const [steps, training, evaluation] = dataOf(this.#shown);
    const text = (value: number | null | undefined) => (typeof value === "number" ? loss(value) : "");
    this.#table.show([...steps].map((step, index) => [whole(step), text(training[index]), text(evaluation[index])]));
  }
}

type Curve = (number | null | undefined)[];

function dataOf({ losses, evaluations }: Losses): [number[], Curve, Curve] {
  const steps = [...new Set([...losses, ...evaluations].map(({ step }) => step))].sort((a, b) => a - b);
  const curve = (points: Losses["losses"]): Curve => {
    const at = new Map(points.map((point) => [point.step, point.loss]));
    return steps.map((step) => at.get(step) ?? null);
  };
  return [steps, curve(losses), curve(evaluations)];
}

function optionsFor(width: number, steps: () => number): UPlot.Options {
  const axis = {
    stroke: colour("--vscode-foreground"),
    grid: { stroke: `color-mix(in srgb, ${colour("--vscode-foreground")} 20%, transparent)`, width: 1 },
    ticks: { show: false },
    font: `12px ${getComputedStyle(document.body).fontFamily}`,
  };
  return {
    width,
    height: HEIGHT,
    scales: { x: { time: false, range: () => [0, Math.max(steps(), 1)] }, y: { range: rangeOfLoss } },
    axes: [{ ...axis, size: 28, incrs: [1, 2, 5, 10, 20, 50, 100, 200, 500, 1_000, 2_000, 5_000, 10_000] }, axis],
    cursor: { drag: { setScale: false } },
    series: [
      { label: t("Step"), value: legend(whole) },
      {
        label: t("Training loss"),
        stroke: colour(...BLUE),
        width: 2,
        spanGaps: true,
        value: legend(loss),
      },
      {
        label: t("Evaluation loss"),
        stroke: colour(...PURPLE),
        width: 2,
        dash: [6, 4], // told apart without colours, too
        spanGaps: true,
        points: { show: true, size: 7, fill: colour(...PURPLE) },
        value: legend(loss),
      },
    ],
  };
}

/** A value under the pointer, the last one where no pointer is on the chart. */
function legend(text: (value: number) => string): UPlot.Series.Value {
  return (plot, value: number | null, series, index: number | null) => {
    const shown = index === null ? Array.from(plot.data[series] ?? []).findLast((each) => each !== null) : value;
    return typeof shown === "number" ? text(shown) : "–";
  };
}

/** From 0, so that a curve's slope means the same in every picture. */
function rangeOfLoss(_plot: UPlot, _least: number | null, most: number | null): [number, number] {
  return [0, 1.05 * (most ?? 1)];
}

/** The first of these that the theme has. */
function colour(...names: readonly string[]): string {
  const styles = getComputedStyle(document.documentElement);
  return names.map((name) => styles.getPropertyValue(name).trim()).find((value) => value !== "") ?? "gray";
}

function inWords({ losses, evaluations }: Losses): string {
  const said = (points: Losses["losses"], what: (first: string, last: string, step: string) => string) => {
    const [first, last] = [points[0], points.at(-1)];
    return first && last ? [what(loss(first.loss), loss(last.loss), whole(last.step))] : [];
  };
  return [
    ...said(losses, (first, last, step) => t("Training loss from {0} to {1} at step {2}.", first, last, step)),
    ...said(evaluations, (first, last, step) => t("Evaluation loss from {0} to {1} at step {2}.", first, last, step)),
  ].join(" ");
}
