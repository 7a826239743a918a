/** How like two sources are, and of which skill a puzzle therefore may be. */
import { erasedForm } from "./erasedForm.ts";
import type { SeedPuzzle } from "./seed.ts";

export type Words = ReadonlySet<string>;

/** Names, keywords and signs of a source, without its constants. */
export function wordsOf(source: string): Words {
  return new Set(erasedForm(source).match(/[\p{ID_Start}_]\p{ID_Continue}*|[^\s\p{ID_Continue}]+/gu));
}

/** Jaccard's index: the share of all words that both have, in [0, 1]. */
export function likenessOf(ones: Words, others: Words): number {
  let both = 0;
  for (const word of ones) if (others.has(word)) both += 1;
  return both === 0 ? 0 : both / (ones.size + others.size - both);
}

/** Says of which skill a puzzle is: that of the seed which it is most like. A guess, as nobody has said it. */
export class SkillGuess {
  readonly #seeds: readonly { readonly skill: string; readonly words: Words }[];

  constructor(seeds: readonly Pick<SeedPuzzle, "skill" | "f">[]) {
    this.#seeds = seeds.map(({ skill, f }) => ({ skill, words: wordsOf(f) }));
  }

  /** Empty where there are no seeds. */
  of(f: string): string {
    const words = wordsOf(f);
    let [best, found] = [-1, ""];
    for (const { skill, words: others } of this.#seeds) {
      const likeness = likenessOf(words, others);
      if (likeness > best) [best, found] = [likeness, skill];
    }
    return found;
  }
}
