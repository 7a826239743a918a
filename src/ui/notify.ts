/** Tells people what went wrong and what to do next. */
import * as vscode from "vscode";
import { isAbort, UserError } from "../core/errors.ts";
import { COMMANDS } from "./commands.ts";

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

  /** Shows a sentence with the ways on: the log, and the check of the machine. */
  fail(sentence: string): void {
    void this.#offer(vscode.window.showErrorMessage, sentence, [
      [vscode.l10n.t("Show Log"), COMMANDS.showLog.id],
      [vscode.l10n.t("Set Up…"), COMMANDS.setup.id],
    ]);
  }

  /** Says that something is done, with commands that go on from there. */
  inform(sentence: string, actions: readonly (readonly [title: string, command: string])[]): void {
    this.#log.info(sentence);
    void this.#offer(vscode.window.showInformationMessage, sentence, actions);
  }

  async #offer(
    show: (message: string, ...items: string[]) => Thenable<string | undefined>,
    sentence: string,
    actions: readonly (readonly [title: string, command: string])[],
  ): Promise<void> {
    const chosen = await show(sentence, ...actions.map(([title]) => title));
    const command = actions.find(([title]) => title === chosen)?.[1];
    if (command !== undefined) {
      await vscode.commands.executeCommand(command);
    }
  }
}
