/** The puzzle prompts of one run: which examples each shows, and when they are drawn anew. */
import type { Random } from "./ports.ts";
import { puzzlePrompt } from "./prompt.ts";
import { cutAtUnindented, renameFunction } from "./pythonText.ts";
import { shuffled } from "./random.ts";
import type { Recipe } from "./recipe.ts";
import type { SeedPuzzle } from "./seed.ts";

export interface DrawnPrompt {
  readonly prompt: string;
  /** The name of the function that the prompt asks for, e.g. `f9`. */
  readonly name: string;
  /** Content ids of the seeds that the prompt shows, in its order. */
  readonly shown: readonly string[];
}

export class PuzzlePrompts {
  readonly random: Random;
  readonly #pool: readonly SeedPuzzle[];
  /** Puzzles that every prompt shows; they stand last, nearest to what the model writes. */
  readonly #wanted: readonly string[];
  readonly #parameters: Recipe["puzzles"];
  #current: DrawnPrompt | undefined;
  #uses = 0;

  constructor(seeds: readonly SeedPuzzle[], wanted: readonly string[], parameters: Recipe["puzzles"], random: Random) {
    this.random = random;
    this.#parameters = parameters;
    this.#wanted = wanted;
    this.#pool = seeds.filter(
      ({ level, f, g: [g = ""] }) =>
        parameters.levels.includes(level) && Math.max(f.length, g.length) <= parameters.maxExampleCharacters,
    );
  }

  /** The prompt of the next candidate. */
  next(): DrawnPrompt {
    if (this.#current === undefined || this.#uses === this.#parameters.samplesPerPrompt) {
      const seeds = this.#draw();
      const shown = seeds.map(({ id }) => id);
      this.#current = { ...puzzlePrompt([...seeds.map(({ f }) => f), ...this.#wanted]), shown };
      this.#uses = 0;
    }
    this.#uses++;
    return this.#current;
  }

  /** As many seeds as the prompt may hold beside the wanted puzzles, shuffled. */
  #draw(): SeedPuzzle[] {
    const { examples, promptCharacters } = this.#parameters;
    const drawn: SeedPuzzle[] = [];
    let room = promptCharacters - this.#wanted.join("\n\n").length;
    for (const seed of shuffled(this.#pool, this.random)) {
      if (drawn.length + this.#wanted.length >= examples) break;
      if (seed.f.length + 2 > room) continue;
      drawn.push(seed);
      room -= seed.f.length + 2;
    }
    return drawn;
  }
}

/** The source of a candidate: the header that the prompt ended with and what the model wrote, under the name f. */
export function candidateSource(name: string, continuation: string): string {
  return renameFunction(`def ${name}(${cutAtUnindented(continuation)}`, name, "f");
}
