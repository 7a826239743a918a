/**
 * The language server's long work, told in a notification with a button that cancels it. By itself the client only notes
 * it in the status bar, where nobody would look for a way to cancel.
 */
import * as vscode from "vscode";
import type {
  ProgressToken,
  WorkDoneProgressBegin,
  WorkDoneProgressEnd,
  WorkDoneProgressReport,
} from "vscode-languageclient";

interface Shown {
  report(params: WorkDoneProgressBegin | WorkDoneProgressReport): void;
  end(): void;
}

export class ServerProgress {
  readonly #cancel: (token: ProgressToken) => void;
  readonly #shown = new Map<ProgressToken, Shown>();

  /** `cancel` tells the server what the person wants. */
  constructor(cancel: (token: ProgressToken) => void) {
    this.#cancel = cancel;
  }

  /** Shows what the server tells of one piece of work. */
  take(token: ProgressToken, told: WorkDoneProgressBegin | WorkDoneProgressReport | WorkDoneProgressEnd): void {
    if (told.kind === "begin") this.#shown.set(token, this.#show(token, told));
    if (told.kind !== "end") {
      this.#shown.get(token)?.report(told);
      return;
    }
    this.#shown.get(token)?.end();
    this.#shown.delete(token);
  }

  /** Ends what a server that has ended can no longer end. */
  clear(): void {
    for (const shown of this.#shown.values()) shown.end();
    this.#shown.clear();
  }

  #show(token: ProgressToken, { title, cancellable }: WorkDoneProgressBegin): Shown {
    const { promise: over, resolve: end } = Promise.withResolvers<void>();
    let percentage = 0;
    let report: Shown["report"] = () => {};
    const options = { location: vscode.ProgressLocation.Notification, title, cancellable: cancellable ?? false };
    void vscode.window.withProgress(options, (progress, cancellation) => {
      cancellation.onCancellationRequested(() => this.#cancel(token));
      report = ({ message, percentage: reached = percentage }) => {
        progress.report({ ...(message !== undefined && { message }), increment: reached - percentage });
        percentage = reached;
      };
      return over;
    });
    return { report: (told) => report(told), end };
  }
}
