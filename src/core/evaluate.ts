/**
 * Evaluate: n attempts at every puzzle of a set, the same way for every model. What was attempted before is not asked
 * for again, so an evaluation goes on after a kill, and more attempts only add to those that are there.
 */
import { createHash } from "node:crypto";
import { TUNED_BODY_START } from "./datasetRows.ts";
import type {
  AttemptRecord,
  EvaluatedPuzzle,
  EvaluationEvent,
  EvaluationRecipe,
  KeptAttempt,
  Prompting,
} from "./evaluation.ts";
import { sampleFunction } from "./functionTask.ts";
import { Pipeline, type Task } from "./pipeline.ts";
import type { Clock, Judge, LanguageModel } from "./ports.ts";
import type { WorkedExample } from "./prompt.ts";
import type { SeedPuzzle } from "./seed.ts";
import { chooseWorkedExamples, judgeSample, sampleSolution } from "./solve.ts";

/** What one model is asked. */
export interface EvaluationPlan {
  readonly model: string;
  readonly digest: string;
  readonly recipe: EvaluationRecipe;
  readonly prompting: Prompting;
  readonly seed: number;
  readonly puzzles: readonly EvaluatedPuzzle[];
  /** Attempts at each puzzle. */
  readonly n: number;
}

export interface EvaluateDeps {
  readonly model: LanguageModel;
  readonly judge: Judge;
  readonly record: AttemptRecord;
  readonly seeds: readonly SeedPuzzle[];
  readonly clock: Clock;
  readonly emit: (event: EvaluationEvent) => void;
}

/** The least number of milliseconds between two progress events. */
const PROGRESS_EVERY = 500;

interface Missing {
  readonly puzzle: EvaluatedPuzzle;
  readonly number: number;
}

/**
 * Makes the attempts that are missing, and returns how many these were; each is in the record before it is told. The
 * model is loaded only where there is one to make. Throws the signal's reason when it aborts, and `UserError` when the
 * model cannot go on; what was done until then is kept.
 */
export async function evaluate(plan: EvaluationPlan, deps: EvaluateDeps, signal: AbortSignal): Promise<number> {
  const { model, digest, prompting, puzzles, n } = plan;
  const { emit } = deps;
  const missing = missingOf(plan, deps.record.kept);
  const kept = puzzles.length * n - missing.length;
  emit({ event: "started", model, digest, prompting, puzzles: puzzles.length, n, kept });
  if (missing.length === 0) return 0;
  const { concurrency } = await deps.model.describe(signal);
  const pipeline = new Pipeline(concurrency, signal);
  const progress = new Progress(plan.model, missing.length, deps);
  let next = 0;
  await pipeline.run(() => {
    const each = missing[next++];
    // Where the puzzle is itself a seed, its own solution is no example.
    const examples = workedExamples(
      plan,
      deps.seeds.filter(({ id }) => id !== each?.puzzle.id),
    );
    return each && taskOf(each, examples, plan, { ...deps, concurrency, pipeline, progress });
  });
  signal.throwIfAborted();
  return missing.length;
}

/** The parameters that attempts depend on, in short: attempts of other parameters are not counted together. */
export function setupOf(
  plan: Pick<EvaluationPlan, "recipe" | "prompting" | "seed">,
  seeds: readonly SeedPuzzle[],
): string {
  const { about: _, ...parameters } = plan.recipe;
  const text = JSON.stringify([parameters, plan.prompting, plan.seed, workedExamples(plan, seeds)]);
  return createHash("sha256").update(text).digest("hex").slice(0, 12);
}

/** What the prompts for all puzzles show. */
export function workedExamples(
  { recipe, prompting }: Pick<EvaluationPlan, "recipe" | "prompting">,
  seeds: readonly SeedPuzzle[],
): readonly WorkedExample[] {
  return prompting === "bare" ? [] : chooseWorkedExamples(seeds, [], { ...recipe, worked: "fixed" });
}

/** All attempts at one puzzle together, so that the server finds its prompt read already. */
function missingOf({ puzzles, n }: EvaluationPlan, kept: readonly KeptAttempt[]): Missing[] {
  const there = new Set(kept.map(({ puzzle, number }) => `${puzzle} ${number}`));
  return puzzles.flatMap((puzzle) =>
    Array.from({ length: n }, (_, number) => ({ puzzle, number })).filter(
      ({ number }) => !there.has(`${puzzle.id} ${number}`),
    ),
  );
}

interface TaskParts extends EvaluateDeps {
  readonly concurrency: number;
  readonly pipeline: Pipeline;
  readonly progress: Progress;
}

function taskOf(
  { puzzle, number }: Missing,
  examples: readonly WorkedExample[],
  { model, digest, recipe, prompting, seed }: EvaluationPlan,
  { model: served, judge, record, clock, emit, concurrency, pipeline, progress }: TaskParts,
): Task {
  const sampling = { ...recipe.sampling, seed: seedOf(seed, puzzle.id, number) };
  return async () => {
    const begun = clock();
    const asked = { sampling, bodyStart: TUNED_BODY_START } as const;
    const sample = await (puzzle.task === undefined
      ? sampleSolution(puzzle, examples, served, asked, pipeline.signal)
      : sampleFunction(puzzle.task, served, sampling, pipeline.signal));
    const seconds = (clock() - begun) / 1_000 / concurrency;
    return async () => {
      const judged = await judgeSample(puzzle.f, sample, judge, recipe.timeoutMs, pipeline.signal);
      const { g, tokens, judgement } = judged;
      const { verdict, detail } = judgement;
      const { id, name, skill, level, taint } = puzzle;
      const from = { model, digest, recipe: recipe.name, prompting, seed };
      record.keep({ ...from, puzzle: id, name, skill, level, taint, number, g, verdict, detail, tokens, seconds });
      emit({ event: "attempt", model, puzzle: id, verdict });
      progress.count(tokens, verdict === "verified");
    };
  };
}

/** 31 bits, which every sampler takes. */
function seedOf(seed: number, puzzle: string, number: number): number {
  const hash = createHash("sha256").update(`${seed} ${puzzle} ${number}`).digest();
  return hash.readUInt32BE(0) >>> 1;
}

/** Counts what this run does, and tells it now and then. */
class Progress {
  readonly #model: string;
  readonly #total: number;
  readonly #deps: Pick<EvaluateDeps, "clock" | "emit">;
  readonly #begun: number;
  #told = 0;
  #done = 0;
  #verified = 0;
  #tokens = 0;

  constructor(model: string, total: number, deps: Pick<EvaluateDeps, "clock" | "emit">) {
    this.#model = model;
    this.#total = total;
    this.#deps = deps;
    this.#begun = deps.clock();
  }

  count(tokens: number, verified: boolean): void {
    this.#done++;
    this.#tokens += tokens;
    if (verified) this.#verified++;
    const now = this.#deps.clock();
    if (now - this.#told < PROGRESS_EVERY && this.#done < this.#total) return;
    this.#told = now;
    const seconds = Math.max(now - this.#begun, 1) / 1_000;
    this.#deps.emit({
      event: "progress",
      model: this.#model,
      done: this.#done,
      total: this.#total,
      verified: this.#verified,
      tokensPerSecond: this.#tokens / seconds,
      secondsLeft: ((this.#total - this.#done) * seconds) / this.#done,
    });
  }
}
