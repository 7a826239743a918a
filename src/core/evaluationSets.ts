/** Which part of a set is evaluated on, and which part of the attempts at hand is counted. */
import { createHash } from "node:crypto";
import { BadInput } from "./errors.ts";
import type { KeptAttempt } from "./evaluation.ts";

/**
 * `limit` of the items, all where there are fewer; which ones depends on their ids and the seed alone, and a greater
 * limit adds to those of a smaller one.
 */
export function chooseSome<T>(
  items: readonly T[],
  idOf: (item: T) => string,
  { limit, seed }: { readonly limit: number | undefined; readonly seed: number },
): readonly T[] {
  if (limit === undefined || limit >= items.length) return items;
  const key = (item: T) =>
    createHash("sha256")
      .update(`${seed} ${idOf(item)}`)
      .digest("hex");
  const ranked = items.map((item) => ({ item, key: key(item) })).sort((a, b) => (a.key < b.key ? -1 : 1));
  const chosen = new Set(ranked.slice(0, limit).map(({ item }) => item));
  return items.filter((item) => chosen.has(item));
}

/** The items of these levels, all where no level is named. Throws `BadInput` where that leaves none. */
export function ofLevels<T extends { readonly level?: string | undefined }>(
  items: readonly T[],
  levels: readonly string[] | undefined,
): readonly T[] {
  if (levels === undefined) return items;
  const found = items.filter(({ level }) => level !== undefined && levels.includes(level));
  if (found.length > 0) return found;
  const there = [...new Set(items.flatMap(({ level }) => level ?? []))];
  throw new BadInput(
    `The set has no puzzle of the level ${levels.join(" or ")}.`,
    there.length === 0 ? "It names no levels: leave out --levels." : `Its levels are ${there.join(", ")}.`,
  );
}

/**
 * The attempts of one model: of that name, else of the only one there is. Throws `BadInput` where that is none, or where
 * they were made in more than one way and cannot be counted together.
 */
export function attemptsOf(attempts: readonly KeptAttempt[], model: string | undefined): readonly KeptAttempt[] {
  const names = [...new Set(attempts.map((attempt) => attempt.model))];
  const wanted = model ?? (names.length === 1 ? names[0] : undefined);
  if (wanted === undefined || !names.includes(wanted)) {
    const there = names.length === 0 ? "There are no attempts" : `There are attempts of ${names.join(", ")}`;
    throw new BadInput(
      `${there}${model === undefined ? "" : `, none of ${model}`}.`,
      "Name one of them with --model, or give another file.",
    );
  }
  const digests = new Set(attempts.filter((attempt) => attempt.model === wanted).map(({ digest }) => digest));
  const own = attempts.filter(({ digest }) => digests.has(digest)).map((attempt) => ({ ...attempt, model: wanted }));
  const ways = new Set(own.map(({ digest, recipe, prompting, seed }) => `${digest} ${recipe} ${prompting} ${seed}`));
  if (ways.size > 1) {
    throw new BadInput(
      `The attempts of ${wanted} are of several weights, recipes or seeds.`,
      "Give the files of one evaluation only.",
    );
  }
  return own;
}

/** Which k to report of n attempts. Throws `BadInput` for a k that n attempts say nothing about. */
export function chooseKs(asked: readonly number[] | undefined, n: number): readonly number[] {
  const ks = [...new Set(asked ?? [1, 10].filter((k) => k <= n))].sort((a, b) => a - b);
  const tooMany = ks.find((k) => k > n);
  if (tooMany === undefined) return ks;
  throw new BadInput(
    `pass@${tooMany} cannot be estimated from ${n} attempts at each puzzle.`,
    `Make at least ${tooMany} with --attempts, or ask for a smaller k.`,
  );
}
