/** Reviews in the queue's file: given, taken back, and what people write to a pair. Each function is one transaction. */
import type { Annotation, PairSelection, ReviewedState, UndoneReview } from "../core/review.ts";
import type { QueueFile } from "./queueFile.ts";
import { conditionOf, requirePair, tablesOf, valuesOf } from "./queuePages.ts";
import { toUndone } from "./queueRows.ts";

/** Reviews pairs that are not trained on, as one action; returns how many changed. Throws `UserError` for an unknown id. */
export function reviewPairs(file: QueueFile, ids: readonly string[], state: ReviewedState): number {
  return file.write(() => {
    const review = beginReview(file, state);
    for (const id of ids) {
      requirePair(file, id);
      const sql = `INSERT INTO review_changes SELECT $review, seq, state FROM pairs
        WHERE id = $id AND state NOT IN ($state, 'trained')
        ON CONFLICT DO NOTHING`; // an id that is given twice
      file.run(sql, { review, id, state });
    }
    return finishReview(file, review);
  });
}

/** Reviews all selected pairs that are not trained on, as one action; returns how many changed. */
export function reviewSelected(file: QueueFile, selection: PairSelection, state: ReviewedState): number {
  const where = [conditionOf(selection), "pairs.state NOT IN ($state, 'trained')"].filter((part) => part !== "");
  return file.write(() => {
    const review = beginReview(file, state);
    const sql = `INSERT INTO review_changes SELECT $review, pairs.seq, pairs.state FROM ${tablesOf(selection)}
      WHERE ${where.join(" AND ")}`;
    file.run(sql, { ...valuesOf(selection), review, state });
    return finishReview(file, review);
  });
}

/** Takes back the latest review; undefined when there is none. */
export function undoReview(file: QueueFile): UndoneReview | undefined {
  return file.write(() => {
    const changes = `SELECT pairs.id, reviews.state AS given, review_changes.state AS before
      FROM review_changes JOIN reviews ON reviews.seq = review JOIN pairs ON pairs.seq = pair
      WHERE review = (SELECT max(seq) FROM reviews) ORDER BY pair`;
    const undone = file.all(changes, {}, toUndone);
    if (undone === undefined) return undefined;
    const restore = `UPDATE pairs SET state = change.state, reviewed_at = $now FROM review_changes AS change
      WHERE change.review = (SELECT max(seq) FROM reviews) AND change.pair = pairs.seq`;
    file.run(restore, { now: Date.now() });
    file.run("DELETE FROM review_changes WHERE review = (SELECT max(seq) FROM reviews)", {});
    return undone;
  });
}

export function canUndoReview(file: QueueFile): boolean {
  return file.first("SELECT 1 FROM reviews LIMIT 1", {}, () => true) ?? false;
}

/** Gives a pair the review that another queue recorded; it is no action of this one. */
export function restoreReview(file: QueueFile, id: string, state: ReviewedState): void {
  file.write(() => {
    requirePair(file, id);
    file.run("UPDATE pairs SET state = $state, reviewed_at = $now WHERE id = $id", { id, state, now: Date.now() });
  });
}

/** Writes the note, the tags, or both: without blanks around them, and every tag once. */
export function annotatePair(file: QueueFile, id: string, { note, tags }: Partial<Annotation>): void {
  file.write(() => {
    requirePair(file, id);
    if (note !== undefined) file.run("UPDATE pairs SET note = $note WHERE id = $id", { id, note: note.trim() });
    if (tags === undefined) return;
    const tidy = [...new Set(tags.map((tag) => tag.trim()).filter((tag) => tag !== ""))];
    file.run("UPDATE pairs SET tags = $tags WHERE id = $id", { id, tags: JSON.stringify(tidy) });
  });
}

function beginReview(file: QueueFile, state: ReviewedState): number {
  const sql = "INSERT INTO reviews (state, made_at) VALUES ($state, $now) RETURNING seq";
  return file.first(sql, { state, now: Date.now() }, (row) => Number((row as { seq: unknown }).seq)) ?? 0;
}

/** Does what the action's changes say; an action without any is forgotten. */
function finishReview(file: QueueFile, review: number): number {
  const sql = `UPDATE pairs SET state = reviews.state, reviewed_at = reviews.made_at
    FROM review_changes JOIN reviews ON reviews.seq = review WHERE review = $review AND pairs.seq = pair`;
  const changed = file.run(sql, { review });
  if (changed === 0) file.run("DELETE FROM reviews WHERE seq = $review", { review });
  return changed;
}
