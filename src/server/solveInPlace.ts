/** One cell solved where it stands: the model's best verified solution goes into the document. */

import { setTimeout as sleep } from "node:timers/promises";
import { t } from "@vscode/l10n";
import type { WorkspaceEdit } from "vscode-languageserver";
import type { CellText } from "../core/cellCheck.ts";
import type { KeyedCell } from "../core/cellKeys.ts";
import type { Judge, Queue } from "../core/ports.ts";
import { harder, recipeNamed } from "../core/recipe.ts";
import type { SeedPuzzle } from "../core/seed.ts";
import type { Checks } from "./checks.ts";
import { changeOf } from "./documentEdits.ts";
import type { IdleModel } from "./idleModel.ts";
import type { QueueFacts } from "./queueFacts.ts";
import type { Refusal } from "./refusal.ts";
import type { ReviewDocument } from "./reviewDocument.ts";
import type { ServerSettings } from "./serverSettings.ts";
import { solutionEdit } from "./solutionEdit.ts";
import { findSolution, readPuzzle, solutionReader } from "./solveCell.ts";
import type { SolveRequest } from "./solving.ts";

export interface SolveInPlaceParts {
  readonly settings: ServerSettings;
  readonly checks: Pick<Checks, "settle">;
  readonly judge: () => Promise<Judge>;
  readonly model: Pick<IdleModel, "use">;
  readonly seeds: readonly SeedPuzzle[];
  /** Other settings may bring another one. */
  readonly queue: () => Pick<QueueFacts, "isWritable" | "write">;
  readonly document: ReviewDocument | undefined;
  /** Says whether the editor made the edit. */
  readonly apply: (edit: WorkspaceEdit) => Promise<boolean>;
}

/**
 * Puts the shortest verified solution into the cell, unless the cell was edited meanwhile. Every attempt goes into the
 * queue, from which `‹ ›` brings the others; where no queue can be written, those are lost. Null when it is done or was
 * cancelled. Throws `UserError` where there is no model or no judge.
 */
export async function solveInPlace(
  { key, effort, onCounts }: SolveRequest,
  { settings, checks, judge, model, seeds, queue, document, apply }: SolveInPlaceParts,
  signal: AbortSignal,
): Promise<Refusal | null> {
  const cell = document === undefined ? undefined : cellOf(document, key);
  if (document === undefined || cell === undefined) return { why: t("The cell is no longer there.") };
  const { text } = cell;
  if (text === null) return { why: t("There is no puzzle in this cell.") };
  const complete = solutionReader(document, cell);
  const read = await readPuzzle(text, checks);
  signal.throwIfAborted();
  if ("why" in read) return read;
  const { solutions } = recipeNamed(settings.recipe);
  const parameters = effort === "harder" ? harder(solutions) : solutions;
  const record = (change: (queue: Queue) => void) => {
    if (queue().isWritable) queue().write(change);
  };
  const solution = await model.use(settings, signal, async (open) => {
    const parts = { model: open, judge: await judge(), seeds, complete, record, onCounts };
    return findSolution(read, parameters, parts, signal);
  });
  signal.throwIfAborted();
  if (solution === null) return { why: unsolved(parameters.attempts, effort) };
  if (solution === read.verified) return null;
  if (await placeSolution(document, key, text, solution, apply)) return null;
  return { why: unplaced(queue().isWritable) };
}

function cellOf(document: ReviewDocument, key: string): KeyedCell | undefined {
  return document.cells.find((cell) => cell.key === key);
}

/** An edit is refused while a newer text is on its way from the editor: tried again when that should be here. */
const PLACING = { tries: 5, pauseMs: 200 };

/** Puts a solution into a cell that still says `text`; false where it does not, or where the editor refuses. */
async function placeSolution(
  document: ReviewDocument,
  key: string,
  text: CellText,
  solution: string,
  apply: SolveInPlaceParts["apply"],
): Promise<boolean> {
  for (let tries = PLACING.tries; tries > 0; tries--) {
    const cell = cellOf(document, key);
    if (cell === undefined || cell.f !== text.f || cell.g !== text.g) return false;
    const edit = solutionEdit(cell, solution);
    if (edit === null) return false;
    if (await apply(changeOf(document.text, [edit]))) return true;
    await sleep(PLACING.pauseMs);
  }
  return false;
}

function unsolved(attempts: number, effort: SolveRequest["effort"]): string {
  return effort === "harder"
    ? t("None of {0} attempts solved this puzzle. Another model may do better.", attempts)
    : t("None of {0} attempts solved this puzzle. Try Solve Harder, or another model.", attempts);
}

function unplaced(isRecorded: boolean): string {
  return isRecorded
    ? t("The cell was edited meanwhile and was left as it is. The solutions wait behind ‹ ›.")
    : t("The cell was edited meanwhile and was left as it is. Solve it again.");
}
