/** Did it get better? The models as a tree, each with its latest evaluation against its base. */
import { t } from "@vscode/l10n";
import type { FromPanel } from "../src/protocol/panelMessages.ts";
import type { PanelEntry, PanelModels } from "../src/protocol/panelModels.ts";
import { duration, whole } from "./figures.ts";
import { type Freedom, ModelCard } from "./modelCard.ts";
import { evaluatingSentence } from "./modelWords.ts";
import { group, paragraph, section, tell } from "./parts.ts";
import { enable, makeButton, makeChoice } from "./widgets.ts";

export class ModelsView {
  readonly element: HTMLElement;
  readonly #send: (intent: FromPanel) => void;
  readonly #writer = paragraph();
  readonly #recipe;
  readonly #about = paragraph("hint");
  readonly #choice: HTMLElement;
  readonly #working: HTMLElement;
  readonly #sentence = paragraph();
  readonly #progress = document.createElement("progress");
  readonly #left = paragraph("hint");
  readonly #cancel: HTMLElement;
  readonly #tree = document.createElement("ul");
  readonly #cards = new Map<string, ModelCard>();
  #planted = "";

  constructor(send: (intent: FromPanel) => void) {
    this.#send = send;
    this.#recipe = makeChoice(t("Evaluate by recipe"), (recipe) => send({ type: "chooseEvaluation", recipe }));
    this.#choice = group("narrow", this.#recipe.element);
    this.#cancel = makeButton(t("Cancel Evaluation"), () => send({ type: "cancelEvaluation" }), "secondary");
    this.#sentence.setAttribute("role", "status");
    this.#progress.setAttribute("aria-label", t("Progress of the evaluation"));
    this.#working = group("", this.#progress, this.#left, group("buttons", this.#cancel));
    this.#tree.className = "lineage";
    this.#tree.setAttribute("aria-label", t("Models, each below the one that it was tuned from"));
    this.element = section(
      t("Models"),
      ...[this.#writer, this.#sentence, this.#working, this.#choice, this.#about, this.#tree],
    );
  }

  /** `free`: nothing hinders a change, or an evaluation. */
  show(models: PanelModels, free: Freedom): void {
    const { entries, promoted, recipes, recipe, evaluating, opened } = models;
    const none = entries.length === 0;
    tell(this.#writer, none ? noModels() : writerOf(promoted));
    this.#choice.hidden = none;
    this.#recipe.show(
      recipes.map(({ name }) => ({ value: name, text: name })),
      recipe,
    );
    tell(this.#about, none ? null : (recipes.find(({ name }) => name === recipe)?.about ?? null));
    this.#showEvaluation(evaluating, free);
    this.#plant(entries);
    const now = { ...free, evaluate: free.evaluate && evaluating === null };
    for (const entry of entries) this.#cardOf(entry).show(entry, opened, now);
  }

  #showEvaluation(evaluating: PanelModels["evaluating"], free: Freedom): void {
    tell(this.#sentence, evaluating && evaluatingSentence(evaluating));
    this.#working.hidden = evaluating === null;
    if (evaluating === null) return;
    const { asked, cancelling } = evaluating;
    enable(this.#cancel, free.change && !cancelling);
    const known = asked !== null && asked.total > 0;
    if (known) {
      this.#progress.max = asked.total;
      this.#progress.value = asked.done;
    } else this.#progress.removeAttribute("value");
    const { done = 0, total = 0, secondsLeft = 0 } = asked ?? {};
    tell(
      this.#left,
      known ? t("{0} of {1} attempts, {2} left", whole(done), whole(total), duration(secondsLeft)) : null,
    );
  }

  /** Lists within lists, anew only where models come or go. */
  #plant(entries: readonly PanelEntry[]): void {
    const now = JSON.stringify(entries.map(({ name, depth }) => [name, depth]));
    if (now === this.#planted) return;
    this.#planted = now;
    const names = new Set(entries.map(keyOf));
    for (const key of this.#cards.keys()) if (!names.has(key)) this.#cards.delete(key);
    const lists = [this.#tree];
    this.#tree.replaceChildren();
    for (const entry of entries) {
      const item = document.createElement("li");
      const below = document.createElement("ul");
      item.append(this.#cardOf(entry).element, below);
      lists[entry.depth]?.append(item);
      lists.splice(entry.depth + 1, lists.length, below);
    }
    for (const list of this.#tree.querySelectorAll("ul:empty")) {
      if (list.parentElement?.tagName === "LI") list.remove();
    }
  }

  #cardOf(entry: PanelEntry): ModelCard {
    const key = keyOf(entry);
    const there = this.#cards.get(key);
    if (there !== undefined) return there;
    const card = new ModelCard(entry.name, this.#send);
    this.#cards.set(key, card);
    return card;
  }
}

/** A base may have the name of a tuned model whose record is gone. */
function keyOf({ name, depth }: PanelEntry): string {
  return `${depth === 0 ? "base" : "tuned"} ${name}`;
}

function noModels(): string {
  return t("No model was tuned here yet. Once a training is done, its model is here, compared with its base.");
}

function writerOf(promoted: string | null): string {
  return promoted === null
    ? t("No tuned model is promoted: where no model is named, the best that Ollama has generates and solves.")
    : t("{0} is promoted: it generates and solves where no model is named.", promoted);
}
