/** The panel's document: built once, then filled from each snapshot, so that focus and scroll position stay. */
import { t } from "@vscode/l10n";
import type { FromPanel, PanelState } from "../src/protocol/panelMessages.ts";
import { makeButton, makeCountTable } from "./widgets.ts";
import { reasonNames, stateNames } from "./words.ts";

export class View {
  readonly #status = document.createElement("p");
  readonly #judge = document.createElement("p");
  readonly #empty: HTMLElement;
  readonly #review: HTMLElement;
  readonly #queue: HTMLElement;
  readonly #rejected: HTMLElement;
  readonly #queueTable = makeCountTable(t("Pairs by state"), t("State"), t("Pairs"));
  readonly #rejectedTable = makeCountTable(t("Rejected candidates by reason"), t("Reason"), t("Candidates"));

  /** Builds the document in `root`; `send` takes what the person asks for. */
  constructor(root: HTMLElement, send: (intent: FromPanel) => void) {
    this.#status.setAttribute("role", "status");
    const generate = makeButton(t("Generate Puzzles"), () => send({ type: "generate" }));
    this.#empty = section(t("Training"), generate);
    this.#review = makeButton(t("Review Pending Pairs"), () => send({ type: "openPending" }));
    this.#queue = section(t("Queue"), this.#queueTable.element, this.#review);
    this.#rejected = section(t("Rejected Candidates"), this.#rejectedTable.element);
    this.#judge.className = "judge";
    root.replaceChildren(this.#status, this.#empty, this.#queue, this.#rejected, this.#judge);
    for (const part of [this.#judge, this.#empty, this.#queue, this.#rejected]) part.hidden = true;
  }

  show(state: PanelState): void {
    const pairs = Object.values(state.pairs).reduce((sum, count) => sum + count, 0);
    const reasons = reasonRows(state);
    this.#status.textContent = nextStep(state, pairs);
    this.#judge.textContent = state.judge;
    this.#judge.hidden = state.judge === null;
    this.#empty.hidden = pairs > 0;
    this.#queue.hidden = pairs === 0;
    this.#review.hidden = state.pairs.pending === 0;
    this.#rejected.hidden = reasons.length === 0;
    this.#queueTable.show(rowsOf(stateNames(), state.pairs));
    this.#rejectedTable.show(reasons);
  }
}

function nextStep({ pairs: { pending, accepted } }: PanelState, pairs: number): string {
  if (pairs === 0)
    return t("The queue is empty. Generate puzzles; the pairs that are verified appear here for review.");
  if (pending > 0) return t("Pairs that wait for review: {0}. Only accepted pairs are trained on.", pending);
  if (accepted > 0) return t("Every pair is reviewed. Accepted pairs ready for training: {0}.", accepted);
  return t("Every pair is reviewed. Generate more puzzles for the next round.");
}

/** Reasons that occurred, the most frequent first. */
function reasonRows({ rejected }: PanelState): [string, number][] {
  return rowsOf(reasonNames(), rejected)
    .filter(([, count]) => count > 0)
    .sort(([, a], [, b]) => b - a);
}

function rowsOf<Key extends string>(
  names: Readonly<Record<Key, string>>,
  counts: { readonly [key in Key]?: number | undefined },
): [string, number][] {
  return (Object.keys(names) as Key[]).map((key) => [names[key], counts[key] ?? 0]);
}

function section(title: string, ...content: readonly HTMLElement[]): HTMLElement {
  const heading = document.createElement("h2");
  heading.textContent = title;
  const element = document.createElement("section");
  element.setAttribute("aria-label", title);
  element.append(heading, ...content);
  return element;
}
