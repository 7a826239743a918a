/** Small puzzles of four kinds, as many as wanted: what a small model learns to solve within a minute. */
import { seededRandom, shuffled } from "../../src/core/random.ts";

const random = seededRandom(1);
const pick = <T>(items: readonly T[]): T => shuffled(items, random)[0] as T;
const number = () => 2 + Math.floor(random() * 90);
const NAMES = [
  "a",
  "b",
  "c",
  "k",
  "m",
  "n",
  "p",
  "q",
  "size",
  "total",
  "count",
  "limit",
  "goal",
  "step",
  "base",
  "width",
];

export interface Exercise {
  readonly f: string;
  readonly g: string;
}

/** Kinds of small puzzles; names and numbers differ from one to the next. */
const KINDS: readonly (() => Exercise)[] = [
  () => exercise("int", "x + {a} == {b}", "{b} - {a}"),
  () => exercise("int", "x - {a} == {b}", "{b} + {a}"),
  () => exercise("List[int]", "len(x) == {a} and sum(x) == {a} * {b}", "[{b}] * {a}"),
  () => exercise("str", 'len(x) == {a} + {b} and set(x) == {"z"}', '"z" * ({a} + {b})'),
];

function exercise(type: string, condition: string, answer: string): Exercise {
  const [a, b] = shuffled(NAMES, random) as [string, string];
  const inputs = `${a}=${number()}, ${b}=${number()}`;
  const named = (text: string) => text.replaceAll("{a}", a).replaceAll("{b}", b);
  return {
    f: `def f(x: ${type}, ${inputs}):\n    return ${named(condition)}`,
    g: `def g(${inputs}):\n    return ${named(answer)}`,
  };
}

/** Others at every call. */
export const exercises = (count: number) => Array.from({ length: count }, () => pick(KINDS)());
