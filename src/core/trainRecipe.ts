/** Named sets of training parameters. */
import type { RowFormat } from "./datasetRows.ts";
import { UserError } from "./errors.ts";

/** How the trainer works; every value is known before it starts. */
export interface TrainOptions {
  /** What the loss falls on: the completion alone, or prompt and completion. */
  readonly loss: "completion" | "full";
  readonly rank: number;
  /** LoRA's scale: updates are multiplied by alpha / rank. */
  readonly alpha: number;
  readonly dropout: number;
  /** DoRA: weights split into magnitude and direction (arXiv 2402.09353). */
  readonly dora: boolean;
  readonly learningRate: number;
  readonly scheduler: "constant" | "linear" | "cosine";
  readonly warmupSteps: number;
  readonly weightDecay: number;
  readonly epochs: number;
  /** Ends training before its epochs do; null: never. */
  readonly maxSteps: number | null;
  /** Rows at once; a step is of batch × accumulation rows. */
  readonly batch: number;
  readonly accumulation: number;
  /** Most tokens of a row, or of a packed block. */
  readonly sequenceLength: number;
  /** Several rows in one block, so that no place is empty. */
  readonly packing: boolean;
  readonly seed: number;
  readonly precision: "auto" | "float32" | "bfloat16";
  readonly fourBit: "auto" | boolean;
  readonly gradientCheckpointing: "auto" | boolean;
  /** Steps between checkpoints, and between evaluations. */
  readonly saveEvery: number;
  readonly evalEvery: number;
  /** Evaluations without a better loss before training ends early; null: it never does. */
  readonly patience: number | null;
  /** Processor threads; null: as many as the machine has cores. */
  readonly threads: number | null;
}

export interface TrainRecipe {
  readonly name: string;
  /** One sentence for pickers and documents. */
  readonly about: string;
  readonly format: RowFormat;
  readonly perPuzzle: number;
  /** Most pairs that differ only in constants; null: any number. */
  readonly alike: number | null;
  readonly evaluationShare: number;
  /** Whether the model also learns to write the puzzles, which it otherwise forgets. */
  readonly rehearsal: boolean;
  readonly options: Omit<TrainOptions, "seed">;
}

/**
 * Completion-only loss with an end token, few rows of a kind, rehearsal, an early stop: for what a person's own machine can
 * do.
 */
const adaptive: TrainRecipe = {
  name: "adaptive",
  about:
    "Learns solutions, and to go on writing puzzles; with an end token, few pairs of a kind, and stops when it gets no better.",
  format: "completion",
  perPuzzle: 8,
  alike: 4,
  evaluationShare: 0.1,
  rehearsal: true,
  options: {
    loss: "completion",
    rank: 16,
    alpha: 32,
    dropout: 0,
    dora: false,
    learningRate: 6e-4,
    scheduler: "linear",
    warmupSteps: 5,
    weightDecay: 0,
    epochs: 2,
    maxSteps: null,
    batch: 8,
    accumulation: 1,
    sequenceLength: 512,
    packing: false,
    precision: "auto",
    fourBit: "auto",
    gradientCheckpointing: "auto",
    saveEvery: 20,
    evalEvery: 20,
    patience: 3,
    threads: null,
  },
};

/**
 * The paper's: the whole text in packed blocks of 1,024 tokens, learning rate 5e-6, 10 steps of warm-up, up to 8
 * solutions a puzzle, 4 epochs. The paper tunes every weight; LoRA needs about ten times the rate for the same movement
 * (arXiv 2410.21228), but the figure is kept, since the recipe is the paper's.
 */
const paper: TrainRecipe = {
  name: "paper",
  about: "The published method's own parameters: whole texts, learning rate 5e-6. Needs many pairs and a GPU.",
  format: "text",
  perPuzzle: 8,
  alike: null,
  evaluationShare: 0.05,
  rehearsal: false, // the whole text is learned, the puzzle with it
  options: {
    ...adaptive.options,
    loss: "full",
    learningRate: 5e-6,
    scheduler: "constant",
    warmupSteps: 10,
    epochs: 4,
    sequenceLength: 1_024,
    packing: true,
    saveEvery: 100,
    evalEvery: 100,
    patience: null,
  },
};

export const TRAIN_RECIPES: readonly TrainRecipe[] = [adaptive, paper];

/** The recipe of that name. Throws `UserError` for an unknown one. */
export function trainRecipeNamed(name: string): TrainRecipe {
  const found = TRAIN_RECIPES.find((recipe) => recipe.name === name);
  if (!found) {
    const names = TRAIN_RECIPES.map((recipe) => `"${recipe.name}"`).join(" or ");
    throw new UserError(`There is no training recipe "${name}".`, `Use ${names}.`);
  }
  return found;
}

/** The parameters that a person changes, with their bounds; the panel's fields and the command line's options. */
export const TRAIN_PARAMETERS = {
  epochs: { least: 1, most: 100, whole: true },
  learningRate: { least: 1e-7, most: 1e-1, whole: false },
  rank: { least: 1, most: 512, whole: true },
  batch: { least: 1, most: 1_024, whole: true },
  accumulation: { least: 1, most: 1_024, whole: true },
  sequenceLength: { least: 32, most: 131_072, whole: true },
} as const;
export type TrainParameter = keyof typeof TRAIN_PARAMETERS;

/** The option of the command line that sets a parameter: `learningRate` → `--learning-rate`. */
export function flagOf(parameter: keyof TrainOverrides): string {
  return `--${parameter.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;
}

/** Of shuffle, split and training where nobody says: the same for all, so that two trainings can be compared. */
export const USUAL_SEED = 1;

/** What a person set apart from the recipe. `maxSteps` has no bound but 1. */
export type TrainOverrides = { readonly [name in TrainParameter | "maxSteps"]?: number | undefined };

/** The recipe's options with the person's own. Alpha keeps its ratio to the rank. */
export function optionsFor(recipe: TrainRecipe, overrides: TrainOverrides, seed: number): TrainOptions {
  const set = Object.fromEntries(Object.entries(overrides).filter(([, value]) => value !== undefined));
  const rank = overrides.rank ?? recipe.options.rank;
  return { ...recipe.options, ...set, alpha: (recipe.options.alpha / recipe.options.rank) * rank, seed };
}
