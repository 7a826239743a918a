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

/** What examples are drawn from. */
export interface ExamplePools {
  readonly seeds: readonly SeedPuzzle[];
  /** Puzzles of earlier rounds. */
  readonly own: readonly SeedPuzzle[];
  /** Puzzles that every prompt shows; they stand last, nearest to what the model writes. */
  readonly wanted: readonly string[];
}

export class PuzzlePrompts {
  readonly random: Random;
  readonly #pools: ExamplePools;
  readonly #parameters: Recipe["puzzles"];
  /** Puzzles that the run has kept, by skill. */
  readonly #kept = new Map<string, number>();
  #current: DrawnPrompt | undefined;
  #uses = 0;

  constructor({ seeds, own, wanted }: ExamplePools, parameters: Recipe["puzzles"], random: Random) {
    this.random = random;
    this.#parameters = parameters;
    const fits = ({ level, f, g: [g = ""] }: SeedPuzzle) =>
      parameters.levels.includes(level) && Math.max(f.length, g.length) <= parameters.maxExampleCharacters;
    this.#pools = { seeds: seeds.filter(fits), own: own.filter(fits), wanted };
  }

  /** The prompt of the next candidate. */
  next(): DrawnPrompt {
    if (this.#current === undefined || this.#uses === this.#parameters.samplesPerPrompt) {
      const drawn = this.#draw();
      const shown = drawn.map(({ id }) => id);
      this.#current = { ...puzzlePrompt([...drawn.map(({ f }) => f), ...this.#pools.wanted]), shown };
      this.#uses = 0;
    }
    this.#uses++;
    return this.#current;
  }

  /** A puzzle of this skill was kept: where skills are balanced, others are shown next. */
  countKept(skill: string): void {
    this.#kept.set(skill, (this.#kept.get(skill) ?? 0) + 1);
  }

  /** As many examples as the prompt may hold beside the wanted puzzles: seeds, then puzzles of earlier rounds. */
  #draw(): SeedPuzzle[] {
    const { seeds, own, wanted } = this.#pools;
    const { examples, promptCharacters } = this.#parameters;
    const room = { examples: examples - wanted.length, characters: promptCharacters - wanted.join("\n\n").length };
    const ownShare = Math.round(Math.max(0, room.examples) * this.#parameters.own);
    const ofOwn = this.#take(own, { ...room, examples: ownShare });
    const used = ofOwn.reduce((sum, { f }) => sum + f.length + 2, 0);
    const rest = { examples: room.examples - ofOwn.length, characters: room.characters - used };
    return [...this.#take(seeds, rest), ...ofOwn];
  }

  /** Puzzles of the pool in random order, where skills are balanced those of the rarest skills first. */
  #take(pool: readonly SeedPuzzle[], room: { examples: number; characters: number }): SeedPuzzle[] {
    const taken: SeedPuzzle[] = [];
    const counts = new Map(this.#parameters.balanced ? this.#kept : []);
    const left = shuffled(pool, this.random);
    let { characters } = room;
    while (taken.length < room.examples && left.length > 0) {
      const countOf = ({ skill }: SeedPuzzle) => counts.get(skill) ?? 0;
      const next = left.reduce((one, other) => (countOf(other) < countOf(one) ? other : one));
      left.splice(left.indexOf(next), 1);
      if (next.f.length + 2 > characters) continue;
      taken.push(next);
      characters -= next.f.length + 2;
      if (this.#parameters.balanced) counts.set(next.skill, countOf(next) + 1);
    }
    return taken;
  }
}

/** The source of a candidate: the header that the prompt ended with and what the model wrote, under the name f. */
export function candidateSource(name: string, continuation: string): string {
  return renameFunction(`def ${name}(${cutAtUnindented(continuation)}`, name, "f");
}
