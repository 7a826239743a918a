/**
 * Figures of what was done several times, each time with another seed: means over the seeds puzzle by puzzle, so that the
 * bootstrap over puzzles holds as it does for one, and how far apart the seeds are.
 */
import { meansWithIntervals } from "./bootstrap.ts";
import type { GroupFigures, KeptAttempt, PassFigures } from "./evaluation.ts";
import {
  byK,
  differenceColumns,
  type FigureOptions,
  type PassColumns,
  passColumns,
  requireSamePuzzles,
} from "./evaluationFigures.ts";

/** How a mean over the puzzles varies from seed to seed. */
export interface SeedSpread {
  readonly least: number;
  readonly most: number;
  /** Standard deviation, estimated from these seeds (with their number less one). */
  readonly deviation: number;
}

/** pass@k over all seeds: an item of `bySeed` has one model's attempts. Throws as `differenceOf` does. */
export function passOverSeeds(bySeed: readonly (readonly KeptAttempt[])[], options: FigureOptions): GroupFigures {
  const { puzzles, columns } = meanColumns(bySeed.map((attempts) => passColumns(attempts, options)));
  return { puzzles: puzzles.length, passAt: byK(options.ks, meansWithIntervals(columns, { seed: options.seed })) };
}

/**
 * pass@k of the first less that of the second, puzzle by puzzle, averaged over the seeds; the interval is over puzzles, and
 * the spread is that of the seeds' means: null for one seed. Throws as `differenceOf` does.
 */
export function differenceOverSeeds(
  bySeed: readonly { readonly first: readonly KeptAttempt[]; readonly second: readonly KeptAttempt[] }[],
  options: FigureOptions,
): { readonly passAt: PassFigures; readonly spread: Readonly<Record<string, SeedSpread>> | null } {
  const each = bySeed.map(({ first, second }) => differenceColumns(first, second, options));
  const passAt = byK(options.ks, meansWithIntervals(meanColumns(each).columns, { seed: options.seed, least: -1 }));
  if (each.length < 2) return { passAt, spread: null };
  const spreads = options.ks.map((k, index) => [
    `${k}`,
    spreadOf(each.map(({ columns }) => meanOf(columns[index] ?? []))),
  ]);
  return { passAt, spread: Object.fromEntries(spreads) };
}

/** Of two values at least. */
function spreadOf(values: readonly number[]): SeedSpread {
  const mean = meanOf(values);
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return {
    least: Math.min(...values),
    most: Math.max(...values),
    deviation: Math.sqrt(squares / (values.length - 1)),
  };
}

function meanColumns(each: readonly PassColumns[]): PassColumns {
  const [first] = each;
  if (first === undefined) throw new RangeError("There is no mean of no seeds.");
  for (const other of each) requireSamePuzzles(first, other);
  const columns = first.columns.map((column, k) =>
    column.map((_, puzzle) => meanOf(each.map((one) => one.columns[k]?.[puzzle] ?? Number.NaN))),
  );
  return { puzzles: first.puzzles, columns };
}

function meanOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
