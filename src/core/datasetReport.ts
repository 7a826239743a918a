/** What a dataset is like, in counts, and whether it is enough to train on. */
import { listCounts } from "./countList.ts";
import { countDrops, type Dataset } from "./dataset.ts";
import type { Row } from "./datasetRows.ts";
import { UserError } from "./errors.ts";
import type { SeedPuzzle } from "./seed.ts";
import type { TrainedData } from "./trainEstimate.ts";
import type { DatasetReport } from "./trainEvents.ts";

/** Bars of the histogram of lengths: powers of two from this. */
const FIRST_BAR = 32;
/** Fewer puzzles than this cannot be split, and teach nothing but themselves. */
const LEAST_PUZZLES = 2;

/** There is nothing to train on, or too little to learn from. */
export class TooLittle extends UserError {}

/** Throws `TooLittle` where that is so. */
export function checkRows({ train, evaluation, dropped }: Dataset, pairs: number): void {
  if (pairs === 0) {
    throw new TooLittle("There are no pairs to train on.", "Accept some in review first, or import pairs.");
  }
  if (train.length === 0) {
    const reasons = listCounts(countDrops(dropped));
    throw new TooLittle(`Every pair was dropped: ${reasons}.`, "Accept other pairs, or take another recipe.");
  }
  const puzzles = new Set([...train, ...evaluation].map(({ puzzleId }) => puzzleId)).size;
  if (puzzles < LEAST_PUZZLES) {
    throw new TooLittle(
      `All rows are of ${puzzles === 1 ? "one puzzle" : `${puzzles} puzzles`}, which a model learns by heart.`,
      `Accept pairs of at least ${LEAST_PUZZLES} puzzles first.`,
    );
  }
}

/** `tokens` gives the length of each row by its id; of puzzles only the seeds are known to be of a skill. */
export function reportOn(
  { train, evaluation, dropped }: Dataset,
  writing: readonly Row[],
  tokens: ReadonlyMap<string, number>,
  seeds: readonly Pick<SeedPuzzle, "id" | "skill">[],
): DatasetReport {
  const lengths = [...train, ...writing].map(({ id }) => tokens.get(id) ?? 0);
  const longest = lengths.reduce((most, length) => Math.max(most, length), 0);
  const bars: { upTo: number; rows: number }[] = [];
  for (let upTo = FIRST_BAR; bars.length === 0 || upTo / 2 < longest; upTo *= 2) {
    const least = upTo === FIRST_BAR ? 0 : upTo / 2;
    bars.push({ upTo, rows: lengths.filter((length) => length > least && length <= upTo).length });
  }
  const known = new Map(seeds.map(({ id, skill }) => [id, skill]));
  const rounds = countBy(train, ({ round }) => round);
  const skills = countBy(train, ({ puzzleId }) => known.get(puzzleId) ?? null);
  return {
    train: train.length,
    writing: writing.length,
    evaluation: evaluation.length,
    puzzles: new Set(train.map(({ puzzleId }) => puzzleId)).size,
    dropped: countDrops(dropped),
    rounds: [...rounds].sort(([a], [b]) => a - b).map(([round, rows]) => ({ round, rows })),
    skills: [...skills].map(([skill, rows]) => ({ skill, rows })).sort(mostRowsFirst),
    tokens: lengths.reduce((sum, length) => sum + length, 0),
    longest,
    lengths: bars,
  };
}

/** What a training goes through once in each epoch. */
export function trainedData({ train, writing = 0, tokens, longest }: DatasetReport): TrainedData {
  return { rows: train + writing, tokens, longest };
}

export function countBy<Item, Key>(items: readonly Item[], keyOf: (item: Item) => Key): Map<Key, number> {
  const counts = new Map<Key, number>();
  for (const item of items) counts.set(keyOf(item), (counts.get(keyOf(item)) ?? 0) + 1);
  return counts;
}

type SkillRows = NonNullable<DatasetReport["skills"]>[number];

/** The rows without a skill last. */
function mostRowsFirst(a: SkillRows, b: SkillRows): number {
  return Number(a.skill === null) - Number(b.skill === null) || b.rows - a.rows;
}
