/** Named sets of generation parameters. */
import { UserError } from "./errors.ts";
import { SOLVE_RATE_WINDOW } from "./pairSelection.ts";
import type { Sampling } from "./ports.ts";
import type { Level } from "./seed.ts";

/** Tokens of prompt and reply together: room for the paper's prompts, and small enough for eight requests at once. */
export const CONTEXT_TOKENS = 4_096;

export interface Recipe {
  readonly name: string;
  /** One sentence for pickers and documents. */
  readonly about: string;
  readonly puzzles: {
    readonly sampling: Sampling;
    /** Seeds that prompts draw from: their levels, and the most characters that one may have. */
    readonly levels: readonly Level[];
    readonly maxExampleCharacters: number;
    /** Most examples in a prompt, and most characters of them all. */
    readonly examples: number;
    readonly promptCharacters: number;
    /** How many candidates are sampled before the examples are shuffled anew; more reuse the server's prompt cache. */
    readonly samplesPerPrompt: number;
    /** Chance that a candidate must also mention its answer twice and have one of the usual answer types. */
    readonly strictness: number;
    /** Share of the examples that are puzzles of accepted pairs of the queue, where there are any. */
    readonly own: number;
    /** Whether examples are of those skills first of which the run has kept the fewest puzzles. */
    readonly balanced: boolean;
    /** Most puzzles that differ from each other only in constants, seeds included. */
    readonly alike: number;
    /** Candidates written for every puzzle wanted before the run gives up. */
    readonly candidatesPerPuzzle: number;
  };
  readonly solutions: {
    readonly sampling: Sampling;
    /** Most worked examples in the prompt. */
    readonly examples: number;
    /**
     * `fixed`: the same examples for every puzzle. `shown`: the seeds that the puzzle's own prompt showed, so that the
     * model solves next to what it imitated.
     */
    readonly worked: "fixed" | "shown";
    /** What follows the supplied header: a line break, or also the first indentation. */
    readonly bodyStart: "\n" | "\n    ";
    readonly attempts: number;
    /** Attempts in all at a puzzle of which some of these were verified, but not so many that it is easy. */
    readonly edgeAttempts: number;
    /** Attempts at one puzzle under way at once; few, where the first success ends them. */
    readonly atOnce: number;
    /** Verified solutions after which no more attempts are made on a puzzle. */
    readonly enough: number;
    /** At most this many verified solutions of a puzzle are kept, the shortest ones. */
    readonly kept: number;
    readonly timeoutMs: number;
  };
  /** Share of verified attempts above which an automatic review leaves a puzzle's pairs: it teaches nothing. */
  readonly easy: number;
}

/**
 * The paper's parameters: T 0.9 and 200 tokens for puzzles from all seeds in a 2,048-token window, 128 attempts of
 * 150 tokens with five worked examples, one second for the judge, the eight shortest solutions kept. The paper counts
 * tokens; puzzles take one token for 2.15 characters in Gemma 3's vocabulary, so 3,970 = 2.15 · (2,048 − 200).
 */
const paper: Recipe = {
  name: "paper",
  about: "The published method's own parameters: all seeds, 128 attempts a puzzle. For a GPU.",
  puzzles: {
    sampling: { temperature: 0.9, maxTokens: 200, topK: 0, topP: 1 },
    levels: ["easy", "medium", "hard"],
    maxExampleCharacters: 2_000,
    examples: 155,
    promptCharacters: 3_970,
    samplesPerPrompt: 1,
    strictness: 0.95,
    own: 0,
    balanced: false,
    alike: Number.POSITIVE_INFINITY,
    candidatesPerPuzzle: 200,
  },
  solutions: {
    sampling: { temperature: 0.9, maxTokens: 150, topK: 0, topP: 1 },
    examples: 5,
    worked: "fixed",
    bodyStart: "\n",
    attempts: 128,
    edgeAttempts: 128,
    atOnce: 128,
    enough: Number.POSITIVE_INFINITY,
    kept: 8,
    timeoutMs: 1_000,
  },
  easy: 1,
};

/** For a small model on a CPU: short examples that it can imitate, short texts, few attempts, an early stop. */
const quick: Recipe = {
  name: "quick",
  about: "Small puzzles, few attempts, stops early. For a CPU or a first try.",
  puzzles: {
    sampling: { temperature: 0.7, maxTokens: 80, topK: 40, topP: 1 },
    levels: ["easy"],
    maxExampleCharacters: 100,
    examples: 4,
    promptCharacters: 450,
    samplesPerPrompt: 12,
    strictness: 1,
    own: 0,
    balanced: false,
    alike: Number.POSITIVE_INFINITY,
    candidatesPerPuzzle: 60,
  },
  solutions: {
    sampling: { temperature: 0.5, maxTokens: 48, topK: 40, topP: 0.95 },
    examples: 4,
    worked: "shown",
    bodyStart: "\n    ",
    attempts: 4,
    edgeAttempts: 4,
    atOnce: 2,
    enough: 1,
    kept: 8,
    timeoutMs: 1_000,
  },
  easy: 1,
};

/**
 * For many rounds on a GPU of one's own: the model imitates its own accepted puzzles beside the seeds, skills that come out
 * short are shown more often, a kind of puzzle is written twice at most, and attempts are spent where they teach: on
 * puzzles that are solved now and then. Sources: the window on the solve rate is that of `pairSelection`; few attempts
 * suffice to find what is never or always solved.
 */
const adaptive: Recipe = {
  name: "adaptive",
  about:
    "Learns from its own accepted puzzles, balances skills, spends attempts where they teach. For rounds on a GPU.",
  puzzles: {
    sampling: { temperature: 0.9, maxTokens: 160, topK: 0, topP: 0.95 },
    levels: ["easy", "medium"],
    maxExampleCharacters: 500,
    examples: 10,
    promptCharacters: 2_400,
    samplesPerPrompt: 8,
    strictness: 1,
    own: 0.5,
    balanced: true,
    alike: 2,
    candidatesPerPuzzle: 100,
  },
  solutions: {
    sampling: { temperature: 0.8, maxTokens: 150, topK: 0, topP: 0.95 },
    examples: 4,
    worked: "shown",
    bodyStart: "\n    ",
    attempts: 8,
    edgeAttempts: 32,
    atOnce: 8,
    enough: Number.POSITIVE_INFINITY,
    kept: 8,
    timeoutMs: 1_000,
  },
  easy: SOLVE_RATE_WINDOW.high,
};

export const RECIPES: readonly Recipe[] = [quick, adaptive, paper];

/** The recipe of that name. Throws `UserError` for an unknown one. */
export function recipeNamed(name: string): Recipe {
  const found = RECIPES.find((recipe) => recipe.name === name);
  if (!found) {
    const names = RECIPES.map((recipe) => `"${recipe.name}"`).join(" or ");
    throw new UserError(`There is no recipe "${name}".`, `Use ${names}.`);
  }
  return found;
}

/** How much harder than its recipe a person can have one puzzle tried. */
const HARDER = { attempts: 4, temperature: 0.3, mostTemperature: 1.2 };

/** Four times the recipe's attempts, each bolder: for a puzzle that its attempts did not solve. */
export function harder(solutions: Recipe["solutions"]): Recipe["solutions"] {
  const { sampling, attempts, edgeAttempts } = solutions;
  const temperature = Math.min(sampling.temperature + HARDER.temperature, HARDER.mostTemperature);
  const tries = attempts * HARDER.attempts;
  return {
    ...solutions,
    sampling: { ...sampling, temperature },
    attempts: tries,
    edgeAttempts: Math.max(tries, edgeAttempts),
  };
}
