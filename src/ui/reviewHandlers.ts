/** What the commands of a review do: to pairs, to all of a state, and back again. */
import * as vscode from "vscode";
import type { QueuedPair } from "../core/ports.ts";
import type { Annotation, ReviewedState, UndoneReview } from "../core/review.ts";
import { type AtCursor, COMMANDS, type CommandHandlers } from "./commands.ts";
import { KeyTurns } from "./keyTurns.ts";
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
  const keys = new KeyTurns(async () => targetsOf(await parts.view.findCursor(), parts.view.selection));
  const decide = (state: ReviewedState) => (clicked?: PairNode | AtCursor, selected?: readonly QueueNode[]) =>
    isKey(clicked) ? reviewByKey(parts, keys, clicked, state) : review(parts, clicked, selected, state);
  return {
    accept: decide("accepted"),
    reject: decide("rejected"),
    reconsider: (clicked, selected) => review(parts, clicked, selected, "pending"),
    acceptAll: (clicked) => reviewAll(parts, clicked, "accepted"),
    rejectAll: (clicked) => reviewAll(parts, clicked, "rejected"),
    undoReview: (key) => (key === undefined ? undo(parts) : undoByKey(parts, keys, key)),
    addNote: (clicked, selected) => annotate(parts, targets(parts, clicked, selected), newNote),
    editTags: (clicked, selected) => annotate(parts, targets(parts, clicked, selected), newTags(parts.queue)),
  };
}

function isKey(clicked: PairNode | AtCursor | undefined): clicked is AtCursor {
  return Array.isArray(clicked);
}

function targets({ view }: ReviewParts, clicked: PairNode | undefined, selected?: readonly QueueNode[]): PairNode[] {
  return targetsOf(clicked, selected ?? view.selection);
}

async function review(
  parts: ReviewParts,
  clicked: PairNode | undefined,
  selected: readonly QueueNode[] | undefined,
  state: ReviewedState,
): Promise<void> {
  await give(parts, targets(parts, clicked, selected), state);
  parts.refresh();
}

async function reviewByKey(parts: ReviewParts, keys: KeyTurns, [node]: AtCursor, state: ReviewedState): Promise<void> {
  const [next] = await keys.take(targetsOf(node ?? undefined, parts.view.selection), async (pairs) => {
    const changed = await give(parts, pairs, state);
    parts.refresh();
    return changed === 0 ? pairs : parts.view.goOnFrom(pairs);
  });
  await (next && openPair(next.pair, "tree"));
}

/** Gives pairs a state; returns how many changed. */
function give({ queue, requireTrust }: ReviewParts, pairs: readonly PairNode[], state: ReviewedState): Promise<number> {
  requireTrust();
  const ids = pairs.map(({ pair }) => pair.id);
  return queue.review(ids, state);
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

/** Undoes as a key in the tree: the cursor goes back to where the undone decision was made. */
async function undoByKey(parts: ReviewParts, keys: KeyTurns, [node]: AtCursor): Promise<void> {
  const [back] = await keys.take(targetsOf(node ?? undefined, parts.view.selection), async (pairs) => {
    const undone = await undo(parts);
    return undone === undefined ? pairs : parts.view.goBackTo(undone.ids);
  });
  await (back && openPair(back.pair, "tree"));
}

async function undo({ queue, requireTrust, refresh }: ReviewParts): Promise<UndoneReview | undefined> {
  requireTrust();
  const undone = await queue.undoReview();
  refresh();
  const said =
    undone === undefined
      ? vscode.l10n.t("There is no review to undo.")
      : vscode.l10n.t("Undone: {0}", reviewed(undone.ids.length, undone.from));
  vscode.window.setStatusBarMessage(said, SAY_MS);
  return undone;
}

function reviewed(count: number, state: ReviewedState): string {
  return vscode.l10n.t("{0}: {1} pairs", nameOf(state), count.toLocaleString(vscode.env.language));
}

/** What a person wants written to each pair; undefined: they changed their mind. */
type AskAnnotation = (pairs: readonly QueuedPair[]) => Promise<((pair: QueuedPair) => Partial<Annotation>) | undefined>;

async function annotate(
  { queue, requireTrust, refresh }: ReviewParts,
  nodes: readonly PairNode[],
  ask: AskAnnotation,
): Promise<void> {
  requireTrust();
  const pairs = nodes.map(({ pair }) => pair);
  const annotationOf = pairs.length === 0 ? undefined : await ask(pairs);
  if (annotationOf === undefined) {
    return;
  }
  for (const pair of pairs) {
    await queue.annotate(pair.id, annotationOf(pair));
  }
  refresh();
}

const newNote: AskAnnotation = async (pairs) => {
  const notes = new Set(pairs.map((pair) => pair.note));
  const [only = ""] = notes;
  const note = await askNote(notes.size === 1 ? only : "");
  return note === undefined ? undefined : () => ({ note });
};

const newTags =
  (queue: QueueAccess): AskAnnotation =>
  async (pairs) => {
    const before = commonTags(pairs.map(({ tags }) => tags));
    const after = await pickTags(await queue.tags(), before);
    return after && (({ tags }) => ({ tags: retagged(tags, before, after) }));
  };
