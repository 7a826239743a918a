/**
 * A world for loops in which models are as good as a script says, and which can be killed at any point: what was done
 * stays, as on a disk, and the journal too.
 */
import type { KeptAttempt } from "../../src/core/evaluation.ts";
import type { LoopEnd, LoopEntry, RoundFigures } from "../../src/core/loop.ts";
import { roundFigures } from "../../src/core/loopFigures.ts";
import { type LoopEvent, type LoopPlan, type LoopPorts, runLoop } from "../../src/core/loopRun.ts";
import { Fuse } from "./fuse.ts";

export const BASE = "base";
const PUZZLES = 12;
const COUNTING = { n: 2, ks: [1, 2], seed: 1 };
const never = new AbortController().signal;

/** What happens in a round. */
export interface ScriptedRound {
  /** Pairs that its generation brings. */
  readonly pairs: number;
  /** Puzzles of twelve that its tuned model solves. The base solves six. */
  readonly skill: number;
  readonly speaks?: boolean;
  readonly untrained?: boolean;
}

const BASE_SKILL = 6;

export class LoopWorld {
  readonly journal: LoopEntry[] = [];
  readonly promoted: string[] = [];
  /** What was really done, in order; nothing of it twice. */
  readonly work: string[] = [];
  readonly events: LoopEvent[] = [];
  accepted: number;
  pending = 0;
  now = 0;
  readonly fuse = new Fuse();
  readonly #script: readonly ScriptedRound[];
  readonly #done = new Set<string>();

  constructor(script: readonly ScriptedRound[], accepted = 0) {
    this.#script = script;
    this.accepted = accepted;
  }

  run(plan: Partial<LoopPlan> = {}): Promise<LoopEnd> {
    const usual = {
      base: BASE,
      rounds: 3,
      pairs: undefined,
      patience: 2,
      review: "automatic",
      until: undefined,
    } as const;
    return runLoop({ ...usual, ...plan }, this.#ports(), never);
  }

  /** As the fuse's own. */
  runKilled(after: readonly number[], plan: Partial<LoopPlan> = {}): Promise<LoopEnd> {
    return this.fuse.runKilled(after, () => this.run(plan));
  }

  #ports(): LoopPorts {
    return {
      journal: {
        kept: this.journal,
        keep: (entry) => {
          this.fuse.pass();
          this.journal.push(entry);
          this.fuse.pass();
        },
      },
      newRun: () => `run ${this.journal.length}`,
      newTraining: () => `training ${this.journal.length}`,
      generate: async ({ round, generator, run }) => {
        const { pairs } = this.#scripted(round);
        this.#once(`${run} by ${generator}`, () => {
          this.pending += pairs;
        });
        return { solved: pairs, verified: pairs };
      },
      acceptPending: () => {
        this.fuse.pass();
        this.accepted += this.pending;
        this.pending = 0;
        this.fuse.pass();
      },
      counts: () => ({ accepted: this.accepted, pending: this.pending }),
      train: async (training) => {
        const round = this.journal.filter(({ entry }) => entry === "training").length;
        const { speaks = true, untrained } = this.#scripted(round);
        if (untrained) return { untrained: "All rows are of one puzzle." };
        this.#once(training, () => {});
        const loss = { lossBefore: 2, lossAfter: 1 };
        return { model: `tuned${round}`, pairs: this.accepted, steps: 3, seconds: 1, speaks, ...loss };
      },
      evaluate: async ({ tuned, generator }) => {
        this.#once(`evaluate ${tuned}`, () => {});
        return figures(this.#skill(tuned), this.#skill(generator));
      },
      promote: async (model) => {
        this.fuse.pass();
        if (this.promoted.at(-1) !== model) this.promoted.push(model);
        this.fuse.pass();
      },
      clock: () => this.now,
      emit: (event) => this.events.push(event),
    };
  }

  #skill(model: string): number {
    return model === BASE ? BASE_SKILL : this.#scripted(Number(model.replace("tuned", ""))).skill;
  }

  #scripted(round: number): ScriptedRound {
    return this.#script[round - 1] ?? { pairs: 0, skill: 0 };
  }

  /** As phases do that go on where they were. */
  #once(name: string, effect: () => void): void {
    this.fuse.pass();
    if (!this.#done.has(name)) {
      this.#done.add(name);
      this.work.push(name);
      effect();
    }
    this.now += 1;
    this.fuse.pass();
  }
}

const known = new Map<string, RoundFigures>();

function figures(tuned: number, generator: number): RoundFigures {
  const key = `${tuned} ${generator}`;
  const found =
    known.get(key) ??
    roundFigures(
      {
        tuned: attempts("tuned", tuned),
        base: attempts(BASE, BASE_SKILL),
        generator: attempts("generator", generator),
      },
      COUNTING,
    );
  known.set(key, found);
  return found;
}

/** The attempts of a model that solves the first so many puzzles. */
function attempts(model: string, solves: number): KeptAttempt[] {
  return Array.from({ length: PUZZLES * COUNTING.n }, (_, index) => {
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
      ...{ puzzle: `p${puzzle}`, number: index % COUNTING.n, verdict: puzzle < solves ? "verified" : "refuted" },
    } as KeptAttempt;
  });
}
