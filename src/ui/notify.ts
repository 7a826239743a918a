/** Tells people what went wrong and what to do next. */
import * as vscode from "vscode";
import { isAbort, UserError } from "../core/errors.ts";
import { COMMANDS } from "./commands.ts";

/** A button, and the command that it runs. */
type Action = readonly [title: string, command: string];

export class Notifier {
  readonly #log: vscode.LogOutputChannel;

  constructor(log: vscode.LogOutputChannel) {
    this.#log = log;
  }

  /** Shows a failure: the sentence of a `UserError`, anything else as the bug that it is. */
  readonly report = (error: unknown): void => {
    if (isAbort(error)) {
      return;
    }
    if (error instanceof UserError) {
      this.#log.error(error.sentence, error.cause ?? "");
      this.fail(error.sentence);
      return;
    }
    this.#log.error(error instanceof Error ? error : String(error));
    this.fail(vscode.l10n.t("Something unexpected went wrong in Autodidact: {0}", String(error)));
  };

  /** Shows a sentence with the ways on: `remedies`, the log, and the set-up. */
  fail(sentence: string, remedies: readonly Action[] = []): void {
    void this.#offer(vscode.window.showErrorMessage, sentence, [
      ...remedies,
      [vscode.l10n.t("Show Log"), COMMANDS.showLog.id],
      [vscode.l10n.t("Set Up…"), COMMANDS.setup.id],
    ]);
  }

  /** Says that something is done, with commands that go on from there. */
  inform(sentence: string, actions: readonly Action[]): void {
    this.#log.info(sentence);
    void this.#offer(vscode.window.showInformationMessage, sentence, actions);
  }

  async #offer(
    show: (message: string, ...items: string[]) => Thenable<string | undefined>,
    sentence: string,
    actions: readonly Action[],
  ): Promise<void> {
    const chosen = await show(sentence, ...actions.map(([title]) => title));
    const command = actions.find(([title]) => title === chosen)?.[1];
    if (command !== undefined) {
      await vscode.commands.executeCommand(command);
    }
  }
}
