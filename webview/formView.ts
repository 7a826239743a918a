/** The next training: what would be trained on, on which base, how, and what that takes. */
import { t } from "@vscode/l10n";
import type { FromPanel } from "../src/protocol/panelMessages.ts";
import type { PanelForm, PanelPreview, PanelTraining, TrainingChoice } from "../src/protocol/panelTraining.ts";
import { DroppedView } from "./droppedView.ts";
import { whole } from "./figures.ts";
import { folded, group, paragraph, section, tell } from "./parts.ts";
import { estimateLines, parameterWords, ruleOf } from "./trainingWords.ts";
import {
  enable,
  makeButton,
  makeChoice,
  makeCountTable,
  makeNumberField,
  makeTick,
  type NumberField,
} from "./widgets.ts";

type Dataset = NonNullable<PanelPreview["dataset"]>;

export class FormView {
  readonly element: HTMLElement;
  readonly #choose: (choice: TrainingChoice) => void;
  readonly #base;
  readonly #basesProblem = paragraph("problem");
  readonly #recipe;
  readonly #about = paragraph("hint");
  readonly #from;
  readonly #unload;
  readonly #fields = new Map<string, NumberField>();
  readonly #parameters = group("fields");
  readonly #dataset = paragraph();
  readonly #dropped: DroppedView;
  readonly #roundsTable = makeCountTable(t("Training rows by round"), t("Round"), t("Rows"));
  readonly #skillsTable = makeCountTable(t("Training rows by skill"), t("Skill"), t("Rows"));
  readonly #lengthsTable = makeCountTable(t("Training rows by length"), t("Tokens"), t("Rows"));
  readonly #details: HTMLElement;
  readonly #estimate = document.createElement("ul");
  readonly #problem = paragraph("problem");
  readonly #start: HTMLElement;
  readonly #look: HTMLElement;

  constructor(send: (intent: FromPanel) => void) {
    this.#choose = (choice) => send({ type: "choose", choice });
    this.#base = makeChoice(t("Base model"), (base) => this.#choose({ base }));
    this.#recipe = makeChoice(t("Recipe"), (recipe) => this.#choose({ recipe }));
    this.#from = makeChoice(t("Pairs"), (value) =>
      this.#choose({ from: value === "verified" ? "verified" : "accepted" }),
    );
    this.#unload = makeTick(
      t("Take other models out of Ollama's memory first; it loads them again when they are asked for."),
      (unload) => this.#choose({ unload }),
    );
    this.#start = makeButton(t("Start Training"), () => send({ type: "start" }));
    this.#look = makeButton(t("Look Again"), () => send({ type: "look" }), "secondary");
    const about = paragraph("hint");
    tell(about, t("Of puzzles only the seeds are known to be of a skill: what a model or a person wrote has none."));
    this.#details = folded(
      t("Rounds, skills and lengths"),
      ...[this.#roundsTable.element, this.#skillsTable.element, about, this.#lengthsTable.element],
    );
    this.#dropped = new DroppedView(send);
    this.#estimate.setAttribute("aria-label", t("What it takes"));
    this.element = section(
      t("New Training"),
      group("fields", this.#base.element, this.#recipe.element, this.#from.element),
      ...[this.#basesProblem, this.#about, this.#dataset, this.#dropped.element, this.#details],
      ...[folded(t("Parameters"), this.#parameters), this.#unload.element],
      ...[this.#estimate, this.#problem, group("buttons", this.#start, this.#look)],
    );
  }

  show({ form, preview, locked }: PanelTraining): void {
    this.#showForm(form, locked);
    this.#showDataset(preview);
    const lines = estimateLines(preview);
    this.#estimate.hidden = lines.length === 0;
    this.#estimate.replaceChildren(...lines.map(itemOf));
    tell(this.#problem, preview.problem);
    enable(this.#look, locked === null);
    enable(this.#start, locked === null && form.base !== "" && preview.dataset !== null && preview.problem === null);
  }

  #showForm(form: PanelForm, locked: string | null): void {
    const { bases, base, recipes, recipe, from, unload, parameters } = form;
    const waiting = [{ value: "", text: locked === null ? t("Asking Ollama…") : t("Not asked for") }];
    const none = [{ value: "", text: t("No model yet") }];
    const found = bases?.map(({ name, about }) => ({ value: name, text: `${name} (${about})` }));
    this.#base.show(found === undefined ? waiting : found.length === 0 ? none : found, found ? base : "");
    const empty =
      bases?.length === 0 ? t("Ollama has no model yet. Pull one, such as `ollama pull qwen2.5-coder:1.5b`.") : null;
    tell(this.#basesProblem, form.basesProblem ?? empty);
    this.#recipe.show(
      recipes.map(({ name }) => ({ value: name, text: name })),
      recipe,
    );
    tell(this.#about, recipes.find(({ name }) => name === recipe)?.about ?? null);
    const accepted = { value: "accepted", text: t("Accepted ones") };
    this.#from.show([accepted, { value: "verified", text: t("Pending ones, too") }], from);
    this.#unload.show(unload);
    for (const parameter of parameters) this.#fieldOf(parameter).show(parameter.value, parameter.usual);
  }

  #fieldOf(parameter: PanelForm["parameters"][number]): NumberField {
    const { name } = parameter;
    const there = this.#fields.get(name);
    if (there !== undefined) return there;
    const [label, help] = parameterWords()[name];
    const rule = ruleOf(parameter);
    const field = makeNumberField(label, `${help} ${rule}`, { ...parameter, rule }, (value) =>
      this.#choose({ parameters: { [name]: value } }),
    );
    this.#fields.set(name, field);
    this.#parameters.append(field.element);
    return field;
  }

  #showDataset(preview: PanelPreview): void {
    const { dataset, busy, problem } = preview;
    const waiting = busy && dataset === null && problem === null ? t("Looking at the pairs…") : null;
    tell(this.#dataset, dataset === null ? waiting : sentenceOf(dataset));
    this.#dropped.show(preview);
    this.#details.hidden = dataset === null;
    this.#roundsTable.show(dataset?.rounds.map(({ round, rows }) => [roundName(round), rows] as const) ?? []);
    this.#skillsTable.show(dataset?.skills.map(({ skill, rows }) => [skill ?? t("None"), rows] as const) ?? []);
    this.#lengthsTable.show(
      dataset?.lengths.map(({ upTo, rows }) => [t("up to {0}", whole(upTo)), rows] as const) ?? [],
    );
  }
}

function sentenceOf({ train, writing, evaluation, puzzles, tokens, longest, dropped }: Dataset): string {
  const left = Object.values(dropped).reduce((sum, count) => sum + (count ?? 0), 0);
  const rehearsal = writing === 0 ? "" : ` ${t("{0} more rows rehearse writing puzzles.", whole(writing))}`;
  const rows = t(
    "{0} rows of {1} puzzles would be trained on, about {2} tokens, the longest {3}; {4} more rows are kept for the evaluation loss, {5} pairs are left out.",
    ...[train, puzzles, tokens, longest, evaluation, left].map(whole),
  );
  return rows + rehearsal;
}

function roundName(round: number): string {
  return round === 0 ? t("By hand or imported") : whole(round);
}

function itemOf(text: string): HTMLElement {
  const item = document.createElement("li");
  item.textContent = text;
  return item;
}
