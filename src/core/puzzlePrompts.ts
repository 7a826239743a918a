/** The puzzle prompts of one run: which examples each shows, and when they are drawn anew. */
import type { Random } from "./ports.ts";
import { puzzlePrompt } from "./prompt.ts";
import { cutAtUnindented, renameFunction } from "./pythonText.ts";
import { shuffled } from "./random.ts";
import type { Recipe } from "./recipe.ts";
import type { SeedPuzzle } from "./seed.ts";

export class PuzzlePrompts {
  readonly random: Random;
  readonly #pool: readonly string[];
  /** Puzzles that every prompt shows; they stand last, nearest to what the model writes. */
  readonly #wanted: readonly string[];
  readonly #parameters: Recipe["puzzles"];
  #current: ReturnType<typeof puzzlePrompt> | undefined;
  #uses = 0;

  constructor(seeds: readonly SeedPuzzle[], wanted: readonly string[], parameters: Recipe["puzzles"], random: Random) {
    this.random = random;
    this.#parameters = parameters;
    this.#wanted = wanted;
    this.#pool = seeds
      .filter(({ level, f }) => parameters.levels.includes(level) && f.length <= parameters.maxExampleCharacters)
      .map(({ f }) => f);
  }

  /** The prompt of the next candidate. */
  next(): ReturnType<typeof puzzlePrompt> {
    if (this.#current === undefined || this.#uses === this.#parameters.samplesPerPrompt) {
      this.#current = puzzlePrompt(this.#draw());
      this.#uses = 0;
    }
    this.#uses++;
    return this.#current;
  }

  /** As many examples as the prompt may hold, shuffled, the wanted ones last. */
  #draw(): string[] {
    const { examples, promptCharacters } = this.#parameters;
    const drawn: string[] = [];
    let room = promptCharacters - this.#wanted.join("\n\n").length;
    for (const f of shuffled(this.#pool, this.random)) {
      if (drawn.length + this.#wanted.length >= examples) break;
      if (f.length + 2 > room) continue;
      drawn.push(f);
      room -= f.length + 2;
    }
    return [...drawn, ...this.#wanted];
  }
}

/** The source of a candidate: the header that the prompt ended with and what the model wrote, under the name f. */
export function candidateSource(name: string, continuation: string): string {
  return renameFunction(`def ${name}(${cutAtUnindented(continuation)}`, name, "f");
}
