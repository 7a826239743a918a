/**
 * A world for experiments, in which a model is as good as its arm and seed say, and which can be killed at any point: what
 * was done stays, as on a disk. Its queue grows with every look at it.
 */
import type { KeptAttempt } from "../../src/core/evaluation.ts";
import {
  ARMS,
  type Arm,
  type ArmPairs,
  type ExperimentParameters,
  type TrainedArm,
} from "../../src/core/experiment.ts";
import { type ExperimentEvent, type ExperimentPorts, runExperiment } from "../../src/core/experimentRun.ts";
import { summariseExperiment } from "../../src/core/experimentSummary.ts";
import { SOLVE_RATE_WINDOW } from "../../src/core/pairSelection.ts";
import { Fuse } from "./fuse.ts";

export const COUNTING = { n: 2, ks: [1, 2], seed: 1 };
const PUZZLES = 8;
const never = new AbortController().signal;

/** A model's attempts, two at each puzzle. */
export function attemptsAt(model: string, puzzles: number, isSolved: (puzzle: number) => boolean): KeptAttempt[] {
  return Array.from({ length: puzzles * COUNTING.n }, (_, index) => {
    const puzzle = Math.floor(index / COUNTING.n);
    return {
      ...{
        model,
        digest: model,
        recipe: "paper",
        prompting: "bare",
        seed: 1,
        g: "",
        detail: "",
        tokens: 1,
        seconds: 1,
      },
      ...{ puzzle: `p${puzzle}`, number: index % COUNTING.n, verdict: isSolved(puzzle) ? "verified" : "refuted" },
    } as KeptAttempt;
  });
}

/** Solves more the later its arm stands, and one more or less by the seed. */
function skillOf(model: string): number {
  const [arm = "", seed = "0"] = model.split("-");
  return 2 + ARMS.indexOf(arm as Arm) + (Number(seed) % 2);
}

const PARAMETERS = {
  pairs: 4,
  recipe: "adaptive",
  window: SOLVE_RATE_WINDOW,
  ks: [1, 2],
} as unknown as ExperimentParameters;

export class ExperimentWorld {
  /** What was really done, in order; nothing of it twice. */
  readonly work: string[] = [];
  readonly events: ExperimentEvent[] = [];
  readonly fuse = new Fuse();
  #looks = 0;
  #trainings = 0;
  readonly pairs = new Map<number, ArmPairs>();
  readonly trainings = new Map<string, string>();
  readonly #done = new Set<string>();

  run(seeds: readonly number[]): ReturnType<typeof runExperiment> {
    return runExperiment({ base: "base", seeds }, this.#ports(), never);
  }

  /** The figures of a whole run. */
  async summary(seeds: readonly number[], base = "base") {
    const { bySeed, contaminated, ollama } = await this.run(seeds);
    const machine = { processor: "Some <CPU>", cores: 2, memory: 24e9, system: "Linux 6, x64" };
    const versions = { autodidact: "4.5.6", ollama };
    const names = { experiment: "mine", base, parameters: PARAMETERS, machine, versions, report: "report.html" };
    return { summary: summariseExperiment(names, bySeed, contaminated, COUNTING), bySeed };
  }

  /** As the fuse's own. */
  runKilled(after: readonly number[], seeds: readonly number[]): ReturnType<typeof runExperiment> {
    return this.fuse.runKilled(after, () => this.run(seeds));
  }

  #ports(): ExperimentPorts {
    return {
      record: (seed) => ({
        id: `seed ${seed}`,
        pairs: async () => this.pairs.get(seed),
        keepPairs: async (pairs) => {
          this.fuse.pass();
          this.pairs.set(seed, pairs);
          this.fuse.pass();
        },
        trainingOf: (arm) => this.trainings.get(`${seed} ${arm}`),
        keepTraining: async (arm, id) => {
          this.fuse.pass();
          this.trainings.set(`${seed} ${arm}`, id);
          this.fuse.pass();
        },
      }),
      choosePairs: (seed) => {
        this.#looks += 1;
        const of = (arm: TrainedArm) =>
          Array.from({ length: 4 }, (_, n) => {
            const id = `${arm} ${seed} ${n} at look ${this.#looks}`;
            return { id, puzzleId: id, f: "", header: "", g: "", round: 1, solveRate: 0.5, skill: "lists" };
          });
        return { unverified: of("unverified"), verified: of("verified"), selected: of("selected") };
      },
      newTraining: () => `training ${this.#trainings++}`,
      train: async ({ seed, arm, training }) => {
        this.fuse.pass();
        // What was begun is gone on with; a training is of the pairs that were kept.
        const done = `${arm}-${seed} as ${training} on ${this.pairs.get(seed)?.[arm][0]?.id}`;
        if (!this.#done.has(done)) this.work.push(done);
        this.#done.add(done);
        this.fuse.pass();
        const cost = { seconds: 1, tokensPerSecond: 345, peakMemory: 6.7e9, versions: { torch: "9.8.7" } };
        return { model: `${arm}-${seed}`, steps: 3, lossBefore: 2, lossAfter: 1, ...cost };
      },
      attempt: async (models) => {
        this.fuse.pass();
        const attempts = models.map((model) => attemptsAt(model, PUZZLES, (puzzle) => puzzle < skillOf(model)));
        return { attempts, contaminated: [], ollama: "1.2.3" };
      },
      emit: (event) => this.events.push(event),
    };
  }
}
