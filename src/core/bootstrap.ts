/**
 * How far a mean over puzzles can be relied on: intervals by the bootstrap, which draws as many puzzles as there are,
 * with repetition, again and again, and looks at the means. It needs no assumption about how values are distributed.
 */

import { seededRandom } from "./random.ts";
import { normalShare, studentQuantile } from "./student.ts";

/** A mean with its 95 % interval. */
export interface Figure {
  readonly value: number;
  readonly low: number;
  readonly high: number;
}

/** A figure in hundredths with its interval, `12.3 (9.1 to 15.8)`; `plus` stands before what is greater than zero. */
export function sharesOf({ value, low, high }: Figure, plus: "" | "+"): string {
  const [middle, least, most] = [value, low, high].map((share) => {
    const text = (100 * share).toFixed(1);
    return share > 0 ? `${plus}${text}` : text;
  });
  return `${middle} (${least} to ${most})`;
}

const RESAMPLES = 10_000;
/** Share of the intervals, on each side, that miss. */
const TAIL = 0.025;
/** Fewer degrees of freedom than this say hardly anything, and the quantile's series does not hold. */
const LEAST_FREEDOM = 2;
/** Values that differ by less differ by rounding. */
const ROUNDING = 1e-12;

/**
 * Means of the columns with their intervals. A column has one value a puzzle, in the same order; each draw of puzzles
 * serves all columns, so what is a difference of two columns puzzle by puzzle is a paired difference. The same columns
 * and seed give the same figures. All values have to lie between `least` and 1.
 *
 * The intervals are percentiles of the means, taken further out as Student's t is to the normal distribution (expanded
 * percentiles; Hesterberg 2015, arXiv 1411.5279): plain ones are too narrow where few puzzles decide the mean, as where
 * most are never solved. Throws `RangeError` without any puzzle.
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
  const tail = normalShare(studentQuantile(TAIL, freedomOf(column, value)));
  return { low: quantile(sorted, tail), high: quantile(sorted, 1 - tail) };
}

/**
 * How many degrees of freedom the estimate of the spread has: those of the normal distribution times 2 / (kurtosis − 1),
 * by which the spread's own variance differs from there (Satterthwaite's way). Few values far from the rest make it small.
 */
function freedomOf(column: readonly number[], mean: number): number {
  const size = column.length;
  let [squares, fourths] = [0, 0];
  for (const each of column) {
    squares += (each - mean) ** 2 / size;
    fourths += (each - mean) ** 4 / size;
  }
  const kurtosis = fourths / squares ** 2;
  return Math.max(LEAST_FREEDOM, Math.min(size - 1, (2 * size) / Math.max(kurtosis - 1, Number.EPSILON)));
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
