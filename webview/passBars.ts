/** pass@k of a model and its base as bars with whiskers, their difference around zero, and the same as a table. */
import { t } from "@vscode/l10n";
import type { PanelEvaluation, PanelFigure } from "../src/protocol/panelModels.ts";
import { axisEnd, placeOn } from "./barScale.ts";
import { percent, pointsWithInterval, shareWithInterval } from "./figures.ts";
import { folded, group } from "./parts.ts";
import { makeTable } from "./widgets.ts";

type Passes = PanelEvaluation["passAt"];

/** Pixels; a row is as high as its text. */
const ROW = { height: 20, bar: 12, cap: 8 };

export class PassBars {
  readonly element: HTMLElement;
  readonly #picture = group("bars");
  readonly #table;

  /** `model`: whose they are. */
  constructor(model: string) {
    this.#picture.setAttribute("role", "img");
    this.#table = makeTable(
      t("pass@k of {0} and its base", model),
      [t("Measure"), t("Tuned"), t("Base"), t("Difference")],
      "1fr 2fr 2fr 3fr",
    );
    this.element = group("", this.#picture, folded(t("The figures as a table"), this.#table.element));
  }

  show(passAt: Passes): void {
    const end = axisEnd(passAt.flatMap(({ tuned, base }) => [tuned, base]));
    const reach = axisEnd(passAt.map(({ difference }) => difference));
    this.#picture.setAttribute("aria-label", passAt.map(inWords).join(" "));
    this.#picture.replaceChildren(
      ...passAt.flatMap(({ k, tuned, base, difference }) => [
        cell("measure", t("pass@{0}", k)),
        ...row(t("Tuned"), shareBar(tuned, end, "tuned"), shareWithInterval(tuned)),
        ...row(t("Base"), shareBar(base, end, "base"), shareWithInterval(base)),
        ...row("", axis("0", percent(end)), ""),
        ...row(t("Difference"), differenceBar(difference, reach), pointsWithInterval(difference)),
        ...row("", axis(t("worse"), t("better")), ""),
      ]),
    );
    this.#table.show(
      passAt.map(({ k, tuned, base, difference }) => [
        t("pass@{0}", k),
        shareWithInterval(tuned),
        shareWithInterval(base),
        pointsWithInterval(difference),
      ]),
    );
  }
}

function inWords({ k, tuned, base, difference }: Passes[number]): string {
  return t(
    "pass@{0}: tuned {1}, base {2}, difference {3}.",
    k,
    shareWithInterval(tuned),
    shareWithInterval(base),
    pointsWithInterval(difference),
  );
}

function row(label: string, picture: Element, figures: string): Element[] {
  return [cell("name", label), picture, cell("figure", figures)];
}

function cell(className: string, text: string): HTMLElement {
  const element = document.createElement("span");
  element.className = className;
  element.textContent = text;
  return element;
}

function axis(left: string, right: string): HTMLElement {
  return group("axis", cell("", left), cell("", right));
}

function shareBar({ value, low, high }: PanelFigure, end: number, className: string): Element {
  const at = (share: number) => placeOn(share, 0, end);
  const top = (ROW.height - ROW.bar) / 2;
  return drawing(
    shape("rect", { class: "track", x: 0, y: top, width: "100%", height: ROW.bar }),
    shape("rect", { class: className, x: 0, y: top, width: at(value), height: ROW.bar }),
    ...whisker(at(low), at(high)),
  );
}

function differenceBar({ value, low, high }: PanelFigure, reach: number): Element {
  const at = (share: number) => placeOn(share, -reach, reach);
  const side = high < 0 ? "worse" : low > 0 ? "better" : "unclear";
  return drawing(
    shape("line", { class: "zero", x1: "50%", x2: "50%", y1: 0, y2: ROW.height }),
    ...whisker(at(low), at(high), side),
    shape("circle", { class: `value ${side}`, cx: at(value), cy: ROW.height / 2, r: 4.5 }),
  );
}

function whisker(from: string, to: string, className = ""): Element[] {
  const [middle, half] = [ROW.height / 2, ROW.cap / 2];
  const line = (x1: string, x2: string, y1: number, y2: number) =>
    shape("line", { class: `whisker ${className}`, x1, x2, y1, y2 });
  return [
    line(from, to, middle, middle),
    line(from, from, middle - half, middle + half),
    line(to, to, middle - half, middle + half),
  ];
}

function drawing(...shapes: readonly Element[]): Element {
  const svg = shape("svg", { width: "100%", height: ROW.height, "aria-hidden": "true" });
  svg.append(...shapes);
  return svg;
}

function shape(tag: string, attributes: Readonly<Record<string, string | number>>): Element {
  const element = document.createElementNS("http://www.w3.org/2000/svg", tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, String(value));
  return element;
}
