/** Evaluates one model or two on this machine. */
import { join } from "node:path";
import type { Command } from "commander";
import { BadInput, UserError } from "../core/errors.ts";
import { type EvaluateDeps, evaluate, setupOf } from "../core/evaluate.ts";
import {
  EVALUATION_RECIPES,
  type EvaluatedPuzzle,
  type EvaluationEvent,
  type EvaluationRecipe,
  type KeptAttempt,
  type TaintedPuzzle,
} from "../core/evaluation.ts";
import type { FigureOptions } from "../core/evaluationFigures.ts";
import { chooseKs, chooseSome, ofLevels } from "../core/evaluationSets.ts";
import type { Judge } from "../core/ports.ts";
import { CONTEXT_TOKENS } from "../core/recipe.ts";
import { openAttempts } from "../node/evaluation/attemptFile.ts";
import { attemptFile, recordResult } from "../node/evaluation/evaluationFiles.ts";
import { readPuzzleSet } from "../node/evaluation/puzzleSet.ts";
import { readSeeds } from "../node/seedFiles.ts";
import { withFileLock } from "../node/setup/fileLock.ts";
import type { SupervisorCommand } from "../node/setup/managedOllama.ts";
import { serveModel } from "../node/setup/serveModel.ts";
import { createWorkspaceFiles, type WorkspaceFiles, workspaceFiles } from "../node/workspaceFiles.ts";
import type { EvaluateOptions } from "./evaluate.ts";
import { type Candidate, candidateOf, withoutTainted } from "./evaluateCandidates.ts";
import { count, DEFAULT_SEED, type Evaluated } from "./evaluateCount.ts";
import { machineRequest } from "./machineOptions.ts";
import type { QueueDeps } from "./queueDeps.ts";
import { optionsOf } from "./terminal.ts";

export interface EvaluateCommandDeps extends Pick<QueueDeps, "startJudge"> {
  /** The folder of `seeds.jsonl` and `heldout.jsonl`. */
  readonly mediaFolder: string;
  readonly supervisor: SupervisorCommand;
}

const DEFAULT_ATTEMPTS = 10;
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
  const counting = countingOf(options);
  const { model, against, contaminated: all } = options;
  const names = against === undefined ? [model] : [model, against];
  const { attempts, ollama: _, ...rest } = await attemptAll(names, options, command, deps, emit, signal);
  const [own = [], other] = attempts;
  const evaluated = count(own, other, counting, rest);
  if (all !== true) recordResult(workspaceFiles(optionsOf(command).workspace), evaluated.summary);
  return evaluated;
}

/** What the figures are computed with. Throws `BadInput` for a k that is more than the attempts. */
export function countingOf({ attempts: n = DEFAULT_ATTEMPTS, seed = DEFAULT_SEED, k }: EvaluateOptions): FigureOptions {
  return { n, ks: chooseKs(k, n), seed };
}

/** The attempts of each model at the same puzzles; those that are missing are made, one model after the other. */
export async function attemptAll(
  names: readonly (string | undefined)[],
  options: EvaluateOptions,
  command: Command,
  deps: EvaluateCommandDeps,
  emit: Emit,
  signal: AbortSignal,
): Promise<AllAttempted> {
  const { n, seed } = countingOf(options);
  const recipe = recipeOf(options);
  const seeds = readSeeds(deps.mediaFolder);
  await using resources = new AsyncDisposableStack();
  const judge = resources.adopt(await deps.startJudge(JUDGE_WORKERS, signal), (started) => started.close());
  const path = options.puzzles ?? join(deps.mediaFolder, "heldout.jsonl");
  const { puzzles: all, duplicates, leftOut } = await readPuzzleSet(path, judge, signal);
  if (duplicates > 0) {
    emit({ event: "note", text: `${duplicates} puzzles of the set are there twice, and count once.` });
  }
  if (leftOut.length > 0) {
    const text = `${leftOut.length} functions of the set are left out: their tests cannot be kept apart from a solution. ${leftOut.join("; ")}.`;
    emit({ event: "note", text });
  }
  const files = createWorkspaceFiles(optionsOf(command).workspace);
  const { ollama, promoted } = machineRequest(command, deps.supervisor);
  const candidates: Candidate[] = [];
  for (const named of names) {
    const served = await serveModel(ollama, { named, promoted }, CONTEXT_TOKENS, signal);
    resources.adopt(served, (lease) => lease.release());
    const same = candidates.find((other) => other.served.digest === served.digest);
    if (same !== undefined && options.against !== undefined) {
      throw new BadInput(`${same.served.name} and ${served.name} are the same weights.`, "Compare two models.");
    }
    candidates.push(await candidateOf(served, { recipe, seed, seeds, files, emit }));
  }
  const chosen = chooseSome(ofLevels(all, options.levels), ({ id }) => id, { limit: options.limit, seed });
  const { puzzles, contaminated } = withoutTainted(chosen, candidates, options, emit);
  const work: Work = { puzzles, n, judge, seeds, files, emit };
  const done: Attempted[] = [];
  for (const candidate of candidates) done.push(await attempt(candidate, work, signal));
  return {
    attempts: done.map(({ attempts }) => attempts),
    asked: done.reduce((sum, each) => sum + each.asked, 0),
    contaminated,
    ollama: candidates[0]?.served.ollama ?? "",
    files: done.map(({ path }) => path),
  };
}

/** Attempts and their files: an item for each model, in the order of the names. */
interface AllAttempted {
  readonly attempts: readonly (readonly KeptAttempt[])[];
  /** How many attempts had to be made. */
  readonly asked: number;
  readonly contaminated: readonly TaintedPuzzle[];
  /** Version of the server. */
  readonly ollama: string;
  readonly files: readonly string[];
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
    const asWanted = new Map(puzzles.map(({ id, name, skill, level }) => [id, { name, skill, level }]));
    // The same weights may have been evaluated under another name, the same puzzles in another set.
    const attempts = record.kept.flatMap((each) => {
      const puzzle = asWanted.get(each.puzzle);
      return puzzle === undefined ? [] : [{ ...each, ...puzzle, model: plan.model }];
    });
    return { path, asked, attempts };
  };
  return await withFileLock(`${path}.lock`, work, signal, () => {
    throw new UserError(`${plan.model} is being evaluated already.`, "Wait for its end, or stop that process first.");
  });
}

/** The recipe that models are asked by. */
export function recipeOf({ recipe: wanted }: EvaluateOptions): EvaluationRecipe {
  const found = EVALUATION_RECIPES.find(({ name }) => name === wanted);
  if (found === undefined) throw new Error(`There is no evaluation recipe ${wanted}.`);
  return found;
}
