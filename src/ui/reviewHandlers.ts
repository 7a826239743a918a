/** What the commands of a review do: to pairs, to all of a state, and back again. */
import * as vscode from "vscode";
import type { ReviewedState } from "../core/review.ts";
import { COMMANDS, type CommandHandlers } from "./commands.ts";
import type { Notifier } from "./notify.ts";
import { openPair } from "./pairDocument.ts";
import type { QueueAccess } from "./ports.ts";
import { nameOf } from "./queueItems.ts";
import { type PairNode, type QueueNode, type StateNode, targetsOf } from "./queueNodes.ts";
import { askNote, pickTags } from "./queuePickers.ts";
import type { QueueView } from "./queueView.ts";
import { commonTags, retagged } from "./tags.ts";

export interface ReviewParts {
  readonly queue: QueueAccess;
  readonly view: QueueView;
  readonly notify: Notifier;
  /** Throws `UserError` where nothing may be reviewed. */
  readonly requireTrust: () => void;
  /** Reads the queue again and shows it everywhere. */
  readonly refresh: () => void;
}

const SAY_MS = 5_000;

type ReviewCommands =
  | ("accept" | "reject" | "reconsider" | "acceptAll" | "rejectAll")
  | ("undoReview" | "addNote" | "editTags");

export function reviewHandlers(parts: ReviewParts): Pick<CommandHandlers, ReviewCommands> {
  return {
    accept: (clicked, selected) => review(parts, clicked, selected, "accepted"),
    reject: (clicked, selected) => review(parts, clicked, selected, "rejected"),
    reconsider: (clicked, selected) => review(parts, clicked, selected, "pending"),
    acceptAll: (clicked) => reviewAll(parts, clicked, "accepted"),
    rejectAll: (clicked) => reviewAll(parts, clicked, "rejected"),
    undoReview: () => undo(parts),
    addNote: (clicked, selected) => addNote(parts, clicked, selected),
    editTags: (clicked, selected) => editTags(parts, clicked, selected),
  };
}

async function review(
  { queue, view, requireTrust, refresh }: ReviewParts,
  clicked: PairNode | undefined,
  selected: readonly QueueNode[] | undefined,
  state: ReviewedState,
): Promise<void> {
  requireTrust();
  const byKey = clicked === undefined;
  const pairs = byKey ? await view.pairsAtFocus() : targetsOf(clicked, selected ?? view.selection);
  const changed = await queue.review(
    pairs.map(({ pair }) => pair.id),
    state,
  );
  refresh();
  if (byKey && changed > 0) {
    const next = await view.goOnFrom(pairs);
    await (next && openPair(next.pair));
  }
}

/** All pairs of a state as the tree shows it, those on later pages too; no question is asked, since it can be undone. */
async function reviewAll(
  { queue, view, notify, requireTrust, refresh }: ReviewParts,
  clicked: StateNode | undefined,
  state: ReviewedState,
): Promise<void> {
  requireTrust();
  if (clicked === undefined) {
    return;
  }
  const changed = await queue.reviewAll(view.selectionUnder(clicked), state);
  refresh();
  notify.inform(reviewed(changed, state), [[vscode.l10n.t("Undo"), COMMANDS.undoReview.id]]);
}

async function undo({ queue, requireTrust, refresh }: ReviewParts): Promise<void> {
  requireTrust();
  const undone = await queue.undoReview();
  refresh();
  const said =
    undone === undefined
      ? vscode.l10n.t("There is no review to undo.")
      : vscode.l10n.t("Undone: {0}", reviewed(undone.ids.length, undone.from));
  vscode.window.setStatusBarMessage(said, SAY_MS);
}

function reviewed(count: number, state: ReviewedState): string {
  return vscode.l10n.t("{0}: {1} pairs", nameOf(state), count.toLocaleString(vscode.env.language));
}

async function addNote(
  { queue, view, requireTrust, refresh }: ReviewParts,
  clicked: PairNode | undefined,
  selected: readonly QueueNode[] | undefined,
): Promise<void> {
  requireTrust();
  const pairs = targetsOf(clicked, selected ?? view.selection);
  const notes = new Set(pairs.map(({ pair }) => pair.note));
  const [only = ""] = notes;
  const note = pairs.length === 0 ? undefined : await askNote(notes.size === 1 ? only : "");
  if (note === undefined) {
    return;
  }
  for (const { pair } of pairs) {
    await queue.annotate(pair.id, { note });
  }
  refresh();
}

async function editTags(
  { queue, view, requireTrust, refresh }: ReviewParts,
  clicked: PairNode | undefined,
  selected: readonly QueueNode[] | undefined,
): Promise<void> {
  requireTrust();
  const pairs = targetsOf(clicked, selected ?? view.selection).map(({ pair }) => pair);
  const before = commonTags(pairs.map(({ tags }) => tags));
  const after = pairs.length === 0 ? undefined : await pickTags(await queue.tags(), before);
  if (after === undefined) {
    return;
  }
  for (const { id, tags } of pairs) {
    await queue.annotate(id, { tags: retagged(tags, before, after) });
  }
  refresh();
}
