/** Trainings as the panel shows them. */
import { type PastTraining, thinned } from "../core/trainStatus.ts";
import type { PanelBrief, PanelRun } from "../protocol/panelTraining.ts";

/** A training, and whether a person has just asked for its end. */
export interface ShownTraining extends PastTraining {
  readonly ending?: "pausing" | "cancelling" | undefined;
}

/** Points of a curve that the page gets; more are not seen on it. */
const MOST_POINTS = 200;
const MOST_LOG_LINES = 50;

export function briefOf({ id, base, recipe, createdAt, status, state, ending }: ShownTraining): PanelBrief {
  const { end } = status;
  const summary = end?.event === "summary" ? end : undefined;
  return {
    ...{ id, base, recipe, createdAt },
    state: state === "running" ? (ending ?? state) : state,
    problem: state === "failed" && end?.event === "failed" ? end.message : null,
    tuned: summary?.tuned ?? null,
    lossBefore: summary?.lossBefore ?? null,
    lossAfter: summary?.lossAfter ?? null,
  };
}

export function runOf(training: ShownTraining, log: readonly string[]): PanelRun {
  const { phase, progress, note, step, setup, losses, evaluations, dataset } = training.status;
  return {
    ...briefOf(training),
    phase: phase ?? null,
    progress: progress === undefined ? null : { done: progress.done, total: progress.total },
    note: note ?? null,
    step: step ?? null,
    setup: setup ?? null,
    losses: thinned(losses, MOST_POINTS).map(pointOf),
    evaluations: thinned(evaluations, MOST_POINTS).map(pointOf),
    dataset: dataset === undefined ? null : { train: dataset.train, evaluation: dataset.evaluation },
    log: log.slice(-MOST_LOG_LINES),
  };
}

/** How much of the training itself is done, in percent; undefined while it does not train. */
export function percentOf({ status: { step } }: Pick<PastTraining, "status">): number | undefined {
  return step === undefined || step.steps === 0 ? undefined : Math.floor((100 * step.step) / step.steps);
}

function pointOf({ step, loss }: { readonly step: number; readonly loss: number }) {
  return { step, loss };
}
