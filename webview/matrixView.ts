/** Which puzzles a model has gained and lost against its base: counts, and the puzzles themselves when they are asked for. */
import { t } from "@vscode/l10n";
import type { FromPanel } from "../src/protocol/panelMessages.ts";
import type { PanelEvaluation, PanelOpened, PanelTally } from "../src/protocol/panelModels.ts";
import { whole } from "./figures.ts";
import { groupNames, type MatrixGroup, tallyText } from "./modelWords.ts";
import { folded, group, makeLink, paragraph, retitle, tell } from "./parts.ts";

export class MatrixView {
  readonly element: HTMLElement;
  readonly #model: string;
  readonly #send: (intent: FromPanel) => void;
  readonly #counts = document.createElement("dl");
  readonly #details: HTMLDetailsElement;
  readonly #busy = paragraph("hint");
  readonly #problem = paragraph("problem");
  readonly #groups = new Map<MatrixGroup, { part: HTMLDetailsElement; list: HTMLElement; rest: HTMLElement }>();
  /** Whether the puzzles of this model are asked for, as far as is known here. */
  #wanted = false;
  #shown = "";

  constructor(model: string, send: (intent: FromPanel) => void) {
    this.#model = model;
    this.#send = send;
    this.#counts.className = "matrix";
    this.#busy.setAttribute("role", "status");
    for (const [name, title] of Object.entries(groupNames()) as [MatrixGroup, string][]) {
      const [list, rest] = [document.createElement("ul"), paragraph("hint")];
      list.className = "puzzles";
      const part = folded(title, list, rest);
      part.open = name === "gained" || name === "lost";
      this.#groups.set(name, { part, list, rest });
    }
    const parts = [...this.#groups.values()].map(({ part }) => part);
    this.#details = folded(t("Puzzle by puzzle"), this.#busy, this.#problem, ...parts);
    this.#details.addEventListener("toggle", () => this.#toggle());
    this.element = group("", this.#counts, this.#details);
  }

  /** `opened`: the model whose puzzles are shown, this one or another. */
  show({ solved, n }: PanelEvaluation, opened: PanelOpened | null): void {
    const own = opened?.model === this.#model ? opened : null;
    this.#wanted = own !== null;
    if (this.#details.open !== this.#wanted) this.#details.open = this.#wanted;
    const now = JSON.stringify([solved, own, n]);
    if (now === this.#shown) return;
    this.#shown = now;
    this.#counts.hidden = solved === null;
    const names = groupNames();
    if (solved !== null) {
      const cells = Object.entries(names) as [MatrixGroup, string][];
      this.#counts.replaceChildren(...cells.map(([name, title]) => countOf(name, title, solved[name])));
    }
    tell(this.#busy, own?.busy === true ? t("Reading the attempts…") : null);
    tell(this.#problem, own?.problem ?? null);
    for (const [name, { part, list, rest }] of this.#groups) {
      const puzzles = own?.groups[name] ?? [];
      const all = solved?.[name] ?? puzzles.length;
      part.hidden = puzzles.length === 0;
      retitle(part, t("{0} ({1})", names[name], whole(all)));
      list.replaceChildren(...puzzles.map((puzzle) => this.#itemOf(puzzle, n)));
      tell(rest, all > puzzles.length ? t("And {0} more.", whole(all - puzzles.length)) : null);
    }
  }

  #toggle(): void {
    const { open } = this.#details;
    if (open === this.#wanted) return; // a snapshot's doing
    this.#wanted = open;
    this.#send(open ? { type: "openPuzzles", model: this.#model } : { type: "closePuzzles" });
  }

  #itemOf(puzzle: PanelTally, n: number): HTMLElement {
    const item = document.createElement("li");
    const open = () => this.#send({ type: "openSamples", model: this.#model, puzzle: puzzle.id });
    const about = document.createElement("span");
    about.className = "hint";
    about.textContent = tallyText(puzzle, n);
    const link = makeLink(puzzle.title, open);
    link.title = t("Show sample solutions of both models");
    item.append(link, about);
    return item;
  }
}

function countOf(name: MatrixGroup, title: string, count: number): HTMLElement {
  const [term, value] = [document.createElement("dt"), document.createElement("dd")];
  term.textContent = title;
  value.textContent = whole(count);
  return group(name, term, value);
}
