/**
 * How far a mean over puzzles can be relied on: intervals by the bootstrap, which draws as many puzzles as there are,
 * with repetition, again and again, and looks at the means. It needs no assumption about how values are distributed.
 */
import { normalQuantile, normalShare } from "./normal.ts";
import { seededRandom } from "./random.ts";

/** A mean with its 95 % interval. */
export interface Figure {
  readonly value: number;
  readonly low: number;
  readonly high: number;
}

const RESAMPLES = 10_000;
/** Share of the intervals, on each side, that miss. */
const TAIL = 0.025;
/** Values that differ by less differ by rounding. */
const ROUNDING = 1e-12;

/**
 * Means of the columns with their intervals. A column has one value a puzzle, in the same order; each draw of puzzles
 * serves all columns, so what is a difference of two columns puzzle by puzzle is a paired difference. The same columns
 * and seed give the same figures. All values have to lie between `least` and 1.
 *
 * The intervals are bias-corrected and accelerated (BCa; Efron 1987): the plain percentiles are too narrow where most
 * puzzles have the same value, as those that are never solved. Throws `RangeError` without any puzzle.
 */
export function meansWithIntervals(
  columns: readonly (readonly number[])[],
  { seed, resamples = RESAMPLES, least = 0 }: { seed: number; resamples?: number; least?: -1 | 0 },
): Figure[] {
  const size = columns[0]?.length ?? 0;
  if (size === 0) throw new RangeError("There is no mean of no puzzles.");
  const means = columns.map(() => new Float64Array(resamples));
  const random = seededRandom(seed);
  const drawn = new Uint32Array(size);
  for (let draw = 0; draw < resamples; draw++) {
    for (let i = 0; i < size; i++) drawn[i] = Math.floor(random() * size);
    for (const [index, column] of columns.entries()) {
      let sum = 0;
      for (const puzzle of drawn) sum += column[puzzle] ?? 0;
      (means[index] as Float64Array)[draw] = sum / size;
    }
  }
  return columns.map((column, index) => {
    const value = meanOf(column);
    if (column.every((each) => Math.abs(each - value) < ROUNDING)) return constant(value, size, least);
    return { value, ...interval(column, value, (means[index] as Float64Array).sort()) };
  });
}

function meanOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

function interval(column: readonly number[], value: number, sorted: Float64Array): Omit<Figure, "value"> {
  let below = 0;
  for (const mean of sorted) {
    if (Math.abs(mean - value) < ROUNDING) below += 0.5;
    else if (mean < value) below += 1;
  }
  const bias = normalQuantile(below / sorted.length);
  let [squares, cubes] = [0, 0];
  for (const each of column) {
    squares += (each - value) ** 2;
    cubes += (each - value) ** 3;
  }
  const acceleration = cubes / (6 * squares ** 1.5);
  const corrected = (share: number) => {
    const z = bias + normalQuantile(share);
    return normalShare(bias + z / (1 - acceleration * z));
  };
  return { low: quantile(sorted, corrected(TAIL)), high: quantile(sorted, corrected(1 - TAIL)) };
}

/**
 * Where all puzzles have one value, drawing them again says nothing. With another value at more than a share s of all
 * puzzles, none of them is among N with a chance below (1 − s)^N: so the interval reaches as far as s does at 2.5 %.
 */
function constant(value: number, size: number, least: number): Figure {
  const share = 1 - TAIL ** (1 / size);
  return { value, low: value - share * (value - least), high: value + share * (1 - value) };
}

/** Between the two values next to it where the place is none of a value. */
function quantile(sorted: Float64Array, share: number): number {
  const place = share * (sorted.length - 1);
  const at = Math.floor(place);
  const low = sorted[at] ?? 0;
  return low + (place - at) * ((sorted[at + 1] ?? low) - low);
}
