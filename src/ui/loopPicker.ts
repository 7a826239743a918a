/** Asks what a loop is to do: which base, how many rounds, who reviews. */
import * as vscode from "vscode";
import { REVIEW_POLICIES, type ReviewPolicy } from "../core/loop.ts";
import type { ModelCatalog } from "./ports.ts";
import { ask, askInTurn, type Choice, type Answer as StepAnswer } from "./steps.ts";

export interface LoopChoice {
  /** Empty: none was chosen yet. */
  readonly model: string;
  readonly rounds: number;
  readonly review: ReviewPolicy;
}

export const FIRST_LOOP: LoopChoice = { model: "", rounds: 3, review: "automatic" };

const ROUNDS = [1, 2, 3, 5, 10];
const MOST_ROUNDS = 1_000;
const STEPS = 3;

type Answer = StepAnswer<LoopChoice>;

/** Undefined: the person went away, or chose to set things up first. Throws what listing the models throws. */
export function pickLoop(models: ModelCatalog, before: LoopChoice): Promise<LoopChoice | undefined> {
  return askInTurn(STEPS, before, (step, choice) => askStep(step, choice, models));
}

function askStep(step: number, choice: LoopChoice, models: ModelCatalog): Promise<Answer> {
  if (step === 1) return askBase(choice, models);
  return step === 2 ? askRounds(choice) : askReview(choice);
}

function askBase({ model }: LoopChoice, models: ModelCatalog): Promise<Answer> {
  return ask<Answer>({
    step: 1,
    steps: STEPS,
    title: vscode.l10n.t("Run Rounds: Base"),
    placeholder: vscode.l10n.t("Which model does every round tune? It also writes the first."),
    choices: baseChoices(models),
    isActive: (answer) => typeof answer === "object" && answer.model === model,
  });
}

async function baseChoices(models: ModelCatalog): Promise<Choice<Answer>[]> {
  const found = await models.list();
  if (found.length > 0) return found.map(({ name }) => ({ label: name, value: { model: name } }));
  const description = vscode.l10n.t("Ollama has no model yet");
  return [{ label: `$(tools) ${vscode.l10n.t("Set Up…")}`, description, value: "setup" }];
}

function askRounds({ rounds }: LoopChoice): Promise<Answer> {
  const choiceOf = (value: number): Choice<Answer> => ({
    label: value.toLocaleString(vscode.env.language),
    value: { rounds: value },
  });
  const offered = [...new Set([...ROUNDS, rounds])].sort((a, b) => a - b);
  return ask<Answer>({
    step: 2,
    steps: STEPS,
    title: vscode.l10n.t("Run Rounds: How Many"),
    placeholder: vscode.l10n.t("Rounds wanted; type any number from 1 to {0}", MOST_ROUNDS),
    choices: Promise.resolve(offered.map(choiceOf)),
    typed: (text) => {
      const value = Number(text);
      return /^\d+$/.test(text) && value >= 1 && value <= MOST_ROUNDS ? choiceOf(value) : undefined;
    },
    isActive: (answer) => typeof answer === "object" && answer.rounds === rounds,
    back: "back",
  });
}

function askReview({ review }: LoopChoice): Promise<Answer> {
  const details: Readonly<Record<ReviewPolicy, string>> = {
    automatic: vscode.l10n.t("every verified pair is accepted, and nobody has to be there"),
    human: vscode.l10n.t("each round waits until you have accepted some of its pairs; then run it again"),
  };
  return ask<Answer>({
    step: 3,
    steps: STEPS,
    title: vscode.l10n.t("Run Rounds: Review"),
    placeholder: vscode.l10n.t("Who reviews?"),
    choices: Promise.resolve(
      REVIEW_POLICIES.map((name) => ({ label: name, description: details[name], value: { review: name } })),
    ),
    isActive: (answer) => typeof answer === "object" && answer.review === review,
    back: "back",
  });
}
