/** Composition root of the extension host: builds the adapters, hands them to ui. Heavy parts load on first use. */
import * as vscode from "vscode";
import { type HostFacts, type HostPorts, hostPorts } from "./hostPorts.ts";
import { registerAttemptsDocuments } from "./ui/attemptsDocument.ts";
import { registerCommands } from "./ui/commands.ts";
import { Evaluation } from "./ui/evaluation.ts";
import { EvaluationStatusBar } from "./ui/evaluationStatusBar.ts";
import { Generation } from "./ui/generation.ts";
import { commandHandlers } from "./ui/handlers.ts";
import { activeInterpreter } from "./ui/interpreter.ts";
import { Notifier } from "./ui/notify.ts";
import { registerPairDocuments } from "./ui/pairDocument.ts";
import { whenPuzzleFileOpens } from "./ui/puzzleFile.ts";
import { QueueDisplay } from "./ui/queueDisplay.ts";
import { QueueView } from "./ui/queueView.ts";
import { ReviewCells } from "./ui/reviewCells.ts";
import { ReviewClient } from "./ui/reviewClient.ts";
import { ReviewGutter } from "./ui/reviewGutter.ts";
import { registerSamplesDocuments } from "./ui/samplesDocument.ts";
import { judgesWithoutSandbox, SandboxStatus } from "./ui/sandboxStatus.ts";
import { readServerOptions } from "./ui/serverOptions.ts";
import { readSettings } from "./ui/settings.ts";
import { StatusBar } from "./ui/statusBar.ts";
import { TestExplorer } from "./ui/testExplorer.ts";
import { Training } from "./ui/training.ts";
import { TrainingPanels } from "./ui/trainingPanels.ts";
import { TrainingStatusBar } from "./ui/trainingStatusBar.ts";
import { whyLocked } from "./ui/trust.ts";
import { whyBusy } from "./ui/turns.ts";

/** What the tests inside VS Code take hold of. */
export interface Extension {
  /** How long `activate` took. */
  readonly activationMs: number;
  readonly facts: HostFacts;
  /** The folder of the extension's log. */
  readonly logs: string;
  readonly generation: Generation;
  readonly training: Training;
  readonly trainingStatus: TrainingStatusBar;
  readonly evaluation: Evaluation;
  readonly evaluationStatus: EvaluationStatusBar;
  readonly tuned: HostPorts["tuned"];
  readonly display: QueueDisplay;
  readonly view: QueueView;
  readonly queue: HostPorts["queue"];
  readonly status: StatusBar;
  readonly sandbox: SandboxStatus;
  readonly cells: ReviewCells;
  readonly tests: TestExplorer;
}

export function activate(context: vscode.ExtensionContext): Extension {
  const begun = performance.now();
  const { subscriptions, extensionUri, workspaceState } = context;
  const folder = vscode.workspace.workspaceFolders?.[0];
  const dist = vscode.Uri.joinPath(extensionUri, "dist");
  const log = vscode.window.createOutputChannel("Autodidact", { log: true });
  const notify = new Notifier(log);

  const facts: HostFacts = {
    workspace: folder?.uri.fsPath,
    script: vscode.Uri.joinPath(dist, "cli.js").fsPath,
    judgePath: vscode.Uri.joinPath(dist, "python", "judge").fsPath,
    mediaPath: vscode.Uri.joinPath(extensionUri, "media").fsPath,
    isTrusted: () => vscode.workspace.isTrusted,
    judgesWithoutSandbox: () => judgesWithoutSandbox(workspaceState),
    settings: () => readSettings(folder?.uri),
    activePython: async () => folder && activeInterpreter(folder.uri),
    log: (line) => log.info(line),
  };
  const { jobs, trainings, tuned, evaluations, models, queue, judge, commandLine } = hostPorts(facts);

  const status = new StatusBar();
  const trainingStatus = new TrainingStatusBar();
  const evaluationStatus = new EvaluationStatusBar();
  const view = new QueueView(queue, workspaceState);
  const panels = new TrainingPanels(async (panel, onClosed) => {
    sandbox.ask();
    const { TrainingPanel } = await import("./ui/trainingPanel.ts");
    return new TrainingPanel(panel, {
      ...{ queue, models, trainings, training, tuned, evaluation, notify, onClosed },
      assets: dist,
      memory: workspaceState,
      judge: () => sandbox.line,
      locked: () => whyLocked(display.readOnly),
    });
  });
  const sandbox = new SandboxStatus({
    ...{ judge, notify, log },
    memory: workspaceState,
    onChange: (line) => {
      status.judge = line;
      panels.refresh();
      server.configure();
    },
  });
  const display = new QueueDisplay({
    ...{ queue, folder, view, status, panels, log },
    onReadOnly: () => {
      server.configure();
      if (!display.readOnly) void generation.reattach().catch(notify.report);
    },
  });
  const training = new Training({
    ...{ trainings, notify, log },
    isGenerating: () => generation.running,
    isEvaluating: () => evaluation.running,
    onChange: () => {
      trainingStatus.show(training.current);
      panels.showRunning();
    },
  });
  const evaluation: Evaluation = new Evaluation({
    ...{ evaluations, notify, log },
    busy: () => whyBusy({ training: training.running, generation: generation.running }),
    onChange: () => {
      evaluationStatus.show(evaluation.current);
      panels.showRunning();
    },
  });
  const generation = new Generation({
    jobs,
    isTraining: () => training.running,
    isEvaluating: () => evaluation.running,
    memory: workspaceState,
    notify,
    log,
    onStart: sandbox.ask,
    onStatus: display.showRun,
    onQueue: display.refresh,
  });
  const cells = new ReviewCells();
  const server = new ReviewClient({
    module: vscode.Uri.joinPath(dist, "server.js").fsPath,
    options: () => readServerOptions({ folder, memory: workspaceState, isReadOnly: () => display.readOnly }),
    onCells: cells.take,
    log,
  });
  const tests = new TestExplorer(cells, notify.report);
  const handlers = commandHandlers({
    ...{ folder, generation, models, queue, view, sandbox, cells, notify, log, commandLine },
    memory: workspaceState,
    openTrainingPanel: () => panels.open(),
    refresh: display.refresh,
  });

  subscriptions.push(
    log,
    status,
    trainingStatus,
    evaluationStatus,
    view,
    panels,
    display,
    generation,
    training,
    evaluation,
    { dispose: () => queue.dispose() },
    cells,
    server,
    tests,
    new ReviewGutter(cells, vscode.Uri.joinPath(extensionUri, "media", "gutter")),
    registerPairDocuments(queue),
    registerAttemptsDocuments(queue),
    registerSamplesDocuments(tuned),
    whenPuzzleFileOpens(() => server.start(), notify.report),
    ...registerCommands(vscode.commands.registerCommand, handlers, notify.report),
  );

  const takeUp = async () => {
    if (await display.start()) {
      await generation.reattach();
    }
    await training.reattach();
    await evaluation.reattach();
  };
  subscriptions.push(vscode.workspace.onDidGrantWorkspaceTrust(() => void takeUp().catch(notify.report)));
  setImmediate(() => void takeUp().catch(notify.report));

  const activationMs = performance.now() - begun;
  log.info(`activated in ${activationMs.toFixed(1)} ms`);
  return {
    activationMs,
    facts,
    logs: context.logUri.fsPath,
    generation,
    training,
    trainingStatus,
    evaluation,
    evaluationStatus,
    tuned,
    display,
    view,
    queue,
    status,
    sandbox,
    cells,
    tests,
  };
}
