/** The models that are evaluated: how each is asked, and which puzzles say nothing about it. */
import { findTainted } from "../core/contamination.ts";
import { forbid } from "../core/dataset.ts";
import { UserError } from "../core/errors.ts";
import { type EvaluationPlan, workedExamples } from "../core/evaluate.ts";
import type { EvaluatedPuzzle, EvaluationEvent, EvaluationRecipe, TaintedPuzzle } from "../core/evaluation.ts";
import type { SeedPuzzle } from "../core/seed.ts";
import { readTrainedPuzzles, type TrainedPuzzles } from "../node/evaluation/trainedPuzzles.ts";
import type { ServedModel } from "../node/setup/serveModel.ts";
import type { WorkspaceFiles } from "../node/workspaceFiles.ts";
import type { EvaluateOptions } from "./evaluate.ts";

type Emit = (event: EvaluationEvent) => void;

/** One of the models, and the way in which it is asked. */
export interface Candidate {
  readonly served: ServedModel;
  readonly trained: TrainedPuzzles;
  readonly plan: Omit<EvaluationPlan, "puzzles" | "n">;
  /** Seeds that its prompts show. */
  readonly shown: readonly SeedPuzzle[];
}

/** Reads what the model has seen, which decides how it is asked. */
export async function candidateOf(
  served: ServedModel,
  parts: {
    readonly recipe: EvaluationRecipe;
    readonly seed: number;
    readonly seeds: readonly SeedPuzzle[];
    readonly files: WorkspaceFiles;
    readonly emit: Emit;
  },
): Promise<Candidate> {
  const { recipe, seed, seeds, files, emit } = parts;
  const { name: model, digest } = served;
  const trained = await readTrainedPuzzles(files, digest);
  if (trained.unknown > 0) {
    const text = `${trained.unknown} pairs that ${model} was trained on are in no file any more: the set was not compared with them.`;
    emit({ event: "note", text });
  }
  const prompting = trained.lineage === undefined ? "worked" : "bare";
  const plan = { model, digest, recipe, prompting, seed } as const;
  const examples = new Set(workedExamples(plan, seeds).map(({ f }) => f));
  return { served, trained, plan, shown: seeds.filter(({ f }) => examples.has(f)) };
}

/** The puzzles that say something about all of the models, or all of them where a person wants that. */
export function withoutTainted(
  puzzles: readonly EvaluatedPuzzle[],
  candidates: readonly Candidate[],
  { contaminated: keep }: EvaluateOptions,
  emit: Emit,
): { puzzles: readonly EvaluatedPuzzle[]; contaminated: readonly TaintedPuzzle[] } {
  const seen = candidates.map(({ served, trained, shown }) => ({
    model: served.name,
    trained: forbid(trained.puzzles),
    shown,
  }));
  const contaminated = findTainted(puzzles, seen);
  for (const each of contaminated) emit({ event: "contaminated", ...each });
  const taints = new Map(contaminated.map(({ puzzle, taint }) => [puzzle, taint]));
  const marked = puzzles.map((puzzle) => ({ ...puzzle, taint: taints.get(puzzle.id) }));
  const left = keep === true ? marked : marked.filter(({ taint }) => taint === undefined);
  if (left.length > 0) return { puzzles: left, contaminated };
  throw new UserError(
    "Every puzzle of the set was trained on, or is shown in the prompts.",
    "Take another set, or count them all the same with --contaminated.",
  );
}
