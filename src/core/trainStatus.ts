/** How far a training is, folded from its events; the same for one that runs and for one that is read from its journal. */
import type { DatasetReport, SmokeReport, TrainEstimate, TrainEvent, TrainPhase } from "./trainEvents.ts";

type EventOf<Name extends TrainEvent["event"]> = Extract<TrainEvent, { readonly event: Name }>;

/** A value of the loss at a step. */
export interface LossPoint {
  readonly step: number;
  readonly loss: number;
}

export class TrainStatus {
  started: EventOf<"started"> | undefined;
  phase: TrainPhase | undefined;
  /** Of the phase, in its own unit; undefined where the phase does not say. */
  progress: { readonly done: number; readonly total: number } | undefined;
  /** The last thing it said in words. */
  note: string | undefined;
  dataset: DatasetReport | undefined;
  estimate: TrainEstimate | undefined;
  setup: EventOf<"training"> | undefined;
  step: EventOf<"step"> | undefined;
  exported: EventOf<"exported"> | undefined;
  smoke: SmokeReport | undefined;
  /** Its last word since it was started or resumed; undefined while it works, or where it died without one. */
  end: EventOf<"summary" | "failed" | "paused"> | undefined;
  #losses: LossPoint[] = [];
  #evaluations: LossPoint[] = [];

  /** Of the training rows, in the order of steps. */
  get losses(): readonly LossPoint[] {
    return this.#losses;
  }

  /** Of the rows that are not trained on. */
  get evaluations(): readonly LossPoint[] {
    return this.#evaluations;
  }

  take(event: TrainEvent): void {
    switch (event.event) {
      case "started":
        this.started = event;
        this.end = undefined;
        this.note = undefined;
        break;
      case "phase":
        this.phase = event.phase;
        this.progress = undefined;
        break;
      case "progress":
        this.progress = event;
        break;
      case "note":
        this.note = event.text;
        break;
      case "retry":
        this.note = event.message;
        break;
      case "dataset":
        this.dataset = event;
        break;
      case "estimate":
        this.estimate = event;
        break;
      case "training":
        this.#goOnFrom(event);
        break;
      case "step":
        this.step = event;
        this.#losses.push(event);
        break;
      case "evaluation":
        this.#evaluations.push(event);
        break;
      case "exported":
        this.exported = event;
        break;
      case "smoke":
        this.smoke = event;
        break;
      case "summary":
      case "failed":
      case "paused":
        this.end = event;
        break;
      case "libraries":
      case "dropped":
      case "checkpoint":
      case "trained":
      case "registered":
        break;
      default:
        event satisfies never;
    }
  }

  /** What came after the checkpoint is done again. */
  #goOnFrom(setup: EventOf<"training">): void {
    this.setup = setup;
    this.phase = "train";
    this.progress = undefined; // of the base, if that was prepared again
    const kept = ({ step }: LossPoint) => step <= setup.startStep;
    this.#losses = this.#losses.filter(kept);
    this.#evaluations = this.#evaluations.filter(kept);
    if (this.step !== undefined && !kept(this.step)) this.step = undefined;
  }
}

/** `interrupted`: its process is gone and left no last word. */
export const TRAIN_STATES = ["running", "finished", "failed", "paused", "cancelled", "interrupted"] as const;
export type TrainState = (typeof TRAIN_STATES)[number];

/** A training as its folder has it, whether it runs or not. */
export interface PastTraining {
  readonly id: string;
  readonly base: string;
  readonly recipe: string;
  /** Times that every row is seen, as it was asked for. */
  readonly epochs: number;
  /** When it was first started, in milliseconds since the epoch. */
  readonly createdAt: number;
  readonly status: TrainStatus;
  readonly state: TrainState;
}

/** The state of a training: what it said last, whether its process lives, and whether a person asked for its end. */
export function trainStateOf(
  { end }: Pick<TrainStatus, "end">,
  { lives, stopped, cancelled }: { readonly lives: boolean; readonly stopped: boolean; readonly cancelled: boolean },
): TrainState {
  if (lives) return "running";
  if (end?.event === "summary") return "finished";
  if (end?.event === "failed" && !stopped) return "failed";
  if (cancelled) return "cancelled";
  return stopped || end?.event === "paused" ? "paused" : "interrupted";
}

/** At most `most` points, each the mean of its neighbours; the last step is kept. */
export function thinned(points: readonly LossPoint[], most: number): readonly LossPoint[] {
  const width = Math.ceil(points.length / most);
  if (width <= 1) return points;
  return Array.from({ length: Math.ceil(points.length / width) }, (_, index) => {
    const bucket = points.slice(index * width, (index + 1) * width);
    const loss = bucket.reduce((sum, point) => sum + point.loss, 0) / bucket.length;
    return { step: bucket.at(-1)?.step ?? 0, loss };
  });
}
