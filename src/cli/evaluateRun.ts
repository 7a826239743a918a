/** Evaluates one model or two on this machine, or counts again what is on disk. */
import { join } from "node:path";
import type { Command } from "commander";
import { findTainted } from "../core/contamination.ts";
import { forbid } from "../core/dataset.ts";
import { BadInput, UserError } from "../core/errors.ts";
import { type EvaluateDeps, type EvaluationPlan, evaluate, setupOf, workedExamples } from "../core/evaluate.ts";
import {
  EVALUATION_RECIPES,
  type EvaluatedPuzzle,
  type EvaluationEvent,
  type EvaluationRecipe,
  type EvaluationSummary,
  type KeptAttempt,
  type TaintedPuzzle,
} from "../core/evaluation.ts";
import { differenceOf, type FigureOptions, figuresOf } from "../core/evaluationFigures.ts";
import { attemptsOf, chooseKs, chooseSome } from "../core/evaluationSets.ts";
import type { Judge } from "../core/ports.ts";
import { CONTEXT_TOKENS } from "../core/recipe.ts";
import type { SeedPuzzle } from "../core/seed.ts";
import { openAttempts, readAttempts } from "../node/evaluation/attemptFile.ts";
import { attemptFile, recordResult } from "../node/evaluation/evaluationFiles.ts";
import { readPuzzleSet } from "../node/evaluation/puzzleSet.ts";
import { readTrainedPuzzles, type TrainedPuzzles } from "../node/evaluation/trainedPuzzles.ts";
import { readSeeds } from "../node/seedFiles.ts";
import { withFileLock } from "../node/setup/fileLock.ts";
import type { SupervisorCommand } from "../node/setup/managedOllama.ts";
import { type ServedModel, serveModel } from "../node/setup/serveModel.ts";
import { createWorkspaceFiles, type WorkspaceFiles } from "../node/workspaceFiles.ts";
import type { EvaluateOptions } from "./evaluate.ts";
import { machineRequest } from "./machineOptions.ts";
import type { QueueDeps } from "./queueDeps.ts";
import { optionsOf } from "./terminal.ts";

export interface EvaluateCommandDeps extends Pick<QueueDeps, "startJudge"> {
  /** The folder of `seeds.jsonl` and `heldout.jsonl`. */
  readonly mediaFolder: string;
  readonly supervisor: SupervisorCommand;
}

/** The figures, and the attempts that they are made of. */
export interface Evaluated {
  readonly summary: EvaluationSummary;
  readonly attempts: { readonly model: readonly KeptAttempt[]; readonly against: readonly KeptAttempt[] };
}

const DEFAULT_ATTEMPTS = 10;
const DEFAULT_SEED = 1;
/** Checks at once; more would take the cores from the model. */
const JUDGE_WORKERS = 2;

type Emit = (event: EvaluationEvent) => void;

/** Throws `BadInput` for a set or options that cannot be, `UserError` where a person must act. */
export async function evaluateModels(
  options: EvaluateOptions,
  command: Command,
  deps: EvaluateCommandDeps,
  emit: Emit,
  signal: AbortSignal,
): Promise<Evaluated> {
  const { attempts: n = DEFAULT_ATTEMPTS, seed = DEFAULT_SEED, limit } = options;
  const counting = { n, ks: chooseKs(options.k, n), seed };
  const recipe = recipeOf(options);
  const seeds = readSeeds(deps.mediaFolder);
  await using resources = new AsyncDisposableStack();
  const judge = resources.adopt(await deps.startJudge(JUDGE_WORKERS, signal), (started) => started.close());
  const { puzzles: all, duplicates } = await readPuzzleSet(
    options.puzzles ?? join(deps.mediaFolder, "heldout.jsonl"),
    judge,
    signal,
  );
  if (duplicates > 0)
    emit({ event: "note", text: `${duplicates} puzzles of the set are there twice, and count once.` });
  const files = createWorkspaceFiles(optionsOf(command).workspace);
  const { ollama, promoted } = machineRequest(command, deps.supervisor);
  const open = async (named: string | undefined) => {
    const wish = { named, promoted };
    const served = await serveModel(ollama, wish, CONTEXT_TOKENS, signal);
    resources.adopt(served, (lease) => lease.release());
    return candidateOf(served, { recipe, seed, seeds, files, emit });
  };
  const model = await open(options.model);
  const against = options.against === undefined ? undefined : await open(options.against);
  if (model.served.digest === against?.served.digest) {
    throw new BadInput(`${model.served.name} and ${against.served.name} are the same weights.`, "Compare two models.");
  }
  const candidates = against === undefined ? [model] : [model, against];
  const chosen = chooseSome(all, ({ id }) => id, { limit, seed });
  const { puzzles, contaminated } = withoutTainted(chosen, candidates, options, emit);
  const work: Work = { puzzles, n, judge, seeds, files, emit };
  const done: Attempted[] = [];
  for (const candidate of candidates) done.push(await attempt(candidate, work, signal));
  const [own, other] = done.map(({ attempts }) => attempts);
  const asked = done.reduce((sum, each) => sum + each.asked, 0);
  const paths = done.map(({ path }) => path);
  const evaluated = count(own ?? [], other, counting, { asked, contaminated, files: paths });
  if (options.contaminated !== true) recordResult(files, evaluated.summary);
  return evaluated;
}

/** The same figures from files of attempts. Throws `BadInput` where these are none, or `k` is more than they have. */
export function recount(options: EvaluateOptions, paths: readonly string[]): Evaluated {
  const { model, against, limit, contaminated } = options;
  const all = paths.flatMap(readAttempts).filter(({ taint }) => taint === undefined || contaminated === true);
  const first = attemptsOf(against === undefined ? all : all.filter((each) => each.model !== against), model);
  const seed = options.seed ?? first[0]?.seed ?? DEFAULT_SEED;
  const n = options.attempts ?? 1 + first.reduce((most, { number }) => Math.max(most, number), 0);
  const counting = { n, ks: chooseKs(options.k, n), seed };
  const ids = chooseSome([...new Set(first.map(({ puzzle }) => puzzle))], (id) => id, { limit, seed });
  const wanted = new Set(ids);
  const some = (attempts: readonly KeptAttempt[]) => attempts.filter(({ puzzle }) => wanted.has(puzzle));
  const second = against === undefined ? undefined : some(attemptsOf(all, against));
  return count(some(first), second, counting, { asked: 0, contaminated: [], files: paths });
}

/** One of the models, and the way in which it is asked. */
interface Candidate {
  readonly served: ServedModel;
  readonly trained: TrainedPuzzles;
  readonly plan: Omit<EvaluationPlan, "puzzles" | "n">;
  /** Seeds that its prompts show. */
  readonly shown: readonly SeedPuzzle[];
}

async function candidateOf(
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
function withoutTainted(
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

interface Work extends Pick<EvaluateDeps, "seeds" | "emit"> {
  readonly puzzles: readonly EvaluatedPuzzle[];
  readonly n: number;
  readonly judge: Judge;
  readonly files: WorkspaceFiles;
}

interface Attempted {
  readonly path: string;
  /** How many attempts had to be made. */
  readonly asked: number;
  readonly attempts: readonly KeptAttempt[];
}

/** Makes the attempts that are missing; returns all that count. */
async function attempt(
  { served, plan }: Candidate,
  { puzzles, n, judge, seeds, files, emit }: Work,
  signal: AbortSignal,
): Promise<Attempted> {
  const path = attemptFile(files, plan.digest, plan.recipe.name, setupOf(plan, seeds));
  const work = async () => {
    using record = openAttempts(path);
    const parts = { model: served.model, judge, record, seeds, clock: Date.now, emit };
    const asked = await evaluate({ ...plan, puzzles, n }, parts, signal);
    const wanted = new Set(puzzles.map(({ id }) => id));
    const counted = record.kept.filter(({ puzzle }) => wanted.has(puzzle));
    // The same weights may have been evaluated under another name.
    return { path, asked, attempts: counted.map((each) => ({ ...each, model: plan.model })) };
  };
  return await withFileLock(`${path}.lock`, work, signal, () => {
    throw new UserError(`${plan.model} is being evaluated already.`, "Wait for its end, or stop that process first.");
  });
}

function count(
  own: readonly KeptAttempt[],
  other: readonly KeptAttempt[] | undefined,
  counting: FigureOptions,
  rest: Pick<EvaluationSummary, "asked" | "contaminated" | "files">,
): Evaluated {
  const { seed } = counting;
  const figures = { event: "summary", ...figuresOf(own, counting), seed, ...rest } as const;
  if (other === undefined) return { summary: figures, attempts: { model: own, against: [] } };
  const compared = { against: figuresOf(other, counting), difference: differenceOf(own, other, counting) };
  return { summary: { ...figures, ...compared }, attempts: { model: own, against: other } };
}

function recipeOf({ recipe: wanted }: EvaluateOptions): EvaluationRecipe {
  const found = EVALUATION_RECIPES.find(({ name }) => name === wanted);
  if (found === undefined) throw new Error(`There is no evaluation recipe ${wanted}.`);
  return found;
}
