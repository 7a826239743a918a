/** The part of the panel's state that is about tuned models: where each comes from, and whether it is better than its base. */
import * as z from "zod/mini";
import { OUTCOMES } from "../core/outcome.ts";
import { MATRIX_GROUPS } from "../core/puzzleMatrix.ts";

const count = z.int().check(z.nonnegative());
const number = z.number();
const text = z.nullable(z.string());

/** A mean with its 95 % interval. */
const figure = z.object({ value: number, low: number, high: number });

/** The latest evaluation of a model against its base. */
const evaluation = z.object({
  recipe: z.string(),
  /** Attempts at each puzzle. */
  n: count,
  puzzles: count,
  contaminated: count,
  /** At the least k. */
  outcome: z.enum(OUTCOMES),
  /** By k, the least first; the difference is the tuned model's less the base's, puzzle by puzzle. */
  passAt: z.array(z.object({ k: count, tuned: figure, base: figure, difference: figure })),
  /** How many puzzles were gained and lost; null where the record is older than that. */
  solved: z.nullable(z.record(z.enum(MATRIX_GROUPS), count)),
});

/** What made a tuned model. */
const made = z.object({
  base: z.string(),
  /** The newest round of its pairs, where its name says it. */
  round: z.nullable(count),
  recipe: z.string(),
  run: z.string(),
  pairs: count,
  steps: count,
  lossBefore: number,
  lossAfter: number,
  seconds: number,
  agreement: number,
  smoke: z.object({ prompts: count, parsed: count }),
  createdAt: number,
  evaluation: z.nullable(evaluation),
});

/** A model in the tree. */
const entry = z.object({
  name: z.string(),
  /** 0: a base that was not tuned here; below it, what was tuned from it. A tree is its entries from the top down. */
  depth: count,
  promoted: z.boolean(),
  made: z.nullable(made),
});

/** How often each of the two solved a puzzle. */
const tally = z.object({ id: z.string(), title: z.string(), skill: text, level: text, tuned: count, base: count });

export const panelModels = z.object({
  entries: z.array(entry),
  promoted: text,
  /** How models can be asked, and how they will be. */
  recipes: z.array(z.object({ name: z.string(), about: z.string() })),
  recipe: z.string(),
  /** The evaluation that runs. */
  evaluating: z.nullable(
    z.object({
      model: z.string(),
      against: z.string(),
      cancelling: z.boolean(),
      /** The model that is being asked, and how many of its attempts are made; null while it starts. */
      asked: z.nullable(z.object({ model: z.string(), done: count, total: count, secondsLeft: number })),
    }),
  ),
  /** The model whose puzzles are open. */
  opened: z.nullable(
    z.object({
      model: z.string(),
      busy: z.boolean(),
      problem: text,
      /** The first ones of each group. */
      groups: z.record(z.enum(MATRIX_GROUPS), z.array(tally)),
    }),
  ),
});
export type PanelModels = z.infer<typeof panelModels>;
export type PanelEntry = z.infer<typeof entry>;
export type PanelMade = z.infer<typeof made>;
export type PanelEvaluation = z.infer<typeof evaluation>;
export type PanelFigure = z.infer<typeof figure>;
export type PanelTally = z.infer<typeof tally>;
export type PanelOpened = NonNullable<PanelModels["opened"]>;

const intent = <Name extends string>(type: Name) => ({ type: z.literal(type), model: z.string() });

/** What a person asks of models. */
export const modelIntents = [
  z.object({ type: z.literal("chooseEvaluation"), recipe: z.string() }),
  /** Against its base. */
  z.object(intent("evaluate")),
  z.object({ type: z.literal("cancelEvaluation") }),
  z.object(intent("promote")),
  z.object({ type: z.literal("rollBack") }),
  z.object(intent("remove")),
  /** Shows which puzzles were gained and lost, and no longer. */
  z.object(intent("openPuzzles")),
  z.object({ type: z.literal("closePuzzles") }),
  /** Opens a document with attempts of both models at a puzzle. */
  z.object({ ...intent("openSamples"), puzzle: z.string() }),
] as const;
const modelIntent = z.discriminatedUnion("type", modelIntents);
export type ModelIntent = z.infer<typeof modelIntent>;
