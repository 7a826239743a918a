/** Everything that shows the queue and the run, kept in step: tree, status bar, panel, and the commands' conditions. */
import * as vscode from "vscode";
import { UserError } from "../core/errors.ts";
import { Throttle } from "../core/throttle.ts";
import type { QueueAccess } from "./ports.ts";
import type { QueueView } from "./queueView.ts";
import { type RunStatus, runCounts } from "./runStatus.ts";
import type { StatusBar } from "./statusBar.ts";
import type { TrainingPanels } from "./trainingPanels.ts";

export interface DisplayParts {
  readonly queue: QueueAccess & {
    claimIfThere(): Promise<boolean>;
  };
  readonly folder: vscode.WorkspaceFolder | undefined;
  readonly view: QueueView;
  readonly status: StatusBar;
  readonly panels: TrainingPanels;
  readonly log: vscode.LogOutputChannel;
  /** Another window has taken the workspace, or left it to this one. */
  readonly onReadOnly: () => void;
}

const REST_MS = 500;
/** How often a window that may only read looks whether the other one has been closed. */
const LOOK_MS = 2_000;

export class QueueDisplay implements vscode.Disposable {
  readonly #parts: DisplayParts;
  readonly #throttle = new Throttle(() => this.#update(), REST_MS);
  readonly #watcher: vscode.Disposable | undefined;
  #readOnly = false;
  #look: NodeJS.Timeout | undefined;
  #run: RunStatus | undefined;
  /** What hinders this window. */
  #problem: string | undefined;

  constructor(parts: DisplayParts) {
    this.#parts = parts;
    this.#watcher = parts.folder && watchQueue(parts.folder, this.refresh);
  }

  dispose(): void {
    clearTimeout(this.#look);
    this.#throttle.dispose();
    this.#watcher?.dispose();
  }

  /** Another window has this workspace. */
  get readOnly(): boolean {
    return this.#readOnly;
  }

  /** Shows what there is. True: this window may run jobs here. */
  async start(): Promise<boolean> {
    await this.#update();
    return this.#parts.folder !== undefined && vscode.workspace.isTrusted && !this.#readOnly;
  }

  /** Reads the queue again, soon. */
  readonly refresh = (): void => this.#throttle.request();

  /** Shows the running generation; undefined: nothing runs. */
  readonly showRun = (run: RunStatus | undefined): void => {
    if ((this.#run === undefined) !== (run === undefined)) {
      setContext("running", run !== undefined);
    }
    this.#run = run;
    this.#parts.status.run = run;
    this.#showMessage();
  };

  async #update(): Promise<void> {
    const { queue, view, status, panels } = this.#parts;
    const before = this.#readOnly;
    this.#problem = await this.#claim();
    try {
      const stats = await queue.stats();
      status.pending = stats?.pairs.pending ?? 0;
      setContext("hasQueue", stats !== undefined);
      setContext("hasPending", (stats?.pairs.pending ?? 0) > 0);
      setContext("canUndoReview", await queue.canUndoReview());
    } catch (error) {
      this.#problem = this.#explain(error);
    }
    if (before !== this.#readOnly) {
      this.#parts.onReadOnly();
    }
    status.readOnly = this.#readOnly;
    setContext("readOnly", this.#readOnly);
    this.#showMessage();
    view.refresh();
    panels.refresh();
    this.#waitForTheOther();
  }

  /** Takes the workspace as soon as the other window leaves it: of that, no file tells. */
  #waitForTheOther(): void {
    clearTimeout(this.#look);
    if (!this.#readOnly) return;
    this.#look = setTimeout(async () => {
      if (await this.#parts.queue.claimIfThere().catch(() => false)) this.refresh();
      else this.#waitForTheOther();
    }, LOOK_MS);
  }

  #showMessage(): void {
    this.#parts.view.message = this.#problem ?? (this.#run && runCounts(this.#run));
  }

  /** Takes the workspace where programs may run in it; returns why this window may only read, if so. */
  async #claim(): Promise<string | undefined> {
    if (!vscode.workspace.isTrusted) {
      return undefined;
    }
    try {
      this.#readOnly = !(await this.#parts.queue.claimIfThere());
      return this.#readOnly
        ? vscode.l10n.t("Another window has this workspace. Here the queue is read-only until that window is closed.")
        : undefined;
    } catch (error) {
      this.#readOnly = true;
      return this.#explain(error);
    }
  }

  #explain(error: unknown): string {
    this.#parts.log.error(error instanceof Error ? error : String(error));
    return error instanceof UserError ? error.sentence : String(error);
  }
}

function setContext(key: string, value: boolean): void {
  void vscode.commands.executeCommand("setContext", `autodidact.${key}`, value);
}

/** Other processes write the queue, evaluate and promote, too: the running job, the command line. */
function watchQueue(folder: vscode.WorkspaceFolder, onChange: () => void): vscode.Disposable {
  const files = "queue.sqlite,queue.sqlite-wal,promotions.json,evaluations/results.jsonl";
  const pattern = new vscode.RelativePattern(folder, `.autodidact/{${files}}`);
  const watcher = vscode.workspace.createFileSystemWatcher(pattern);
  watcher.onDidCreate(onChange);
  watcher.onDidChange(onChange);
  watcher.onDidDelete(onChange);
  return watcher;
}
