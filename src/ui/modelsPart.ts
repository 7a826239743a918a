/** The panel's part about models: compared with their bases, promoted, rolled back, removed. */
import * as vscode from "vscode";
import { isAbort, UserError } from "../core/errors.ts";
import { EVALUATION_RECIPES } from "../core/evaluation.ts";
import type { TunedModels } from "../core/modelEvaluation.ts";
import type { Refusal } from "../core/promotion.ts";
import type { PuzzleTally } from "../core/puzzleSamples.ts";
import { type EvaluateRequest, evaluateRequestSchema } from "../protocol/evaluateEvents.ts";
import type { ModelIntent, PanelModels } from "../protocol/panelModels.ts";
import type { Evaluation } from "./evaluation.ts";
import { entriesOf, groupsOf } from "./modelEntries.ts";
import type { TunedModelAccess } from "./modelPorts.ts";
import type { Notifier } from "./notify.ts";
import type { Memory } from "./ports.ts";
import { showSamples } from "./samplesDocument.ts";

export interface ModelsPartParts {
  readonly tuned: TunedModelAccess;
  readonly evaluation: Evaluation;
  /** Memory of the workspace. */
  readonly memory: Memory;
  readonly notify: Pick<Notifier, "inform">;
  readonly onChange: () => void;
}

const MEMORY_KEY = "evaluation.recipe";
const [USUAL] = EVALUATION_RECIPES;

interface Opened {
  readonly model: string;
  readonly ending: AbortController;
  /** The evaluation whose puzzles these are. */
  readonly of: string;
  tallies?: readonly PuzzleTally[];
  problem?: string;
}

export class ModelsPart {
  readonly #parts: ModelsPartParts;
  #known: TunedModels = { models: [], promoted: undefined };
  #opened: Opened | undefined;

  constructor(parts: ModelsPartParts) {
    this.#parts = parts;
  }

  get count(): number {
    return this.#known.models.length;
  }

  /** At most `limit` models, the newest. */
  view(limit: number): PanelModels {
    const opened = this.#opened;
    return {
      entries: entriesOf(this.#known, limit),
      promoted: this.#known.promoted ?? null,
      recipes: EVALUATION_RECIPES.map(({ name, about }) => ({ name, about })),
      recipe: this.#recipe,
      evaluating: this.#parts.evaluation.current ?? null,
      opened: opened === undefined ? null : openedView(opened),
    };
  }

  /** Reads the models and their evaluations anew. */
  async read(): Promise<void> {
    this.#known = await this.#parts.tuned.read();
    const opened = this.#opened;
    if (opened !== undefined && opened.of !== this.#evaluationOf(opened.model)) await this.#open(opened.model);
  }

  dispose(): void {
    this.#close();
  }

  /** Does what the person asks for. Throws `UserError` where that cannot be. */
  async take(intent: ModelIntent): Promise<void> {
    const { evaluation, memory } = this.#parts;
    switch (intent.type) {
      case "chooseEvaluation":
        await memory.update(MEMORY_KEY, intent.recipe);
        return this.#parts.onChange();
      case "evaluate":
        return await this.#evaluate(intent.model);
      case "cancelEvaluation":
        return await evaluation.cancel();
      case "promote":
        return await this.#promote(intent.model);
      case "rollBack":
        return await this.#rollBack();
      case "remove":
        return await this.#remove(intent.model);
      case "openPuzzles":
        return await this.#open(intent.model);
      case "closePuzzles":
        this.#close();
        return this.#parts.onChange();
      case "openSamples":
        return await this.#showSamples(intent.model, intent.puzzle);
    }
  }

  get #recipe(): EvaluateRequest["recipe"] {
    const kept = this.#parts.memory.get<unknown>(MEMORY_KEY);
    return evaluateRequestSchema.shape.recipe.safeParse(kept).data ?? USUAL?.name ?? "";
  }

  async #evaluate(name: string): Promise<void> {
    const model = this.#known.models.find((each) => each.name === name);
    if (model === undefined) return;
    await this.#parts.evaluation.start({ model: name, against: model.base, recipe: this.#recipe });
  }

  async #promote(name: string): Promise<void> {
    const { tuned, notify } = this.#parts;
    const { refused } = await tuned.promote(name, { force: false });
    if (refused !== undefined) {
      if (!(await this.#allTheSame(name, refused))) return;
      await tuned.promote(name, { force: true });
    }
    await this.#reread();
    notify.inform(vscode.l10n.t("{0} generates from now on where no model is named.", name), []);
  }

  /** Whether the person wants a model promoted that is worse than its base, or was not compared with it. */
  async #allTheSame(name: string, { reason, sentence }: Refusal): Promise<boolean> {
    const force = vscode.l10n.t("Promote All the Same");
    const evaluate = vscode.l10n.t("Evaluate");
    const ways = reason === "worse" ? [force] : [evaluate, force];
    const chosen = await vscode.window.showWarningMessage(sentence, ...ways);
    if (chosen === evaluate) await this.#evaluate(name);
    return chosen === force;
  }

  async #rollBack(): Promise<void> {
    const { tuned, notify } = this.#parts;
    const { rolledBack, promoted } = await tuned.rollBack();
    await this.#reread();
    const now = promoted ?? vscode.l10n.t("the best model that Ollama has");
    notify.inform(vscode.l10n.t("{0} is no longer promoted; {1} generates from now on.", rolledBack, now), []);
  }

  async #remove(name: string): Promise<void> {
    const { tuned, evaluation, notify } = this.#parts;
    const { current } = evaluation;
    if (current?.model === name || current?.against === name) {
      throw new UserError(
        vscode.l10n.t("{0} is being evaluated.", name),
        vscode.l10n.t("Cancel that first, or wait for its end."),
      );
    }
    const remove = vscode.l10n.t("Remove");
    const detail = vscode.l10n.t("It is taken out of Ollama and off the list. The folder of its training stays.");
    const question = vscode.l10n.t("Remove {0}?", name);
    if ((await vscode.window.showWarningMessage(question, { modal: true, detail }, remove)) !== remove) return;
    await tuned.remove(name);
    if (this.#opened?.model === name) this.#close();
    await this.#reread();
    notify.inform(vscode.l10n.t("{0} is removed.", name), []);
  }

  async #open(model: string): Promise<void> {
    this.#close();
    const opened: Opened = { model, ending: new AbortController(), of: this.#evaluationOf(model) };
    this.#opened = opened;
    this.#parts.onChange();
    try {
      opened.tallies = await this.#parts.tuned.tallies(model, opened.ending.signal);
    } catch (error) {
      if (isAbort(error)) return;
      if (!(error instanceof UserError)) throw error;
      opened.problem = error.sentence;
    }
    this.#parts.onChange();
  }

  async #showSamples(model: string, puzzle: string): Promise<void> {
    const tally = this.#opened?.tallies?.find(({ id }) => id === puzzle);
    if (tally !== undefined) await showSamples(model, tally);
  }

  #close(): void {
    this.#opened?.ending.abort();
    this.#opened = undefined;
  }

  #evaluationOf(name: string): string {
    return JSON.stringify(this.#known.models.find((model) => model.name === name)?.evaluation ?? null);
  }

  async #reread(): Promise<void> {
    await this.read();
    this.#parts.onChange();
  }
}

function openedView({ model, tallies, problem }: Opened): NonNullable<PanelModels["opened"]> {
  return {
    model,
    busy: tallies === undefined && problem === undefined,
    problem: problem ?? null,
    groups: groupsOf(tallies ?? []),
  };
}
