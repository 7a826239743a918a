/**
 * Generate: the model writes puzzles, filters keep the good ones, the model tries to solve them, the judge decides.
 *
 * As many workers as the server takes requests at once pull one task after another: an attempt at the oldest unsolved
 * puzzle if there is one, else a new candidate. So attempts run puzzle by puzzle (the server's prompt cache), no list
 * between stages grows past the number of workers, and filters and judge work while the model writes on.
 */
import { Changes } from "./changes.ts";
import { Counters } from "./counters.ts";
import { examine } from "./filter.ts";
import type { Clock, Judge, LanguageModel, ModelFacts, Queue, Run } from "./ports.ts";
import { candidateSource, PuzzlePrompts } from "./puzzlePrompts.ts";
import { seededRandom } from "./random.ts";
import type { Recipe } from "./recipe.ts";
import type { RunEvent, RunSummary } from "./runEvents.ts";
import type { SeedPuzzle } from "./seed.ts";
import { sampleSolution } from "./solve.ts";
import { SolveBoard, type Solving } from "./solveBoard.ts";

export interface GenerateDeps {
  readonly model: LanguageModel;
  readonly facts: ModelFacts;
  readonly judge: Judge;
  readonly queue: Queue;
  readonly clock: Clock;
  readonly seeds: readonly SeedPuzzle[];
  /** Content ids that no generated puzzle may have. */
  readonly heldOut: ReadonlySet<string>;
  readonly emit: (event: RunEvent) => void;
}

/** Texts after which a puzzle is over. */
const PUZZLE_END = ["\n\n\n", "\ndef", "\n#", "\nassert", "\nprint", "\nclass"];
/** Milliseconds between two progress events. */
const PROGRESS_EVERY = 500;

/**
 * Works on `run` until its count of puzzles is solved, the recipe's budget is spent, or `signal` aborts; every outcome
 * is on disk before it is emitted, so a run can be taken up again after a kill. Throws `UserError` when the model or
 * the queue cannot go on.
 */
export async function generate(run: Run, recipe: Recipe, deps: GenerateDeps, signal: AbortSignal): Promise<RunSummary> {
  return new Generation(run, recipe, deps, signal).work();
}

class Generation {
  readonly #run: Run;
  readonly #recipe: Recipe;
  readonly #deps: GenerateDeps;
  readonly #started: number;
  readonly #counters: Counters;
  readonly #prompts: PuzzlePrompts;
  readonly #board: SolveBoard;
  readonly #seedIds: ReadonlySet<string>;
  readonly #seen = new Set<string>();
  readonly #changes = new Changes();
  /** Filters and verdicts under way; bounded by the workers, which wait while there are as many. */
  readonly #pending = new Set<Promise<void>>();
  readonly #stop = new AbortController();
  readonly #signal: AbortSignal;
  readonly #cancel: AbortSignal;
  #writing = 0;
  #lastProgress = 0;

  constructor(run: Run, recipe: Recipe, deps: GenerateDeps, signal: AbortSignal) {
    this.#run = run;
    this.#recipe = recipe;
    this.#deps = deps;
    this.#cancel = signal;
    this.#signal = AbortSignal.any([signal, this.#stop.signal]);
    this.#started = deps.clock();
    this.#counters = new Counters(deps.queue.tallyOf(run.id));
    // A resumed run must not draw the same shuffles again: what is written so far moves the seed on.
    const random = seededRandom(run.seed + this.#counters.tally.written);
    this.#prompts = new PuzzlePrompts(deps.seeds, run.examples, recipe.puzzles, random);
    this.#board = new SolveBoard(deps.queue.progressOf(run.id), deps.seeds, recipe.solutions);
    this.#seedIds = new Set(deps.seeds.map((seed) => seed.id));
  }

  async work(): Promise<RunSummary> {
    const workers = Array.from({ length: this.#deps.facts.concurrency }, () => this.#worker());
    const ends = await Promise.allSettled(workers);
    await Promise.allSettled(this.#pending);
    const failure = ends.find((end) => end.status === "rejected" && !this.#signal.aborted);
    const reason: unknown = this.#stop.signal.aborted ? this.#stop.signal.reason : undefined;
    if (reason instanceof Failure) throw reason.cause;
    if (failure?.status === "rejected") throw failure.reason;
    return this.#summarise();
  }

  async #worker(): Promise<void> {
    while (!this.#signal.aborted && !this.#isDone()) {
      const solving = this.#board.next();
      try {
        if (solving) await this.#attempt(solving);
        else if (this.#mayWrite()) await this.#write();
        else if (this.#pending.size + this.#writing === 0) return;
        else await this.#changes.next();
        if (this.#pending.size > this.#deps.facts.concurrency) await Promise.race(this.#pending);
      } catch (error) {
        if (!this.#signal.aborted) this.#stop.abort(new Failure(error));
      }
      this.#changes.announce();
    }
    this.#changes.announce();
  }

  /** Samples one candidate puzzle and hands it to the filters. */
  async #write(): Promise<void> {
    this.#writing++;
    try {
      const { prompt, name, shown } = this.#prompts.next();
      const { sampling } = this.#recipe.puzzles;
      const completion = await this.#deps.model.complete({ ...sampling, prompt, stop: PUZZLE_END }, this.#signal);
      if (completion.finish === "broken") return this.#reject("", "broken", completion.detail, 0);
      const source = candidateSource(name, completion.text);
      this.#follow(this.#examine(source, shown, completion.tokens));
    } finally {
      this.#writing--;
    }
  }

  async #examine(source: string, shown: readonly string[], tokens: number): Promise<void> {
    const examination = await examine(
      source,
      this.#deps.judge,
      {
        strictness: this.#recipe.puzzles.strictness,
        random: this.#prompts.random,
        known: (id) => this.#knownAs(id),
        shown,
      },
      this.#signal,
    );
    if (!examination.kept) return this.#reject(source, examination.reason, examination.detail, tokens);
    const { puzzle } = examination;
    if (!this.#deps.queue.addPuzzle(this.#run.id, puzzle, tokens)) {
      return this.#reject(source, "inQueue", `A puzzle of the same content is there: ${puzzle.id}.`, tokens);
    }
    this.#counters.kept(tokens);
    this.#board.add(puzzle);
    this.#deps.emit({ event: "puzzle", id: puzzle.id, f: puzzle.f });
  }

  #knownAs(id: string) {
    if (this.#seedIds.has(id)) return "inSeeds";
    if (this.#deps.heldOut.has(id)) return "inHeldOut";
    if (this.#seen.has(id)) return "inBatch";
    this.#seen.add(id);
    return this.#deps.queue.hasPuzzle(id) ? "inQueue" : undefined;
  }

  #reject(text: string, reason: Parameters<Counters["rejected"]>[0], detail: string, tokens: number): void {
    this.#deps.queue.addRejected(this.#run.id, text, reason, tokens);
    this.#counters.rejected(reason, tokens);
    this.#deps.emit({ event: "rejected", reason, detail });
  }

  /** Samples one solution and hands it to the judge. */
  async #attempt(solving: Solving): Promise<void> {
    const { puzzle, examples } = solving;
    const sample = await sampleSolution(puzzle, examples, this.#deps.model, this.#recipe.solutions, this.#signal);
    this.#follow(this.#judge(solving, sample));
  }

  async #judge(solving: Solving, sample: Awaited<ReturnType<typeof sampleSolution>>): Promise<void> {
    const { queue, judge, emit } = this.#deps;
    const { puzzle } = solving;
    const { g, tokens } = "broken" in sample ? { g: "", tokens: 0 } : sample;
    const judgement =
      "broken" in sample
        ? ({ verdict: "malformed", detail: sample.broken, ms: 0 } as const)
        : await judge.judge({ f: puzzle.f, g }, this.#recipe.solutions.timeoutMs, this.#signal);
    const pairId = queue.addAttempt(this.#run.id, { puzzleId: puzzle.id, g, tokens }, judgement);
    const verified = judgement.verdict === "verified";
    this.#counters.attempted(tokens, verified, solving.verified === 0);
    this.#board.settle(solving, verified);
    emit({ event: "attempt", puzzle: puzzle.id, verdict: judgement.verdict, detail: judgement.detail });
    if (verified && pairId !== null) {
      emit({ event: "pair", id: pairId, puzzle: puzzle.id, f: puzzle.f, g, answer: judgement.answer });
      queue.keepShortest(puzzle.id, this.#recipe.solutions.kept);
    }
    if (this.#board.isSpent(solving)) emit({ event: "unsolved", puzzle: puzzle.id });
  }

  /** Lets `stage` go on while the worker asks the model again; its failure ends the run. */
  #follow(stage: Promise<void>): void {
    const tracked = stage
      .catch((error: unknown) => {
        if (!this.#signal.aborted) this.#stop.abort(new Failure(error));
      })
      .finally(() => {
        this.#pending.delete(tracked);
        this.#reportProgress();
        if (this.#isDone()) this.#stop.abort();
        this.#changes.announce();
      });
    this.#pending.add(tracked);
  }

  #isDone(): boolean {
    return this.#counters.tally.solved >= this.#run.count;
  }

  #mayWrite(): boolean {
    const budget = this.#run.count * this.#recipe.puzzles.candidatesPerPuzzle;
    return this.#counters.tally.written + this.#writing < budget;
  }

  #reportProgress(): void {
    const now = this.#deps.clock();
    if (now - this.#lastProgress < PROGRESS_EVERY) return;
    this.#lastProgress = now;
    const pace = this.#counters.pace(this.#run.count, (now - this.#started) / 1_000);
    this.#deps.emit({ event: "progress", tally: this.#counters.tally, ...pace });
  }

  #summarise(): RunSummary {
    const cancelled = this.#cancel.aborted && !this.#isDone();
    if (!cancelled) this.#deps.queue.finishRun(this.#run.id);
    return {
      event: "summary",
      run: this.#run.id,
      ...this.#counters.tally,
      seconds: (this.#deps.clock() - this.#started) / 1_000,
      model: this.#deps.facts.name,
      processor: this.#deps.facts.processor,
      end: cancelled ? "cancelled" : this.#isDone() ? "done" : "exhausted",
    };
  }
}

/** Carries what went wrong in one stage to the end of the run. */
class Failure extends Error {
  constructor(cause: unknown) {
    super("a stage of the run failed", { cause });
  }
}
