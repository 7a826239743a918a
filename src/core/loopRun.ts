/** Runs a loop over ports: one step after the other, each noted in the journal when it is done. */
import type { EvaluationEvent } from "./evaluation.ts";
import type { LoopEnd, LoopEntry, LoopLimits, ReviewPolicy, RoundFigures, RoundTraining } from "./loop.ts";
import { decide, type LoopStep, nextStep, settleReview } from "./loopSteps.ts";
import type { Clock, RunTally } from "./ports.ts";
import type { RunEvent } from "./runEvents.ts";
import type { TrainEvent } from "./trainEvents.ts";

export interface LoopPlan extends LoopLimits {
  readonly base: string;
  readonly review: ReviewPolicy;
  /** Milliseconds since the epoch, from when on no phase begins; undefined: never. */
  readonly until: number | undefined;
}

/** What the rounds need of the world. A call that was cut off does what was left when it is made again. */
export interface LoopPorts {
  readonly journal: { readonly kept: readonly LoopEntry[]; keep(entry: LoopEntry): void };
  newRun(): string;
  newTraining(): string;
  /** Works on a run until its puzzles are solved or the recipe's budget is spent. */
  generate(
    wanted: { readonly round: number; readonly generator: string; readonly run: string },
    signal: AbortSignal,
  ): Promise<Pick<RunTally, "solved" | "verified">>;
  /** The automatic review: the pending pairs, but for those that its recipe finds too easy. */
  acceptPending(): void;
  /** `accepted`: those that were trained on, too. */
  counts(): { readonly accepted: number; readonly pending: number };
  /** Tunes the base on all accepted pairs. A sentence where these are too little to train on. */
  train(training: string, signal: AbortSignal): Promise<RoundTraining | { readonly untrained: string }>;
  evaluate(models: { readonly tuned: string; readonly generator: string }, signal: AbortSignal): Promise<RoundFigures>;
  /** Makes the model the one that generates where none is named; may be called again. */
  promote(model: string): Promise<void>;
  readonly clock: Clock;
  readonly emit: (event: LoopEvent) => void;
}

export type LoopEvent =
  /** `noted`: entries that its journal has already; `report`: path of the page that shows them. */
  | { readonly event: "loop"; readonly loop: string; readonly noted: number; readonly report: string }
  | { readonly event: "phase"; readonly round: number; readonly phase: "generate" | "train" | "evaluate" }
  | { readonly event: "generation"; readonly of: RunEvent }
  | { readonly event: "training"; readonly of: TrainEvent }
  | { readonly event: "evaluation"; readonly of: EvaluationEvent }
  /** A line of the journal. */
  | { readonly event: "noted"; readonly of: LoopEntry };

/** Does what is left until the loop ends, and says why it did. Throws what the ports throw; the same call goes on. */
export async function runLoop(plan: LoopPlan, ports: LoopPorts, signal: AbortSignal): Promise<LoopEnd> {
  for (;;) {
    signal.throwIfAborted();
    const step = nextStep(ports.journal.kept, plan);
    if (step.do === "stop") return step.end;
    if (step.do === "generate" || step.do === "train" || step.do === "evaluate") {
      if (plan.until !== undefined && ports.clock() >= plan.until) return "time";
      ports.emit({ event: "phase", round: step.round, phase: step.do });
    }
    const end = await take(step, plan, ports, signal);
    if (end !== undefined) return end;
  }
}

async function take(
  step: Exclude<LoopStep, { readonly do: "stop" }>,
  { base, review }: LoopPlan,
  ports: LoopPorts,
  signal: AbortSignal,
): Promise<LoopEnd | undefined> {
  const note = (entry: LoopEntry) => {
    ports.journal.keep(entry);
    ports.emit({ event: "noted", of: entry });
  };
  switch (step.do) {
    case "begin":
      note({ entry: "begun", base, accepted: ports.counts().accepted });
      return undefined;
    case "generate": {
      const { round, generator, run = ports.newRun() } = step;
      if (step.run === undefined) note({ entry: "generating", round, generator, run });
      const { solved, verified } = await ports.generate({ round, generator, run }, signal);
      note({ entry: "generated", round, solved, verified });
      return undefined;
    }
    case "review": {
      if (review === "automatic") ports.acceptPending();
      const found = settleReview(step.before, ports.counts());
      if (typeof found === "string") return found;
      note({ entry: "reviewed", round: step.round, ...found });
      return undefined;
    }
    case "train": {
      const { round, training = ports.newTraining() } = step;
      if (step.training === undefined) note({ entry: "training", round, training });
      const found = await ports.train(training, signal);
      if ("untrained" in found) note({ entry: "decided", round, promoted: false, why: found.untrained });
      else note({ entry: "trained", round, ...found });
      return undefined;
    }
    case "evaluate": {
      const { round, tuned, generator } = step;
      note({ entry: "evaluated", round, ...(await ports.evaluate({ tuned, generator }, signal)) });
      return undefined;
    }
    case "decide": {
      const { round, generator, trained, figures } = step;
      const decision = decide(base, generator, trained, figures);
      // Before it is noted: a promotion that a kill cut off is made again.
      if (decision.promoted) await ports.promote(trained.model);
      note({ entry: "decided", round, ...decision });
      return undefined;
    }
  }
}
