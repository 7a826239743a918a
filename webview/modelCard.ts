/** One model of the tree: what made it, whether it is better than its base, and what a person can do with it. */
import { t } from "@vscode/l10n";
import type { FromPanel } from "../src/protocol/panelMessages.ts";
import type { PanelEntry, PanelOpened } from "../src/protocol/panelModels.ts";
import { MatrixView } from "./matrixView.ts";
import { originOf, verdictOf } from "./modelWords.ts";
import { group, heading, paragraph, tell } from "./parts.ts";
import { PassBars } from "./passBars.ts";
import { enable, makeButton } from "./widgets.ts";

/** What may be done now. */
export interface Freedom {
  /** Files may be changed. */
  readonly change: boolean;
  /** And a model be asked. */
  readonly evaluate: boolean;
}

export class ModelCard {
  readonly element: HTMLElement;
  readonly #badge = document.createElement("span");
  readonly #origin = paragraph("hint");
  readonly #verdict = paragraph();
  readonly #bars: PassBars;
  readonly #matrix: MatrixView;
  readonly #buttons: HTMLElement;
  readonly #evaluate: HTMLElement;
  readonly #promote: HTMLElement;
  readonly #rollBack: HTMLElement;
  readonly #remove: HTMLElement;
  #drawn = "";

  constructor(name: string, send: (intent: FromPanel) => void) {
    const title = heading(3, name);
    this.#badge.className = "badge";
    this.#badge.textContent = t("Promoted");
    this.#bars = new PassBars(name);
    this.#matrix = new MatrixView(name, send);
    this.#evaluate = makeButton(t("Evaluate"), () => send({ type: "evaluate", model: name }), "secondary");
    this.#evaluate.setAttribute("aria-label", t("Evaluate {0} against its base", name));
    this.#promote = makeButton(t("Promote"), () => send({ type: "promote", model: name }), "secondary");
    this.#promote.setAttribute("aria-label", t("Promote {0}", name));
    this.#rollBack = makeButton(t("Roll Back"), () => send({ type: "rollBack" }), "secondary");
    this.#rollBack.setAttribute("aria-label", t("Roll back the promotion of {0}", name));
    this.#remove = makeButton(t("Remove…"), () => send({ type: "remove", model: name }), "secondary");
    this.#remove.setAttribute("aria-label", t("Remove {0}", name));
    this.#buttons = group("buttons", this.#evaluate, this.#promote, this.#rollBack, this.#remove);
    this.element = document.createElement("article");
    this.element.setAttribute("aria-label", name);
    this.element.append(
      group("head", title, this.#badge),
      ...[this.#origin, this.#verdict, this.#bars.element, this.#matrix.element, this.#buttons],
    );
  }

  show({ made, promoted }: PanelEntry, opened: PanelOpened | null, free: Freedom): void {
    const evaluation = made?.evaluation ?? null;
    this.#badge.hidden = !promoted;
    tell(this.#origin, made === null ? t("A base: it was not tuned here.") : originOf(made));
    tell(this.#verdict, made === null ? null : verdictOf(made));
    this.#verdict.className = `verdict ${evaluation?.outcome ?? "unknown"}`;
    this.#bars.element.hidden = evaluation === null;
    this.#matrix.element.hidden = evaluation === null;
    if (evaluation !== null) {
      const now = JSON.stringify(evaluation.passAt);
      if (now !== this.#drawn) this.#bars.show(evaluation.passAt);
      this.#drawn = now;
      this.#matrix.show(evaluation, opened);
    }
    this.#buttons.hidden = made === null;
    this.#swap(promoted);
    this.#evaluate.textContent = evaluation === null ? t("Evaluate") : t("Evaluate Again");
    enable(this.#evaluate, free.evaluate);
    for (const button of [this.#promote, this.#rollBack, this.#remove]) enable(button, free.change);
  }

  /** One button goes, the other comes in its place, and has the focus if that had it. */
  #swap(promoted: boolean): void {
    const [coming, going] = promoted ? [this.#rollBack, this.#promote] : [this.#promote, this.#rollBack];
    const focused = document.activeElement === going;
    coming.hidden = false;
    going.hidden = true;
    if (focused) coming.focus();
  }
}
