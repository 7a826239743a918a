/**
 * Generate: the model writes puzzles, filters keep the good ones, the model tries to solve them, the judge decides.
 *
 * The model is asked one thing after another: for an attempt at the oldest puzzle that needs one, else for a new
 * candidate. So attempts run puzzle by puzzle (the server's prompt cache) and few puzzles are open at once.
 */
import { Counters } from "./counters.ts";
import { UserError } from "./errors.ts";
import { examine } from "./filter.ts";
import { KnownPuzzles } from "./knownPuzzles.ts";
import { SkillGuess } from "./likeness.ts";
import { ownPuzzles } from "./ownPuzzles.ts";
import { type FollowUp, Pipeline, type Task } from "./pipeline.ts";
import type { Clock, Judge, LanguageModel, ModelFacts, Queue, Run } from "./ports.ts";
import type { RejectReason } from "./puzzle.ts";
import { candidateSource, PuzzlePrompts } from "./puzzlePrompts.ts";
import { seededRandom } from "./random.ts";
import type { Recipe } from "./recipe.ts";
import type { RunEvent, RunSummary } from "./runEvents.ts";
import type { SeedPuzzle } from "./seed.ts";
import { judgeSample, type SampledSolution, sampleSolution } from "./solve.ts";
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
 * the queue cannot go on; the run then stays unfinished. Nothing is left running when it returns or throws.
 */
export async function generate(run: Run, recipe: Recipe, deps: GenerateDeps, signal: AbortSignal): Promise<RunSummary> {
  return new Generation(run, recipe, deps, signal).work();
}

class Generation {
  readonly #run: Run;
  readonly #recipe: Recipe;
  readonly #deps: GenerateDeps;
  readonly #cancel: AbortSignal;
  readonly #pipeline: Pipeline;
  readonly #started: number;
  readonly #counters: Counters;
  readonly #prompts: PuzzlePrompts;
  readonly #board: SolveBoard;
  readonly #known: KnownPuzzles;
  readonly #skills: SkillGuess;
  /** Candidates asked for, whatever became of them. */
  #candidates: number;
  #lastProgress = 0;

  constructor(run: Run, recipe: Recipe, deps: GenerateDeps, signal: AbortSignal) {
    this.#run = run;
    this.#recipe = recipe;
    this.#deps = deps;
    this.#cancel = signal;
    this.#pipeline = new Pipeline(deps.facts.concurrency, signal);
    this.#started = deps.clock();
    const tally = deps.queue.tallyOf(run.id);
    this.#counters = new Counters(tally);
    this.#candidates = tally.written;
    // A resumed run must not draw the same shuffles again: what is written so far moves the seed on.
    const random = seededRandom(run.seed + tally.written);
    const progress = deps.queue.progressOf(run.id);
    this.#skills = new SkillGuess(deps.seeds);
    const own = recipe.puzzles.own > 0 ? ownPuzzles(deps.queue, this.#skills) : [];
    this.#prompts = new PuzzlePrompts({ seeds: deps.seeds, own, wanted: run.examples }, recipe.puzzles, random);
    for (const { f } of progress) this.#prompts.countKept(this.#skills.of(f));
    this.#board = new SolveBoard(progress, [...deps.seeds, ...own], recipe.solutions);
    this.#known = new KnownPuzzles({ ...deps, run: progress });
  }

  async work(): Promise<RunSummary> {
    await this.#readExamples();
    await this.#pipeline.run(() => this.#nextTask());
    return this.#summarise();
  }

  /** A model may copy what the prompt shows: the examples of the request count as known. Throws for a held-out one. */
  async #readExamples(): Promise<void> {
    for (const example of this.#run.examples) {
      const inspection = await this.#deps.judge.inspect(example, this.#cancel);
      if (!inspection.ok) continue;
      if (this.#deps.heldOut.has(inspection.id)) {
        throw new UserError(
          "One of the examples is a held-out puzzle, which a prompt must not show.",
          "Give other examples: these puzzles say whether a model got better only while it has not seen them.",
        );
      }
      this.#known.see(inspection.id);
    }
  }

  #nextTask(): Task | undefined {
    if (this.#isDone()) return undefined;
    const solving = this.#board.next();
    if (solving) return () => this.#solve(solving);
    if (this.#candidates >= this.#run.count * this.#recipe.puzzles.candidatesPerPuzzle) return undefined;
    this.#candidates++;
    return () => this.#write();
  }

  /** Samples one candidate puzzle, for the filters. */
  async #write(): Promise<FollowUp> {
    const { prompt, name, shown } = this.#prompts.next();
    const request = { ...this.#recipe.puzzles.sampling, prompt, stop: PUZZLE_END };
    const completion = await this.#deps.model.complete(request, this.#pipeline.signal);
    if (completion.finish === "broken") return async () => this.#reject("", "broken", completion.detail, 0);
    return () => this.#examine(candidateSource(name, completion.text), shown, completion.tokens);
  }

  async #examine(source: string, shown: readonly string[], tokens: number): Promise<void> {
    const { judge, queue } = this.#deps;
    const { strictness, alike: mostAlike } = this.#recipe.puzzles;
    const options = { strictness, mostAlike, random: this.#prompts.random, known: this.#known, shown };
    const examination = await examine(source, judge, options, this.#pipeline.signal);
    if (!examination.kept) return this.#reject(source, examination.reason, examination.detail, tokens);
    const { puzzle } = examination;
    if (!queue.addPuzzle(this.#run.id, puzzle, tokens)) {
      return this.#reject(source, "inQueue", `A puzzle of the same content is there: ${puzzle.id}.`, tokens);
    }
    this.#counters.kept(tokens);
    this.#board.add(puzzle);
    this.#known.keep(puzzle.f);
    this.#prompts.countKept(this.#skills.of(puzzle.f));
    this.#emit({ event: "puzzle", id: puzzle.id, f: puzzle.f });
  }

  #reject(text: string, reason: RejectReason, detail: string, tokens: number): void {
    this.#deps.queue.addRejected(this.#run.id, text, reason, tokens);
    this.#counters.rejected(reason, tokens);
    this.#emit({ event: "rejected", reason, detail });
  }

  /** Samples one solution, for the judge. */
  async #solve(solving: Solving): Promise<FollowUp> {
    const { puzzle, examples } = solving;
    const { model } = this.#deps;
    const sample = await sampleSolution(puzzle, examples, model, this.#recipe.solutions, this.#pipeline.signal);
    return () => this.#judge(solving, sample);
  }

  async #judge(solving: Solving, sample: SampledSolution): Promise<void> {
    const { queue, judge } = this.#deps;
    const { timeoutMs, kept } = this.#recipe.solutions;
    const { puzzle } = solving;
    const judged = await judgeSample(puzzle.f, sample, judge, timeoutMs, this.#pipeline.signal);
    const { g, tokens, judgement } = judged;
    const pairId = queue.addAttempt(this.#run.id, { puzzleId: puzzle.id, g, tokens }, judgement);
    const verified = judgement.verdict === "verified";
    this.#counters.attempted(tokens, verified, solving.verified === 0);
    this.#board.settle(solving, verified);
    this.#emit({ event: "attempt", puzzle: puzzle.id, verdict: judgement.verdict, detail: judgement.detail });
    if (verified && pairId !== null) {
      queue.keepShortest(puzzle.id, kept);
      const isKept = queue.pair(pairId) !== undefined;
      if (isKept)
        this.#emit({ event: "pair", id: pairId, puzzle: puzzle.id, f: puzzle.f, g, answer: judgement.answer });
    }
    if (this.#board.isSpent(solving)) this.#emit({ event: "unsolved", puzzle: puzzle.id });
    if (this.#isDone()) this.#pipeline.stop();
  }

  #isDone(): boolean {
    return this.#counters.tally.solved >= this.#run.count;
  }

  /** Emits `event`, and the progress when it is due. */
  #emit(event: RunEvent): void {
    this.#deps.emit(event);
    const now = this.#deps.clock();
    if (now - this.#lastProgress < PROGRESS_EVERY) return;
    this.#lastProgress = now;
    const pace = this.#counters.pace(this.#run.count, (now - this.#started) / 1_000);
    this.#deps.emit({ event: "progress", tally: this.#counters.tally, ...pace });
  }

  #summarise(): RunSummary {
    const unfinished = this.#cancel.aborted ? "cancelled" : "exhausted";
    const end = this.#isDone() ? "done" : unfinished;
    if (end !== "cancelled") this.#deps.queue.finishRun(this.#run.id);
    return {
      event: "summary",
      run: this.#run.id,
      ...this.#counters.tally,
      seconds: (this.#deps.clock() - this.#started) / 1_000,
      model: this.#deps.facts.name,
      processor: this.#deps.facts.processor,
      end,
    };
  }
}
