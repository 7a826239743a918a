/** The trainings before the one that is shown above them. */
import { t } from "@vscode/l10n";
import type { FromPanel } from "../src/protocol/panelMessages.ts";
import type { PanelTraining } from "../src/protocol/panelTraining.ts";
import { HistoryItem } from "./historyItem.ts";
import { group, section } from "./parts.ts";
import { makeButton } from "./widgets.ts";

export class HistoryView {
  readonly earlier: HTMLElement;
  readonly more: HTMLElement;
  readonly #list = document.createElement("ul");
  readonly #send: (intent: FromPanel) => void;
  readonly #items = new Map<string, HistoryItem>();
  #planted = "";

  constructor(send: (intent: FromPanel) => void) {
    this.#send = send;
    this.#list.className = "trainings";
    this.earlier = section(t("Earlier Trainings"), this.#list);
    this.more = group(
      "buttons",
      makeButton(t("Show More"), () => send({ type: "showMore" }), "secondary"),
    );
  }

  show({ earlier, opened, more, locked }: PanelTraining, working: boolean): void {
    this.earlier.hidden = earlier.length === 0;
    this.more.hidden = !more;
    this.#plant(earlier.map(({ id }) => id));
    const free = locked === null && !working;
    for (const training of earlier) {
      this.#items.get(training.id)?.show(training, opened?.id === training.id ? opened : null, free);
    }
  }

  /** Anew only where trainings come or go, so that the focus stays. */
  #plant(ids: readonly string[]): void {
    const now = JSON.stringify(ids);
    if (now === this.#planted) return;
    this.#planted = now;
    for (const id of this.#items.keys()) if (!ids.includes(id)) this.#items.delete(id);
    this.#list.replaceChildren(...ids.map((id) => this.#itemOf(id).element));
  }

  #itemOf(id: string): HistoryItem {
    const item = this.#items.get(id) ?? new HistoryItem(id, this.#send);
    this.#items.set(id, item);
    return item;
  }
}
