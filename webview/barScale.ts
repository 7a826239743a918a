/** Where bars and whiskers end, as shares of the width of their picture. */

interface Interval {
  readonly low: number;
  readonly high: number;
}

/** Ends of an axis that people read at a glance, as shares of one. */
const ENDS = [0.02, 0.05, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.8, 1];

/** The least good end of an axis from zero on which all intervals fit. */
export function axisEnd(intervals: readonly Interval[]): number {
  const most = Math.max(0, ...intervals.flatMap(({ low, high }) => [Math.abs(low), Math.abs(high)]));
  return ENDS.find((end) => end >= most) ?? 1;
}

/** A place on an axis from `from` to `to` in percent, as SVG takes it; what lies outside is put at its end. */
export function placeOn(value: number, from: number, to: number): string {
  const share = (value - from) / (to - from);
  return `${(100 * Math.min(1, Math.max(0, share))).toFixed(2)}%`;
}
