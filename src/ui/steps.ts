/** A quick pick in several steps. */
import * as vscode from "vscode";
import { COMMANDS } from "./commands.ts";

export interface Choice<Value> extends vscode.QuickPickItem {
  readonly value: Value;
}

export interface Step<Value> {
  readonly step: number;
  readonly steps: number;
  readonly title: string;
  readonly placeholder: string;
  /** The pick shows that it is busy until they are there. */
  readonly choices: Promise<readonly Choice<Value>[]>;
  /** The choice that Enter takes at once. */
  readonly isActive: (value: Value) => boolean;
  /** A choice made of what the person types. */
  readonly typed?: (text: string) => Choice<Value> | undefined;
  /** What the back button answers; without it there is none. */
  readonly back?: Value;
}

/** What a step answers: what was chosen, or where the person goes instead. */
export type Answer<Choices> = Partial<Choices> | "back" | "setup" | undefined;

/**
 * Asks step after step, from 1 to `steps`, each knowing what was chosen so far, beginning with `before`.
 * Undefined: the person went away, or chose to set things up first.
 */
export async function askInTurn<Choices extends object>(
  steps: number,
  before: Choices,
  askStep: (step: number, choice: Choices) => Promise<Answer<Choices>>,
): Promise<Choices | undefined> {
  let choice = before;
  for (let step = 1; step <= steps; ) {
    const chosen = await askStep(step, choice);
    if (chosen === undefined) return undefined;
    if (chosen === "setup") {
      await vscode.commands.executeCommand(COMMANDS.setup.id);
      return undefined;
    }
    if (chosen === "back") {
      step -= 1;
    } else {
      choice = { ...choice, ...chosen };
      step += 1;
    }
  }
  return choice;
}

/** Resolves to the chosen value; undefined when the person goes away. */
export async function ask<Value>(step: Step<Value>): Promise<Value | undefined> {
  const pick = vscode.window.createQuickPick<Choice<Value>>();
  Object.assign(pick, { title: step.title, step: step.step, totalSteps: step.steps, placeholder: step.placeholder });
  pick.matchOnDescription = true;
  pick.ignoreFocusOut = true;
  pick.buttons = step.back === undefined ? [] : [vscode.QuickInputButtons.Back];
  const chosen = new Promise<Value | undefined>((resolve) => {
    pick.onDidAccept(() => {
      const [item] = pick.activeItems;
      if (item !== undefined) resolve(item.value);
    });
    pick.onDidTriggerButton(() => resolve(step.back));
    pick.onDidHide(() => resolve(undefined));
  });
  try {
    pick.busy = true;
    pick.show();
    const choices = await Promise.race([step.choices, chosen.then(() => [])]);
    pick.items = choices;
    pick.activeItems = choices.filter(({ value }) => step.isActive(value)).slice(0, 1);
    pick.busy = false;
    if (step.typed !== undefined) {
      offerTyped(pick, choices, step.typed);
    }
    return await chosen;
  } finally {
    pick.dispose();
  }
}

function offerTyped<Value>(
  pick: vscode.QuickPick<Choice<Value>>,
  choices: readonly Choice<Value>[],
  typed: (text: string) => Choice<Value> | undefined,
): void {
  pick.onDidChangeValue((text) => {
    const own = typed(text.trim());
    pick.items = own === undefined ? choices : [{ ...own, alwaysShow: true }];
  });
}
