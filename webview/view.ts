/** The panel's document: built once, then filled from each snapshot, so that focus and scroll position stay. */
import { t } from "@vscode/l10n";
import type { FromPanel, PanelState } from "../src/protocol/panelMessages.ts";
import { FormView } from "./formView.ts";
import { HistoryView } from "./historyView.ts";
import { ModelsView } from "./modelsView.ts";
import { paragraph, section, tell } from "./parts.ts";
import { isWorking } from "./runDetails.ts";
import { RunView, sentenceOf } from "./runView.ts";
import { makeButton, makeCountTable } from "./widgets.ts";
import { reasonNames, stateNames } from "./words.ts";

export class View {
  readonly #status = paragraph();
  /** Why nothing can be started, paused or resumed here. */
  readonly #locked = paragraph("problem");
  readonly #judge = paragraph("judge");
  readonly #empty: HTMLElement;
  readonly #review: HTMLElement;
  readonly #queue: HTMLElement;
  readonly #rejected: HTMLElement;
  readonly #queueTable = makeCountTable(t("Pairs by state"), t("State"), t("Pairs"));
  readonly #rejectedTable = makeCountTable(t("Rejected candidates by reason"), t("Reason"), t("Candidates"));
  readonly #run: RunView;
  readonly #form: FormView;
  readonly #models: ModelsView;
  readonly #history: HistoryView;

  /** Builds the document in `root`; `send` takes what the person asks for. */
  constructor(root: HTMLElement, send: (intent: FromPanel) => void) {
    this.#status.setAttribute("role", "status");
    const generate = makeButton(t("Generate Puzzles"), () => send({ type: "generate" }));
    this.#empty = section(t("Training"), generate);
    this.#review = makeButton(t("Review Pending Pairs"), () => send({ type: "openPending" }));
    this.#queue = section(t("Queue"), this.#queueTable.element, this.#review);
    this.#rejected = section(t("Rejected Candidates"), this.#rejectedTable.element);
    this.#run = new RunView(send);
    this.#form = new FormView(send);
    this.#models = new ModelsView(send);
    this.#history = new HistoryView(send);
    const { earlier, more } = this.#history;
    const parts = [
      this.#empty,
      this.#run.element,
      this.#form.element,
      this.#models.element,
      earlier,
      more,
      this.#queue,
      this.#rejected,
    ];
    root.replaceChildren(this.#status, this.#locked, ...parts, this.#judge);
    for (const part of [...parts, this.#locked, this.#judge]) part.hidden = true;
  }

  show(state: PanelState): void {
    const { training } = state;
    const pairs = Object.values(state.pairs).reduce((sum, count) => sum + count, 0);
    const reasons = reasonRows(state);
    const working = training.run !== null && isWorking(training.run);
    tell(this.#status, training.run !== null && working ? sentenceOf(training.run) : nextStep(state, pairs));
    tell(this.#locked, training.locked);
    tell(this.#judge, state.judge);
    this.#empty.hidden = pairs > 0;
    this.#queue.hidden = pairs === 0;
    this.#review.hidden = state.pairs.pending === 0;
    this.#rejected.hidden = reasons.length === 0;
    this.#queueTable.show(rowsOf(stateNames(), state.pairs));
    this.#rejectedTable.show(reasons);
    this.#run.element.hidden = training.run === null;
    if (training.run !== null) this.#run.show(training.run, training.locked !== null);
    this.#form.element.hidden = pairs === 0 || working;
    this.#form.show(training);
    const { entries, evaluating } = state.models;
    this.#models.element.hidden = pairs === 0 && entries.length === 0;
    const change = training.locked === null;
    this.#models.show(state.models, { change, evaluate: change && !working });
    this.#history.show(training, working || evaluating !== null);
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
