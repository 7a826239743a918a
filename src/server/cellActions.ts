/** What a person asks of cells and decides about them: verify, accept, reject, reconsider. */
import { t } from "@vscode/l10n";
import type { CellText } from "../core/cellCheck.ts";
import type { KeyedCell } from "../core/cellKeys.ts";
import { pairId } from "../core/pairId.ts";
import type { Queue } from "../core/ports.ts";
import type { Judgement, OpenPuzzle } from "../core/puzzle.ts";
import type { ReviewedState } from "../core/review.ts";
import type { CellOutcome } from "../protocol/lspMessages.ts";
import { recordOf } from "./cellView.ts";
import type { Checks } from "./checks.ts";
import { heldOutFault, verdictName } from "./features/words.ts";
import type { QueueFacts } from "./queueFacts.ts";
import type { Refusal } from "./refusal.ts";

export interface CellActionParts {
  readonly checks: Checks;
  readonly queue: QueueFacts;
  /** Content ids that may only be evaluated on. */
  readonly heldOut: ReadonlySet<string>;
}

/** Judges cells anew, whatever is known of them. Throws where the judge cannot run. */
export async function verifyCells(cells: readonly KeyedCell[], { checks }: CellActionParts): Promise<CellOutcome> {
  checks.resume();
  const texts = cells.flatMap((cell) => cell.text ?? []);
  await Promise.all(texts.map((text) => checks.settle(text, true)));
  return { done: texts.length, refused: [] };
}

/**
 * Sets the review of the pairs that stand in `cells`, all in one change that can be undone as one. A pair that the
 * queue does not have is judged first and comes into it as it stands; only a verified one does.
 * Throws `UserError` where the queue cannot be written or the judge cannot run.
 */
export async function reviewCells(
  cells: readonly KeyedCell[],
  state: ReviewedState,
  parts: CellActionParts,
): Promise<CellOutcome> {
  const found = await Promise.all(cells.map((cell) => findReviewable(cell, state, parts)));
  const reviewable = found.filter(isReviewable);
  const refused = found.flatMap((each, index) => {
    const key = cells[index]?.key;
    return "why" in each && key !== undefined ? [{ key, why: each.why }] : [];
  });
  parts.queue.write((queue) => {
    const ids = reviewable.map((each) => ("id" in each ? each.id : storePair(queue, each)));
    if (ids.length > 0) queue.review(ids, state);
  });
  return { done: reviewable.length, refused };
}

/** A pair that the queue has. */
interface QueuedId {
  readonly id: string;
}

/** A pair that is verified now. */
interface FreshPair {
  readonly puzzle: OpenPuzzle;
  readonly g: string;
  readonly judgement: Judgement & { readonly verdict: "verified" };
}

function isReviewable(found: QueuedId | FreshPair | Refusal): found is QueuedId | FreshPair {
  return !("why" in found);
}

/** The pair of a cell: in the queue, or verified now; else why it cannot be reviewed. */
async function findReviewable(
  cell: KeyedCell,
  state: ReviewedState,
  { checks, queue, heldOut }: CellActionParts,
): Promise<QueuedId | FreshPair | Refusal> {
  const { text } = cell;
  if (text === null) return { why: t("There is no puzzle in this cell.") };
  if (text.g === null) return { why: t("This puzzle has no solution yet.") };
  const record = recordOf(cell.id, text, queue);
  const fresh = record === null ? await judgeAsItStands(text, text.g, checks) : { id: record.id };
  if ("why" in fresh) return fresh;
  const puzzleId = "id" in fresh ? record?.puzzleId : fresh.puzzle.id;
  if (state === "accepted" && puzzleId !== undefined && heldOut.has(puzzleId)) {
    return { why: heldOutFault() };
  }
  if (record?.state === "trained") return { why: t("A model was trained on this pair already.") };
  return fresh;
}

async function judgeAsItStands(text: CellText, g: string, checks: Checks): Promise<FreshPair | Refusal> {
  const { inspection, signatureFault, judgement } = await checks.settle(text);
  if (!inspection.ok) return { why: inspection.detail };
  if (signatureFault !== null || judgement === null) return { why: signatureFault ?? t("Not judged") };
  if (judgement.verdict !== "verified") return { why: `${verdictName(judgement.verdict)}: ${judgement.detail}` };
  const { id, header } = inspection;
  return { puzzle: { id, f: text.f, header, shown: [] }, g, judgement };
}

/** Brings the pair into the queue, where it waits for review, and returns its id. */
function storePair(queue: Queue, { puzzle, g, judgement }: FreshPair): string {
  const id = pairId(puzzle.id, g);
  queue.addPuzzle(null, puzzle, 0);
  if (queue.pair(id) === undefined) queue.addAttempt(null, { puzzleId: puzzle.id, g, tokens: 0 }, judgement);
  return id;
}
