/** From kept attempts to figures: nothing but the attempts goes in, so anyone can compute them again. */
import { type Figure, meansWithIntervals } from "./bootstrap.ts";
import { UserError } from "./errors.ts";
import type { GroupFigures, KeptAttempt, ModelFigures, PassFigures } from "./evaluation.ts";
import { passAt } from "./passAt.ts";
import { VERDICTS, type Verdict } from "./puzzle.ts";

/** One puzzle's attempts, as far as they count. */
interface Tally {
  readonly puzzle: string;
  readonly skill: string | undefined;
  readonly level: string | undefined;
  readonly verified: number;
}

export interface FigureOptions {
  /** Attempts at each puzzle that count: those with the numbers below. */
  readonly n: number;
  readonly ks: readonly number[];
  /** Of the bootstrap. */
  readonly seed: number;
}

/**
 * What the attempts of one model say. Throws `UserError` where a puzzle has fewer than n attempts, or there is none.
 * Attempts are counted once, however often the record holds them.
 */
export function figuresOf(attempts: readonly KeptAttempt[], options: FigureOptions): ModelFigures {
  const counted = countedOf(attempts, options.n);
  const tallies = talliesOf(counted, options.n);
  const [first] = counted;
  if (first === undefined) throw new UserError("There are no attempts.", "Evaluate a model first.");
  const { model, digest, recipe, prompting } = first;
  const verdicts = VERDICTS.flatMap((verdict): [Verdict, number][] => {
    const count = counted.filter((attempt) => attempt.verdict === verdict).length;
    return count === 0 ? [] : [[verdict, count]];
  });
  return {
    ...{ model, digest, recipe, prompting },
    n: options.n,
    ...groupOf(tallies, options),
    verdicts: Object.fromEntries(verdicts),
    tokens: sumOf(counted.map(({ tokens }) => tokens)),
    seconds: sumOf(counted.map(({ seconds }) => seconds)),
    skills: groupsOf(tallies, ({ skill }) => skill, options),
    levels: groupsOf(tallies, ({ level }) => level, options),
  };
}

/** pass@k alone, e.g. for a curve over many k. Throws as `figuresOf` does. */
export function passFiguresOf(attempts: readonly KeptAttempt[], options: FigureOptions): PassFigures {
  return groupOf(talliesOf(countedOf(attempts, options.n), options.n), options).passAt;
}

/**
 * pass@k of the first less that of the second, puzzle by puzzle. Throws `UserError` where they were not asked the same
 * puzzles, or either has fewer than n attempts at one.
 */
export function differenceOf(
  first: readonly KeptAttempt[],
  second: readonly KeptAttempt[],
  options: FigureOptions,
): PassFigures {
  const { columns } = differenceColumns(first, second, options);
  return byK(options.ks, meansWithIntervals(columns, { seed: options.seed, least: -1 }));
}

/** A column for each k with a value for each puzzle, in the order of their ids. */
export interface PassColumns {
  readonly puzzles: readonly string[];
  readonly columns: readonly (readonly number[])[];
}

/** pass@k puzzle by puzzle. Throws as `figuresOf` does. */
export function passColumns(attempts: readonly KeptAttempt[], { n, ks }: FigureOptions): PassColumns {
  const tallies = talliesOf(countedOf(attempts, n), n);
  return {
    puzzles: tallies.map(({ puzzle }) => puzzle),
    columns: ks.map((k) => tallies.map(({ verified }) => passAt(n, verified, k))),
  };
}

/** What `differenceOf` takes the mean of. Throws as it does. */
export function differenceColumns(
  first: readonly KeptAttempt[],
  second: readonly KeptAttempt[],
  options: FigureOptions,
): PassColumns {
  const [ones, others] = [passColumns(first, options), passColumns(second, options)];
  requireSamePuzzles(ones, others);
  const columns = ones.columns.map((column, k) =>
    column.map((value, puzzle) => value - (others.columns[k]?.[puzzle] ?? Number.NaN)),
  );
  return { puzzles: ones.puzzles, columns };
}

/** Throws `UserError` where two were not asked the same puzzles. */
export function requireSamePuzzles({ puzzles: ones }: PassColumns, { puzzles: others }: PassColumns): void {
  if (ones.length === others.length && ones.every((puzzle, index) => puzzle === others[index])) return;
  throw new UserError("The two models were not asked the same puzzles.", "Evaluate both on the same set.");
}

/** The attempts with numbers below n, one of each. */
function countedOf(attempts: readonly KeptAttempt[], n: number): KeptAttempt[] {
  const counted = new Map<string, KeptAttempt>();
  for (const attempt of attempts) {
    const key = `${attempt.puzzle} ${attempt.number}`;
    if (attempt.number < n && !counted.has(key)) counted.set(key, attempt);
  }
  return [...counted.values()];
}

/** In the order of their ids, so that the figures do not depend on the order in which attempts ended. */
function talliesOf(counted: readonly KeptAttempt[], n: number): Tally[] {
  const puzzles = new Map<string, KeptAttempt[]>();
  for (const attempt of counted) {
    const there = puzzles.get(attempt.puzzle);
    if (there === undefined) puzzles.set(attempt.puzzle, [attempt]);
    else there.push(attempt);
  }
  const tallies = [...puzzles].map(([puzzle, made]) => {
    if (made.length < n) {
      throw new UserError(
        `The puzzle ${made[0]?.name ?? puzzle} has ${made.length} of ${n} attempts.`,
        "Run the same evaluation again, which makes those that are missing, or count fewer with --attempts.",
      );
    }
    const verified = made.filter(({ verdict }) => verdict === "verified").length;
    return { puzzle, skill: made[0]?.skill, level: made[0]?.level, verified };
  });
  return tallies.sort((a, b) => (a.puzzle < b.puzzle ? -1 : 1));
}

function groupOf(tallies: readonly Tally[], { n, ks, seed }: FigureOptions): GroupFigures {
  const columns = ks.map((k) => tallies.map(({ verified }) => passAt(n, verified, k)));
  return { puzzles: tallies.length, passAt: byK(ks, meansWithIntervals(columns, { seed })) };
}

function groupsOf(
  tallies: readonly Tally[],
  groupName: (tally: Tally) => string | undefined,
  options: FigureOptions,
): Record<string, GroupFigures> {
  const names = [...new Set(tallies.flatMap((tally) => groupName(tally) ?? []))].sort();
  return Object.fromEntries(
    names.map((name) => [
      name,
      groupOf(
        tallies.filter((tally) => groupName(tally) === name),
        options,
      ),
    ]),
  );
}

/** Figures by k. */
export function byK(ks: readonly number[], figures: readonly Figure[]): PassFigures {
  return Object.fromEntries(ks.flatMap((k, index) => (figures[index] ? [[`${k}`, figures[index]]] : [])));
}

function sumOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0);
}
