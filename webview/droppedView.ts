/** The pairs that the next training leaves out: counted by reason, and named when a reason is opened, some at a time. */
import { t } from "@vscode/l10n";
import type { FromPanel } from "../src/protocol/panelMessages.ts";
import type { PanelPreview } from "../src/protocol/panelTraining.ts";
import { whole } from "./figures.ts";
import { folded, group, heading, makeLink, paragraph, retitle, tell } from "./parts.ts";
import { dropNames } from "./trainingWords.ts";
import { makeButton } from "./widgets.ts";

type Reason = keyof PanelPreview["dropped"];
type DroppedList = NonNullable<PanelPreview["dropped"][Reason]>;

/** Pairs that are shown at first, and with every wish for more. */
const PAGE = 20;

export class DroppedView {
  readonly element: HTMLElement;
  readonly #none = paragraph();
  readonly #reasons: ReadonlyMap<Reason, ReasonView>;

  constructor(send: (intent: FromPanel) => void) {
    const names = Object.entries(dropNames()) as [Reason, string][];
    this.#reasons = new Map(names.map(([reason, title]) => [reason, new ReasonView(reason, title, send)]));
    const parts = [...this.#reasons.values()].map(({ element }) => element);
    this.element = group("", heading(3, t("Left Out")), this.#none, ...parts);
  }

  show({ dataset, dropped }: PanelPreview): void {
    this.element.hidden = dataset === null;
    const counts = dataset?.dropped ?? {};
    const all = Object.values(counts).reduce((sum, count) => sum + (count ?? 0), 0);
    tell(this.#none, all === 0 ? t("No pair is left out.") : null);
    for (const [reason, view] of this.#reasons) view.show(counts[reason] ?? 0, dropped[reason]);
  }
}

class ReasonView {
  readonly element: HTMLDetailsElement;
  readonly #title: string;
  readonly #send: (intent: FromPanel) => void;
  readonly #list = document.createElement("ul");
  readonly #rest = paragraph("hint");
  readonly #more: HTMLElement;
  #shown: DroppedList["pairs"] = [];
  #known = "";
  #isNew = true;
  /** How many are asked for. */
  #most = 0;
  /** The place in the list of the first one that a person has asked for by the button, which gets the focus. */
  #focusNext: number | undefined;

  constructor(reason: Reason, title: string, send: (intent: FromPanel) => void) {
    this.#title = title;
    this.#send = send;
    this.#list.className = "puzzles";
    this.#list.setAttribute("aria-label", title);
    const ask = (most: number) => {
      this.#most = most;
      send({ type: "showDropped", reason, most });
    };
    this.#more = makeButton(
      t("Show More"),
      () => {
        this.#focusNext = this.#shown.length;
        ask(this.#shown.length + PAGE);
      },
      "secondary",
    );
    this.#more.setAttribute("aria-label", t("Show more: {0}", title));
    this.element = folded(title, this.#list, this.#rest, group("buttons", this.#more));
    this.element.addEventListener("toggle", () => {
      const most = this.element.open ? PAGE : 0;
      if (most > 0 !== this.#most > 0) ask(most);
    });
  }

  /** `count`: of all that are dropped for this reason; `list`: the ones that are asked for, if any are. */
  show(count: number, list: DroppedList | undefined): void {
    this.element.hidden = count === 0;
    retitle(this.element, t("{0} ({1})", this.#title, whole(count)));
    const now = JSON.stringify([count, list]);
    if (now === this.#known) return;
    this.#known = now;
    const { pairs = [], more = false } = list ?? {};
    if (this.#isNew && list !== undefined) {
      this.#most = pairs.length; // opened on this page's predecessor, before it was hidden
      this.element.open = true;
    }
    this.#isNew = false;
    this.#shown = pairs;
    this.#list.replaceChildren(...pairs.map((pair) => this.#itemOf(pair)));
    this.#more.hidden = !more;
    const left = count - pairs.length;
    tell(this.#rest, list === undefined || left <= 0 ? null : restOf(left, more));
    this.#moveFocus();
  }

  #moveFocus(): void {
    if (this.#focusNext === undefined || this.#shown.length <= this.#focusNext) return;
    this.#list.children[this.#focusNext]?.querySelector("button")?.focus();
    this.#focusNext = undefined;
  }

  #itemOf({ id, title, detail }: DroppedList["pairs"][number]): HTMLElement {
    const item = document.createElement("li");
    const about = document.createElement("span");
    about.className = "hint";
    about.textContent = `${id} · ${detail}`;
    const link = makeLink(title === "" ? id : title, () => this.#send({ type: "openPair", id }));
    link.title = t("Open the pair {0}", id);
    item.append(link, about);
    return item;
  }
}

function restOf(left: number, more: boolean): string {
  return more
    ? t("And {0} more.", whole(left))
    : t("And {0} more; `autodidact train --plan rough --json` names them all.", whole(left));
}
