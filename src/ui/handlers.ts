/** What each command does. */
import * as vscode from "vscode";
import { UserError } from "../core/errors.ts";
import { showAttempts } from "./attemptsDocument.ts";
import { cellHandlers } from "./cellCommands.ts";
import type { CommandHandlers } from "./commands.ts";
import { type GenerateChoice, pickGeneration } from "./generatePicker.ts";
import type { Generation } from "./generation.ts";
import { FIRST_LOOP, type LoopChoice, pickLoop } from "./loopPicker.ts";
import type { Notifier } from "./notify.ts";
import { openPair, textOf } from "./pairDocument.ts";
import { openPending } from "./pendingDocument.ts";
import type { Memory, ModelCatalog, QueueAccess } from "./ports.ts";
import { createPuzzleFile, exampleAtCursor, examplesInSelection } from "./puzzleFile.ts";
import type { PairNode, RoundNode, StateNode } from "./queueNodes.ts";
import { askFilter, pickSort } from "./queuePickers.ts";
import type { QueueView } from "./queueView.ts";
import type { ReviewCells } from "./reviewCells.ts";
import { reviewHandlers } from "./reviewHandlers.ts";
import type { SandboxStatus } from "./sandboxStatus.ts";
import { readSettings } from "./settings.ts";
import { runInTerminal, type TerminalCommand } from "./terminalTasks.ts";
import { requireTrust } from "./trust.ts";

export interface HandlerParts {
  readonly folder: vscode.WorkspaceFolder | undefined;
  readonly generation: Generation;
  readonly models: ModelCatalog;
  readonly queue: QueueAccess;
  readonly view: QueueView;
  readonly sandbox: SandboxStatus;
  readonly cells: ReviewCells;
  readonly notify: Notifier;
  /** Memory of the workspace. */
  readonly memory: Memory;
  readonly log: vscode.LogOutputChannel;
  readonly commandLine: () => Promise<TerminalCommand>;
  readonly openTrainingPanel: () => Promise<void>;
  /** Reads the queue again and shows it everywhere. */
  readonly refresh: () => void;
}

const LAST_CHOICE = "lastChoice";
const LAST_LOOP = "lastLoop";

export function commandHandlers(parts: HandlerParts): CommandHandlers {
  const { generation, view, log, refresh } = parts;
  return {
    generate: () => generate(parts, undefined, true),
    generateFromSelection: () => generate(parts, examplesInSelection(vscode.window.activeTextEditor), true),
    moreLikeThis: (clicked) => generate(parts, exampleOf(clicked), false),
    stop: () => generation.stop(),
    showRun: () => showRun(parts),
    showLog: () => log.show(),
    setup: () => inTerminal(parts, vscode.l10n.t("Set Up"), "setup"),
    doctor: () => inTerminal(parts, vscode.l10n.t("Check This Machine"), "doctor"),
    runRounds: () => runRounds(parts),
    ...reviewHandlers({ ...parts, requireTrust: () => void trustedFolder(parts.folder) }),
    openPair: (clicked) => clicked && openPair(clicked.pair, "tree"),
    openPending: (clicked) => openPendingPairs(parts, clicked),
    showMore: (clicked) => clicked?.kind === "more" && view.showMore(clicked.under),
    sortQueue: async () => {
      const sort = await pickSort(view.sort);
      return sort && view.sortBy(sort);
    },
    filterQueue: async () => {
      const filter = await askFilter(view.filter);
      return filter !== undefined && view.filterBy(filter);
    },
    clearFilter: () => view.filterBy(undefined),
    openTrainingPanel: parts.openTrainingPanel,
    refresh,
    judgeWithoutSandbox: () => {
      trustedFolder(parts.folder);
      return parts.sandbox.allow();
    },
    judgeOnlyInSandbox: () => parts.sandbox.withdraw(),
    ...cellHandlers(parts),
    showAttempts: (puzzleId) => typeof puzzleId === "string" && showAttempts(puzzleId),
  };
}

/** The folder, once it is clear that programs may be run for it. Throws `UserError` otherwise. */
function trustedFolder(folder: vscode.WorkspaceFolder | undefined): vscode.WorkspaceFolder {
  if (folder === undefined) {
    throw new UserError(
      vscode.l10n.t("No folder is open."),
      vscode.l10n.t("Open the folder that the puzzles shall be kept in."),
    );
  }
  requireTrust();
  return folder;
}

async function generate(parts: HandlerParts, example: string | undefined, asks: boolean): Promise<void> {
  const folder = trustedFolder(parts.folder);
  const settings = readSettings(folder.uri);
  const last = parts.memory.get<Partial<GenerateChoice>>(LAST_CHOICE);
  const before = { model: settings.model, count: settings.count, recipe: settings.recipe, ...last };
  const choice = asks ? await pickGeneration(parts.models, before, (model) => parts.generation.speedOf(model)) : before;
  if (choice === undefined) {
    return;
  }
  await parts.memory.update(LAST_CHOICE, choice);
  const uri = await createPuzzleFile(vscode.Uri.joinPath(folder.uri, settings.folder), "puzzles", "");
  await vscode.window.showTextDocument(uri, { preview: false });
  const { model, count, recipe } = choice;
  const document = uri.toString();
  try {
    await parts.generation.start({
      ...(model === "" ? {} : { model }),
      ...(example === undefined ? {} : { example }),
      ...{ count, recipe, document },
    });
  } catch (error) {
    await vscode.workspace.fs.delete(uri);
    throw error;
  }
}

function exampleOf(clicked: PairNode | vscode.Uri | undefined): string {
  return clicked !== undefined && "pair" in clicked
    ? textOf(clicked.pair)
    : exampleAtCursor(vscode.window.activeTextEditor);
}

/** What the tree shows as pending, in its order; of the clicked round, if one was. */
async function openPendingPairs(
  { queue, view, folder, notify }: HandlerParts,
  clicked: StateNode | RoundNode | undefined,
): Promise<void> {
  const { uri } = trustedFolder(folder);
  const round = clicked?.kind === "round" ? clicked.counts.round : clicked?.round;
  const pending = view.selectionUnder({ state: "pending", ...(round === undefined ? {} : { round }) });
  const into = vscode.Uri.joinPath(uri, readSettings(uri).folder);
  const { cells, more } = await openPending(queue, into, { ...pending, sort: view.sort });
  if (more) {
    const count = cells.toLocaleString(vscode.env.language);
    notify.inform(
      vscode.l10n.t("The first {0} pending puzzles are open. More are left for another document.", count),
      [],
    );
  }
}

async function showRun({ generation, log }: HandlerParts): Promise<void> {
  const actions = [
    { label: `$(debug-stop) ${vscode.l10n.t("Stop Generating")}`, run: () => generation.stop() },
    { label: `$(go-to-file) ${vscode.l10n.t("Show Document")}`, run: () => generation.showDocument() },
    { label: `$(output) ${vscode.l10n.t("Show Log")}`, run: async () => log.show() },
  ];
  const chosen = await vscode.window.showQuickPick(actions, { title: generation.headline });
  await chosen?.run();
}

/** A loop outlives many restarts, so it is watched and ended where it runs; the same choice goes on with it. */
async function runRounds(parts: HandlerParts): Promise<void> {
  const folder = trustedFolder(parts.folder);
  const before = { ...FIRST_LOOP, ...parts.memory.get<Partial<LoopChoice>>(LAST_LOOP) };
  const choice = await pickLoop(parts.models, before);
  if (choice === undefined) return;
  await parts.memory.update(LAST_LOOP, choice);
  const { model, rounds, review } = choice;
  const { recipe } = readSettings(folder.uri);
  const words = ["--model", model, "--rounds", `${rounds}`, "--review", review, "--recipe", recipe];
  await inTerminal(parts, vscode.l10n.t("Run Rounds"), "loop", ...words);
}

async function inTerminal(parts: HandlerParts, title: string, ...words: string[]): Promise<void> {
  const folder = trustedFolder(parts.folder);
  const command = await parts.commandLine();
  const args = [...command.arguments, ...words, "--workspace", folder.uri.fsPath];
  await runInTerminal(folder, title, { ...command, arguments: args });
}
