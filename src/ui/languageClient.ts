/** Runs the language server for puzzle documents and tells it what the editor's side knows. */
import * as vscode from "vscode";
import { DidChangeConfigurationNotification, State, WorkDoneProgressCancelNotification } from "vscode-languageclient";
import { LanguageClient, TransportKind } from "vscode-languageclient/node";
import {
  CELLS_CHANGED,
  type CellsChanged,
  cellsChanged,
  type ServerOptions,
  SHOW_ATTEMPTS,
} from "../protocol/lspMessages.ts";
import { ServerProgress } from "./serverProgress.ts";
import { ServerRestarts } from "./serverRestarts.ts";

const PUZZLE_FILES = "**/*.puzzle.py";
/** Where the launch configuration "Server" attaches while the extension itself is being debugged. */
const DEBUG_PORT = 6009;

export interface LanguageClientParts {
  /** Path of the server's program. */
  readonly module: string;
  readonly options: () => Promise<ServerOptions>;
  /** Takes the cells of a document whenever they have changed. */
  readonly onCells: (told: CellsChanged) => void;
  readonly log: vscode.LogOutputChannel;
}

export interface RunningLanguageClient extends vscode.Disposable {
  /** Tells the server the options as they are now. */
  configure(): Promise<void>;
}

/** Starts the server; it ends when the result is disposed of. */
export async function startLanguageClient(parts: LanguageClientParts): Promise<RunningLanguageClient> {
  const { module, options, onCells, log } = parts;
  let told = await options();
  const progress = new ServerProgress((token) => {
    void client.sendNotification(WorkDoneProgressCancelNotification.type, { token });
  });
  const run = { module, transport: TransportKind.ipc };
  const client = new LanguageClient(
    "autodidact",
    "Autodidact",
    { run, debug: { ...run, options: { execArgv: [`--inspect=${DEBUG_PORT}`] } } },
    {
      documentSelector: [
        { scheme: "file", pattern: PUZZLE_FILES },
        { scheme: "untitled", pattern: PUZZLE_FILES },
      ],
      initializationOptions: () => told,
      markdown: { isTrusted: { enabledCommands: [SHOW_ATTEMPTS] } },
      outputChannel: log,
      middleware: { handleWorkDoneProgress: (token, told) => progress.take(token, told) },
      errorHandler: new ServerRestarts(() => void offerRestart(client)),
    },
  );
  client.onNotification(CELLS_CHANGED, (cells) => onCells(cellsChanged.parse(cells)));
  client.onDidChangeState(({ newState }) => {
    if (newState === State.Stopped) progress.clear();
  });
  await client.start();
  return {
    configure: async () => {
      told = await options();
      await client.sendNotification(DidChangeConfigurationNotification.type, { settings: told });
    },
    dispose: () => void client.dispose(),
  };
}

async function offerRestart(client: LanguageClient): Promise<void> {
  const again = vscode.l10n.t("Start Again");
  const chosen = await vscode.window.showErrorMessage(
    vscode.l10n.t(
      "The language server for puzzles has ended several times in a row, so cells are no longer judged as you type. Nothing that was reviewed is lost.",
    ),
    again,
  );
  if (chosen === again) {
    await client.restart();
  }
}
