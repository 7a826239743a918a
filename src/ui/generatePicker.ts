/** Asks what to generate: model, how many, recipe. Enter three times takes what was chosen last. */
import * as vscode from "vscode";
import { UserError } from "../core/errors.ts";
import type { ModelCatalog, ModelChoice } from "./ports.ts";
import { processorName } from "./runStatus.ts";
import { isCount, MOST_PUZZLES, RECIPES, type RecipeName } from "./settings.ts";
import { ask, askInTurn, type Choice, type Answer as StepAnswer } from "./steps.ts";

/** What a generation is asked to do; an empty model is the best that Ollama has. */
export interface GenerateChoice {
  readonly model: string;
  readonly count: number;
  readonly recipe: RecipeName;
}

const COUNTS = [10, 20, 50, 200, 1000];
const STEPS = 3;

/** Undefined: the person went away, or chose to set things up first. */
export function pickGeneration(
  models: ModelCatalog,
  before: GenerateChoice,
  speedOf: (model: string) => number | undefined,
): Promise<GenerateChoice | undefined> {
  return askInTurn(STEPS, before, (step, choice) => askStep(step, choice, models, speedOf));
}

type Answer = StepAnswer<GenerateChoice>;

function askStep(
  step: number,
  choice: GenerateChoice,
  models: ModelCatalog,
  speedOf: (model: string) => number | undefined,
): Promise<Answer> {
  switch (step) {
    case 1:
      return askModel(choice, models, speedOf);
    case 2:
      return askCount(choice);
    default:
      return askRecipe(choice);
  }
}

function askModel(
  { model }: GenerateChoice,
  models: ModelCatalog,
  speedOf: (model: string) => number | undefined,
): Promise<Answer> {
  return ask<Answer>({
    step: 1,
    steps: STEPS,
    title: vscode.l10n.t("Generate Puzzles: Model"),
    placeholder: vscode.l10n.t("Which model writes and solves the puzzles?"),
    choices: modelChoices(models, speedOf),
    isActive: (answer) => typeof answer === "object" && answer.model === model,
  });
}

async function modelChoices(
  models: ModelCatalog,
  speedOf: (model: string) => number | undefined,
): Promise<Choice<Answer>[]> {
  const automatic: Choice<Answer> = {
    label: `$(sparkle) ${vscode.l10n.t("Automatic")}`,
    description: vscode.l10n.t("the best that Ollama has"),
    value: { model: "" },
  };
  const setup: Choice<Answer> = { label: `$(tools) ${vscode.l10n.t("Set Up…")}`, value: "setup" };
  try {
    const found = await models.list();
    return found.length === 0
      ? [{ ...setup, description: vscode.l10n.t("Ollama has no model yet") }, automatic]
      : [automatic, ...found.map((each) => modelChoice(each, speedOf(each.name)))];
  } catch (error) {
    if (!(error instanceof UserError)) {
      throw error;
    }
    return [{ ...setup, detail: error.sentence }, automatic];
  }
}

function modelChoice(model: ModelChoice, tokensPerSecond: number | undefined): Choice<Answer> {
  const { name, parameters, quantisation, bytes, processor } = model;
  const facts = [parameters, quantisation, size(bytes)].filter((fact) => fact !== "");
  const where = processor === "unknown" ? [] : [processorName(processor)];
  const speed =
    tokensPerSecond === undefined ? [] : [vscode.l10n.t("{0} tok/s last time", Math.round(tokensPerSecond))];
  const icon = processor === "gpu" || processor === "mixed" ? "zap" : processor === "cpu" ? "chip" : "circle-outline";
  return {
    label: `$(${icon}) ${name}`,
    description: [...facts, ...where, ...speed].join(" · "),
    value: { model: name },
  };
}

function size(bytes: number): string {
  const gigabytes = bytes / 1e9;
  return gigabytes >= 1
    ? vscode.l10n.t("{0} GB", gigabytes.toFixed(1))
    : vscode.l10n.t("{0} MB", Math.round(bytes / 1e6));
}

function askCount({ count }: GenerateChoice): Promise<Answer> {
  const counts = [...new Set([...COUNTS, count])].sort((a, b) => a - b);
  const choiceOf = (value: number): Choice<Answer> => ({
    label: value.toLocaleString(vscode.env.language),
    value: { count: value },
  });
  return ask<Answer>({
    step: 2,
    steps: STEPS,
    title: vscode.l10n.t("Generate Puzzles: How Many"),
    placeholder: vscode.l10n.t("Solved puzzles wanted; type any number from 1 to {0}", MOST_PUZZLES),
    choices: Promise.resolve(counts.map(choiceOf)),
    typed: (text) => (/^\d+$/.test(text) && isCount(Number(text)) ? choiceOf(Number(text)) : undefined),
    isActive: (answer) => typeof answer === "object" && answer.count === count,
    back: "back",
  });
}

function askRecipe({ recipe }: GenerateChoice): Promise<Answer> {
  const details: Readonly<Record<RecipeName, string>> = {
    quick: vscode.l10n.t("small prompts and few attempts: for a small model or a CPU"),
    adaptive: vscode.l10n.t("for many rounds on a GPU: imitates accepted puzzles, tries where it pays"),
    paper: vscode.l10n.t("as published: long prompts, many attempts, for a GPU"),
  };
  return ask<Answer>({
    step: 3,
    steps: STEPS,
    title: vscode.l10n.t("Generate Puzzles: Recipe"),
    placeholder: vscode.l10n.t("How hard should it try?"),
    choices: Promise.resolve(
      RECIPES.map((name) => ({ label: name, description: details[name], value: { recipe: name } })),
    ),
    isActive: (answer) => typeof answer === "object" && answer.recipe === recipe,
    back: "back",
  });
}
