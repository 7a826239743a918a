/** The Training panel: a page that shows snapshots of queue and training, and sends back what the person asks for. */
import * as vscode from "vscode";
import type { UserError } from "../core/errors.ts";
import { Throttle } from "../core/throttle.ts";
import { type FromPanel, fromPanel, type PanelState, type ToPanel } from "../protocol/panelMessages.ts";
import type { PanelTraining } from "../protocol/panelTraining.ts";
import { COMMANDS } from "./commands.ts";
import type { Evaluation } from "./evaluation.ts";
import type { TunedModelAccess } from "./modelPorts.ts";
import { ModelsPart } from "./modelsPart.ts";
import type { Notifier } from "./notify.ts";
import { openPair } from "./pairDocument.ts";
import { pageOf } from "./panelPage.ts";
import type { Memory, ModelCatalog, QueueAccess, Trainings } from "./ports.ts";
import type { Training } from "./training.ts";
import { TrainingForm } from "./trainingForm.ts";
import { TrainingsPart } from "./trainingsPart.ts";
import { askEpochs } from "./trainOn.ts";

export interface TrainingPanelParts {
  /** Holds `webview.js` and `webview.css`. */
  readonly assets: vscode.Uri;
  readonly queue: QueueAccess;
  readonly models: ModelCatalog;
  readonly trainings: Trainings;
  readonly training: Training;
  readonly tuned: TunedModelAccess;
  readonly evaluation: Evaluation;
  /** Memory of the workspace. */
  readonly memory: Memory;
  /** The line on how well the judge is closed off. */
  readonly judge: () => string | undefined;
  /** Why this window may start nothing; undefined: it may. */
  readonly locked: () => UserError | undefined;
  readonly notify: Notifier;
  readonly onClosed: () => void;
}

/** Time between two snapshots of a training that runs. */
const REST_MS = 300;
const NO_PAIRS = { pending: 0, accepted: 0, rejected: 0, trained: 0 };

export class TrainingPanel {
  readonly #panel: vscode.WebviewPanel;
  readonly #parts: TrainingPanelParts;
  readonly #form: TrainingForm;
  readonly #trainings: TrainingsPart;
  readonly #models: ModelsPart;
  readonly #sending: Throttle;
  #queue: Pick<PanelState, "pairs" | "rejected"> = { pairs: NO_PAIRS, rejected: {} };
  /** What the last look at the next training was about. */
  #looked = "";
  #wasRunning = { training: false, evaluation: false };

  /** Fills `panel`, new or restored after a reload. */
  constructor(panel: vscode.WebviewPanel, parts: TrainingPanelParts) {
    const { assets, models, trainings, memory, training, tuned, evaluation, notify, locked, onClosed } = parts;
    const { report } = notify;
    this.#panel = panel;
    this.#parts = parts;
    this.#sending = new Throttle(() => this.#sendState().catch(report), REST_MS);
    this.#form = new TrainingForm({
      ...{ models, trainings, memory },
      mayLook: () => locked() === undefined && !training.running,
      onChange: this.#sending.request,
    });
    this.#trainings = new TrainingsPart({ training, trainings, onChange: this.#sending.request });
    this.#models = new ModelsPart({ tuned, evaluation, memory, notify, onChange: this.#sending.request });
    panel.onDidDispose(() => {
      this.#sending.dispose();
      this.#form.dispose();
      this.#models.dispose();
      onClosed();
    });
    panel.webview.options = { enableScripts: true, localResourceRoots: [assets] };
    panel.webview.onDidReceiveMessage((message: unknown) => this.#take(fromPanel.parse(message)).catch(report));
    panel.webview.html = pageOf(panel.webview, assets);
  }

  reveal(): void {
    this.#panel.reveal();
  }

  /** Reads queue and models anew and sends the present state, from where nobody waits for it. */
  refresh(): void {
    this.#read().catch(this.#parts.notify.report);
  }

  /** Sends the present state of the training or evaluation that runs, soon. */
  showRunning(): void {
    const now = { training: this.#parts.training.running, evaluation: this.#parts.evaluation.running };
    const before = this.#wasRunning;
    this.#wasRunning = now;
    if (now.training !== before.training || now.evaluation !== before.evaluation) this.refresh();
    else this.#sending.request();
    // There may be one more.
    if (before.training && !now.training) this.#form.askModels().catch(this.#parts.notify.report);
  }

  async #read(): Promise<void> {
    const { queue } = this.#parts;
    const stats = await queue.stats();
    this.#queue = { pairs: stats?.pairs ?? NO_PAIRS, rejected: stats?.rejected ?? {} };
    await this.#models.read();
    this.#sending.request();
    const subject = this.#subject();
    if (this.#looked === subject) return;
    this.#looked = subject;
    this.#form.lookSoon();
  }

  /** Changes whenever a training might be another one than it was. */
  #subject(): string {
    const { training, locked } = this.#parts;
    return JSON.stringify([this.#queue.pairs, training.running, locked()?.sentence]);
  }

  async #take(message: FromPanel): Promise<void> {
    const { training, notify } = this.#parts;
    switch (message.type) {
      case "ready":
        await this.#send({ type: "translations", bundle: vscode.l10n.bundle ?? {} });
        await this.#sendState();
        this.refresh();
        await training.reattach();
        return this.#form.askModelsOnce();
      case "openPending":
        return vscode.commands.executeCommand("autodidact.queue.focus");
      case "generate":
        return vscode.commands.executeCommand(COMMANDS.generate.id);
      case "choose":
        return this.#form.choose(message.choice);
      case "look":
        return this.#form.askModels();
      case "start":
        return this.#unlocked(() => training.start(this.#form.request)).catch(notify.report);
      case "pause":
        return this.#unlocked(() => training.pause());
      case "cancel":
        return this.#unlocked(() => training.cancel());
      case "resume":
        return this.#unlocked(() => training.resume(message.id));
      case "trainOn":
        return this.#unlocked(() => askEpochs(training, message.id));
      case "showMore":
        return training.showMore();
      case "showDropped":
        return this.#form.showDropped(message.reason, message.most);
      case "openPair":
        return this.#openPair(message.id);
      case "openTraining":
        return this.#trainings.open(message.id);
      case "closeTraining":
        return this.#trainings.open(undefined);
      case "openPuzzles":
      case "closePuzzles":
      case "openSamples":
      case "chooseEvaluation":
        return this.#models.take(message);
      default:
        return this.#unlocked(() => this.#models.take(message));
    }
  }

  async #unlocked(work: () => Promise<void>): Promise<void> {
    const why = this.#parts.locked();
    if (why !== undefined) throw why;
    await work();
  }

  async #sendState(): Promise<void> {
    const { judge } = this.#parts;
    const training = await this.#training();
    const models = this.#models.view(this.#parts.training.limit);
    await this.#send({ type: "state", state: { ...this.#queue, judge: judge() ?? null, training, models } });
  }

  async #openPair(id: string): Promise<void> {
    const pair = await this.#parts.queue.pair(id);
    if (pair !== undefined) await openPair(pair, "panel");
    else this.#parts.notify.inform(vscode.l10n.t("This pair is no longer in the queue."), []);
  }

  async #training(): Promise<PanelTraining> {
    const { training, locked } = this.#parts;
    return {
      locked: locked()?.sentence ?? null,
      form: this.#form.view,
      preview: this.#form.preview,
      ...(await this.#trainings.view()),
      more: training.more || this.#models.count > training.limit,
    };
  }

  async #send(message: ToPanel): Promise<void> {
    await this.#panel.webview.postMessage(message);
  }
}
