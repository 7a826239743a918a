/** The commands' ids with the arguments that each is called with. `package.json` contributes exactly these. */
import type * as vscode from "vscode";
import type { PairNode, QueueNode, RoundNode, StateNode } from "./queueNodes.ts";

export interface Command<Arguments extends readonly unknown[]> {
  readonly id: string;
  /** Only for the type checker: what handlers receive. */
  readonly arguments?: Arguments;
}

function define<Arguments extends readonly unknown[] = []>(name: string): Command<Arguments> {
  return { id: `autodidact.${name}` };
}

/**
 * What a key in the queue's tree gives: the node at the cursor, if there is one. The manifest has `$focusedTreeItem` as
 * the key's argument, which VS Code's own menus use and nothing documents; without it a key would know the selection only.
 */
export type AtCursor = readonly [node: QueueNode | undefined];

/** VS Code gives a tree's context action the item that was clicked and all that are selected. */
type OnPairs = [clicked?: PairNode, selected?: readonly QueueNode[]];
type OnPairsOrKey = [clicked?: PairNode | AtCursor, selected?: readonly QueueNode[]];

export const COMMANDS = {
  generate: define("generate"),
  generateFromSelection: define("generateFromSelection"),
  moreLikeThis: define<[clicked?: PairNode | vscode.Uri]>("moreLikeThis"),
  stop: define("stop"),
  showRun: define("showRun"),
  showLog: define("showLog"),
  setup: define("setup"),
  doctor: define("doctor"),
  runRounds: define("runRounds"),
  accept: define<OnPairsOrKey>("accept"),
  reject: define<OnPairsOrKey>("reject"),
  reconsider: define<OnPairs>("reconsider"),
  acceptAll: define<[clicked?: StateNode]>("acceptAll"),
  rejectAll: define<[clicked?: StateNode]>("rejectAll"),
  undoReview: define<[key?: AtCursor]>("undoReview"),
  addNote: define<OnPairs>("addNote"),
  editTags: define<OnPairs>("editTags"),
  openPending: define<[clicked?: StateNode | RoundNode]>("openPending"),
  sortQueue: define("sortQueue"),
  filterQueue: define("filterQueue"),
  clearFilter: define("clearFilter"),
  openPair: define<[clicked?: PairNode]>("openPair"),
  showMore: define<[clicked?: QueueNode]>("showMore"),
  openTrainingPanel: define("openTrainingPanel"),
  refresh: define("refresh"),
  judgeWithoutSandbox: define("judgeWithoutSandbox"),
  judgeOnlyInSandbox: define("judgeOnlyInSandbox"),
  verifyCell: define("verifyCell"),
  solveCell: define("solveCell"),
  solveCellHarder: define("solveCellHarder"),
  acceptCell: define("acceptCell"),
  rejectCell: define("rejectCell"),
  reconsiderCell: define("reconsiderCell"),
  previousSolution: define("previousSolution"),
  nextSolution: define("nextSolution"),
  nextPending: define("nextPending"),
  previousPending: define("previousPending"),
  acceptVerified: define("acceptVerified"),
  rejectWeak: define("rejectWeak"),
  goToOtherHalf: define("goToOtherHalf"),
  showAttempts: define<[puzzleId?: unknown]>("showAttempts"),
};

export type CommandHandlers = {
  readonly [Name in keyof typeof COMMANDS]: (typeof COMMANDS)[Name] extends Command<infer Arguments>
    ? (...args: Arguments) => unknown
    : never;
};

/** Registers every command through `register`; a handler's failure goes to `report`. */
export function registerCommands(
  register: (id: string, run: (...args: never[]) => Promise<void>) => vscode.Disposable,
  handlers: CommandHandlers,
  report: (error: unknown) => void,
): readonly vscode.Disposable[] {
  return Object.entries(COMMANDS).map(([name, { id }]) => {
    const handle = handlers[name as keyof CommandHandlers] as (...args: unknown[]) => unknown;
    return register(id, async (...args) => {
      try {
        await handle(...args);
      } catch (error) {
        report(error);
      }
    });
  });
}
