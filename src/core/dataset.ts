/** Which pairs a model is tuned on, and why the others are not. */
import { puzzleOfRow, type Row, type RowFormat, rowOf, type TrainingPair } from "./datasetRows.ts";
import { erasedForm } from "./erasedForm.ts";
import { titleOf } from "./puzzleTitle.ts";
import { seededRandom, shuffled } from "./random.ts";

/** Why a pair is no row. Every dropped pair keeps one of these. */
export const DROP_REASONS = [
  "unverified", // the judge did not find it `verified` (pairs from a file)
  "inHeldOut", // its puzzle, perhaps with other constants, is in the evaluation set
  "duplicate", // the same texts are there already
  "nearDuplicate", // pairs that differ only in constants are there already, as many as the recipe allows
  "notShortest", // its puzzle has enough solutions that are shorter
  "header", // its solution does not begin with the header that solving supplies
  "tooLong", // prompt and completion have more of this model's tokens than the recipe allows
] as const;
export type DropReason = (typeof DROP_REASONS)[number];

export interface DroppedPair {
  readonly id: string;
  /** What its puzzle asks for, on one line. */
  readonly title: string;
  readonly reason: DropReason;
  /** In words: which pair it repeats, how long it is. */
  readonly detail: string;
}

export interface DatasetOptions {
  readonly format: RowFormat;
  /** Most solutions of one puzzle, the shortest first. */
  readonly perPuzzle: number;
  /** Most pairs that differ only in constants; null: any number. */
  readonly alike: number | null;
  /** Share of the puzzles that is kept for the evaluation loss, in [0, 1). */
  readonly evaluationShare: number;
  /** Of shuffle and split. */
  readonly seed: number;
}

/** What no row may be of: the evaluation set, by content id and without its constants. */
export interface Forbidden {
  readonly ids: ReadonlySet<string>;
  readonly forms: ReadonlySet<string>;
}

export interface Dataset {
  readonly train: readonly Row[];
  /** Rows of other puzzles than the training rows'. */
  readonly evaluation: readonly Row[];
  readonly dropped: readonly DroppedPair[];
}

/** The held-out puzzles as `buildDataset` wants them. */
export function forbid(heldOut: readonly { readonly id: string; readonly f: string }[]): Forbidden {
  return { ids: new Set(heldOut.map(({ id }) => id)), forms: new Set(heldOut.map(({ f }) => erasedForm(f))) };
}

/** Chooses, formats, shuffles and splits; the same pairs and options give the same dataset. */
export function buildDataset(
  pairs: Iterable<TrainingPair>,
  { format, perPuzzle, alike, evaluationShare, seed }: DatasetOptions,
  forbidden: Forbidden,
): Dataset {
  const dropped: DroppedPair[] = [];
  const texts = new Map<string, string>();
  const forms = new Map<string, number>();
  const solutions = new Map<string, number>();
  const rows = new Map<string, Row[]>();
  const chosen = (pair: TrainingPair): Row | Pick<DroppedPair, "reason" | "detail"> => {
    const text = `${pair.f.trim()}\n${pair.g.trim()}`;
    const same = texts.get(text);
    if (same !== undefined) return { reason: "duplicate", detail: `The same texts as ${same}.` };
    const puzzleForm = erasedForm(pair.f);
    if (forbidden.ids.has(pair.puzzleId) || forbidden.forms.has(puzzleForm)) {
      return { reason: "inHeldOut", detail: "Its puzzle is in the evaluation set." };
    }
    const count = solutions.get(pair.puzzleId) ?? 0;
    if (count >= perPuzzle) return { reason: "notShortest", detail: `Its puzzle has ${count} shorter solutions.` };
    const form = `${puzzleForm}\n${erasedForm(pair.g)}`;
    const alikes = forms.get(form) ?? 0;
    if (alike !== null && alikes >= alike) {
      return { reason: "nearDuplicate", detail: `${alikes} pairs differ from it only in constants.` };
    }
    const row = rowOf(pair, format);
    if (row === undefined) return { reason: "header", detail: `Its solution does not begin with \`${pair.header}\`.` };
    texts.set(text, pair.id);
    forms.set(form, alikes + 1);
    solutions.set(pair.puzzleId, count + 1);
    return row;
  };
  for (const pair of shortestFirst(pairs)) {
    const result = chosen(pair);
    if ("reason" in result) dropped.push({ id: pair.id, title: titleOf(pair.f), ...result });
    else rows.set(pair.puzzleId, [...(rows.get(pair.puzzleId) ?? []), result]);
  }
  return { ...split(rows, evaluationShare, seed), dropped };
}

/** Leaves out what is longer than `most` tokens; `tokens` gives the sum of a row's prompt and completion. */
export function dropLong(dataset: Dataset, most: number, tokens: ReadonlyMap<string, number>): Dataset {
  const dropped = [...dataset.dropped];
  const fits = (row: Row): boolean => {
    const { id } = row;
    const length = tokens.get(id) ?? 0;
    if (length <= most) return true;
    const title = titleOf(puzzleOfRow(row));
    dropped.push({ id, title, reason: "tooLong", detail: `${length} tokens; the recipe allows ${most}.` });
    return false;
  };
  return { train: dataset.train.filter(fits), evaluation: dataset.evaluation.filter(fits), dropped };
}

/** Counts of dropped pairs by reason, without the reasons that did not occur. */
export function countDrops(dropped: readonly DroppedPair[]): Partial<Record<DropReason, number>> {
  const counts: Partial<Record<DropReason, number>> = {};
  for (const { reason } of dropped) counts[reason] = (counts[reason] ?? 0) + 1;
  return counts;
}

/** Ties are broken by id, so that the order in which pairs are read does not matter. */
function shortestFirst(pairs: Iterable<TrainingPair>): TrainingPair[] {
  return [...pairs].sort((a, b) => a.g.length - b.g.length || (a.id < b.id ? -1 : 1));
}

/** Whole puzzles go to one side, so that the evaluation loss is of puzzles that were not seen. */
function split(
  rows: ReadonlyMap<string, readonly Row[]>,
  share: number,
  seed: number,
): Pick<Dataset, "train" | "evaluation"> {
  const random = seededRandom(seed);
  const puzzles = shuffled([...rows.keys()].sort(), random);
  const held = share === 0 || puzzles.length < 2 ? 0 : Math.max(1, Math.floor(puzzles.length * share));
  const of = (ids: readonly string[]) =>
    shuffled(
      ids.flatMap((id) => rows.get(id) ?? []),
      random,
    );
  return { evaluation: of(puzzles.slice(0, held)), train: of(puzzles.slice(held)) };
}
