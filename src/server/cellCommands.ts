/** The commands on cells, as the editor's lenses and keys call them. */
import { t } from "@vscode/l10n";
import { type Connection, ErrorCodes, MessageType, ResponseError } from "vscode-languageserver/node";
import type { KeyedCell } from "../core/cellKeys.ts";
import {
  CELL_COMMANDS,
  type CellAction,
  type CellArguments,
  type CellOutcome,
  cellArguments,
} from "../protocol/lspMessages.ts";
import { reviewCells, verifyCells } from "./cellActions.ts";
import { changeOf } from "./documentEdits.ts";
import type { ReviewDocument } from "./reviewDocument.ts";
import type { ReviewServer } from "./reviewServer.ts";
import { solutionEdit } from "./solutionEdit.ts";
import type { Effort } from "./solving.ts";

export class CellCommands {
  readonly #connection: Connection;
  readonly #server: ReviewServer;

  constructor(connection: Connection, server: ReviewServer) {
    this.#connection = connection;
    this.#server = server;
  }

  /**
   * Runs a command of `CELL_COMMANDS`; a failure is shown and leaves every cell as it was. Throws `ResponseError` for
   * what a client must not ask.
   */
  async run(command: string, args: unknown): Promise<CellOutcome> {
    try {
      const action = actionOf(command);
      const [uri, keys] = argumentsOf(args);
      const document = this.#server.documents.get(uri);
      const byKey = new Map(document?.cells.map((cell) => [cell.key, cell]));
      const cells = [...new Set(keys)].flatMap((key) => byKey.get(key) ?? []);
      const gone = keys.filter((key) => !byKey.has(key));
      if (document === undefined || cells.length === 0) return this.#tellRefused(0, gone, []);
      const { done, refused } = await this.#act(action, document, cells);
      return this.#tellRefused(done, gone, refused);
    } catch (error) {
      if (error instanceof ResponseError) throw error;
      this.#server.telling.report(error);
      return { done: 0, refused: [] };
    } finally {
      this.#server.readQueueAgain();
    }
  }

  async #act(action: CellAction, document: ReviewDocument, cells: readonly KeyedCell[]): Promise<CellOutcome> {
    const { checks, queue, heldOut } = this.#server;
    const parts = { checks, queue, heldOut };
    switch (action) {
      case "verify":
        await this.#server.resume();
        return verifyCells(cells, parts);
      case "accept":
        return reviewCells(cells, "accepted", parts);
      case "reject":
        return reviewCells(cells, "rejected", parts);
      case "reconsider":
        return reviewCells(cells, "pending", parts);
      case "previousSolution":
        return this.#browse(document, cells, -1);
      case "nextSolution":
        return this.#browse(document, cells, 1);
      case "solve":
        return this.#solve(document, cells, "recipe");
      case "solveHarder":
        return this.#solve(document, cells, "harder");
    }
  }

  async #solve({ uri }: ReviewDocument, cells: readonly KeyedCell[], effort: Effort): Promise<CellOutcome> {
    this.#server.requireTrust();
    await this.#server.resume();
    return this.#server.solving.solve({ uri, keys: cells.map(({ key }) => key), effort });
  }

  /** Shows the queue's solution before or after the one that stands in each cell; round at the ends. */
  async #browse(document: ReviewDocument, cells: readonly KeyedCell[], step: 1 | -1): Promise<CellOutcome> {
    const views = new Map(this.#server.documents.views(document.uri).map((view) => [view.cell.key, view]));
    const edits = cells.flatMap((cell) => {
      const solutions = views.get(cell.key)?.solutions ?? [];
      const at = solutions.findIndex(({ solution }) => solution === cell.g);
      // One that the queue does not have stands before the first, and behind the last.
      const from = at === -1 && step === -1 ? 0 : at;
      const next = solutions[(from + step + solutions.length) % solutions.length];
      return next === undefined ? [] : (solutionEdit(cell, next.solution) ?? []);
    });
    const { applied } = await this.#connection.workspace.applyEdit(changeOf(document.text, edits));
    return { done: applied ? edits.length : 0, refused: [] };
  }

  #tellRefused(done: number, gone: readonly string[], refused: CellOutcome["refused"]): CellOutcome {
    const all = [...gone.map((key) => ({ key, why: t("The cell is no longer there.") })), ...refused];
    const [first] = all;
    if (first !== undefined) {
      const message = all.length === 1 ? first.why : t("{0} cells were left as they are. {1}", all.length, first.why);
      this.#server.telling.show(MessageType.Warning, message);
    }
    return { done, refused: all };
  }
}

function actionOf(command: string): CellAction {
  const action = Object.entries(CELL_COMMANDS).find(([, name]) => name === command)?.[0];
  if (action === undefined) throw new ResponseError(ErrorCodes.InvalidParams, `There is no command ${command}.`);
  return action as CellAction;
}

function argumentsOf(args: unknown): CellArguments {
  const parsed = cellArguments.safeParse(args);
  if (!parsed.success) {
    throw new ResponseError(ErrorCodes.InvalidParams, `A document's URI and its cells' keys are wanted.`);
  }
  return parsed.data;
}
