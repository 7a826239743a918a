import { describe, expect, it } from "vitest";
import type { TrainEvent } from "../../src/core/trainEvents.ts";
import { TrainStatus, thinned, trainStateOf } from "../../src/core/trainStatus.ts";
import { parseTrainEvent } from "../../src/protocol/trainEvents.ts";
import { briefOf, percentOf, runOf, type ShownTraining } from "../../src/ui/trainingRun.ts";

const SPEED = { epoch: 0.5, learningRate: 1e-3, tokensPerSecond: 90, memory: 1e9, secondsLeft: 12 };
const SETUP = { device: "cpu", precision: "float32", trainable: 1, parameters: 2, batch: 8, accumulation: 1 };
const started: TrainEvent = { event: "started", run: "train-1", base: "b:1b", recipe: "adaptive", resumed: false };
const training = (startStep: number): TrainEvent => ({ event: "training", steps: 4, startStep, ...SETUP });
const step = (n: number, loss = 4 - n): TrainEvent => ({ event: "step", step: n, steps: 4, loss, ...SPEED });
const evaluation = (n: number, loss: number): TrainEvent => ({ event: "evaluation", step: n, loss });
const dropped: TrainEvent = {
  ...{ event: "dropped", id: "p1", title: "x == 3", reason: "duplicate", detail: "The same texts as p2." },
};
/** As versions wrote it that knew nothing of skills. */
const dataset: TrainEvent = {
  ...{ event: "dataset", train: 4, evaluation: 1, puzzles: 4, dropped: { duplicate: 1 }, tokens: 90, longest: 30 },
  ...{ rounds: [{ round: 1, rows: 4 }], lengths: [{ upTo: 32, rows: 4 }] },
};
const failed: TrainEvent = { event: "failed", message: "No room. Free some space." };
const summary: TrainEvent = {
  ...{ event: "summary", run: "train-1", base: "b:1b", tuned: "b-autodidact:1b", steps: 4, seconds: 9 },
  ...{ dataset: { used: 44, dropped: { duplicate: 2 } }, lossBefore: 3, lossAfter: 1 },
};

function statusAfter(...events: readonly TrainEvent[]): TrainStatus {
  const status = new TrainStatus();
  for (const event of events) status.take(event);
  return status;
}
const shown = (more: Partial<ShownTraining>, ...events: readonly TrainEvent[]): ShownTraining => ({
  ...{ id: "train-1", base: "b:1b", recipe: "adaptive", epochs: 2, createdAt: 5, state: "running" },
  status: statusAfter(...events),
  ...more,
});

describe("how far a training is", () => {
  it("has both losses by step", () => {
    const status = statusAfter(started, training(0), evaluation(0, 5), step(1), step(2), evaluation(2, 3));
    expect(status.losses.map(({ step: n, loss }) => [n, loss])).toEqual([
      [1, 3],
      [2, 2],
    ]);
    expect(status.evaluations.map((point) => point.loss)).toEqual([5, 3]);
    expect(status).toMatchObject({ phase: "train", step: { step: 2, steps: 4 } });
  });

  it("forgets what came after the checkpoint from which it goes on", () => {
    const again = [started, training(2), step(3, 9)];
    const status = statusAfter(started, training(0), step(1), step(2), step(3), evaluation(3, 1), ...again);
    expect(status.losses.map((point) => point.loss)).toEqual([3, 2, 9]);
    expect(status.evaluations).toEqual([]);
  });

  it("has a last word until it is resumed", () => {
    expect(statusAfter(started, failed).end).toEqual(failed);
    expect(statusAfter(started, failed, started).end).toBeUndefined();
  });

  it("has the progress of the present phase only", () => {
    const progress: TrainEvent = { event: "progress", phase: "base", done: 3, total: 9 };
    expect(statusAfter(started, progress).progress).toMatchObject({ done: 3, total: 9 });
    expect(statusAfter(started, progress, { event: "phase", phase: "tokens" }).progress).toBeUndefined();
  });
});

describe("the state of a training", () => {
  const gone = { lives: false, stopped: false, cancelled: false };
  it.each([
    ["running", [], { ...gone, lives: true }],
    ["running", [failed], { ...gone, lives: true }],
    ["finished", [summary], gone],
    ["failed", [failed], gone],
    ["interrupted", [], gone],
    ["paused", [{ event: "paused", run: "train-1", step: 2 }], gone],
    ["paused", [], { ...gone, stopped: true }],
    ["cancelled", [{ event: "paused", run: "train-1", step: 2 }], { ...gone, stopped: true, cancelled: true }],
    ["finished", [summary], { ...gone, stopped: true, cancelled: true }],
  ] as const)("is %s after %j where its process and the person say %j", (state, events, asked) => {
    expect(trainStateOf(statusAfter(started, ...(events as readonly TrainEvent[])), asked)).toBe(state);
  });
});

describe("a curve with many points", () => {
  it("is thinned to means, to its last step", () => {
    const points = Array.from({ length: 1_001 }, (_, n) => ({ step: n, loss: n }));
    const few = thinned(points, 200);
    expect(few.length).toBeLessThanOrEqual(200);
    expect(few[0]).toEqual({ step: 5, loss: 2.5 });
    expect(few.at(-1)?.step).toBe(1_000);
  });

  it("is left as it is while it has few", () => {
    const points = [{ step: 1, loss: 2 }];
    expect(thinned(points, 200)).toBe(points);
  });
});

describe("a training as the panel has it", () => {
  it("tells why it failed only where it did", () => {
    expect(briefOf(shown({ state: "failed" }, started, failed)).problem).toBe("No room. Free some space.");
    expect(briefOf(shown({ state: "running" }, started, failed)).problem).toBeNull();
  });

  it("is on its way to its end from the moment that a person asks for it", () => {
    expect(briefOf(shown({ ending: "pausing" })).state).toBe("pausing");
    expect(briefOf(shown({ ending: "pausing", state: "paused" })).state).toBe("paused");
  });

  it("has the last lines of its log, its losses and its result", () => {
    const log = Array.from({ length: 500 }, (_, n) => `line ${n}`);
    const run = runOf(shown({ state: "finished" }, started, training(0), step(1), summary), log);
    expect(run).toMatchObject({ tuned: "b-autodidact:1b", lossAfter: 1, losses: [{ step: 1, loss: 3 }] });
    expect(run.log.at(-1)).toBe("line 499");
    expect(run.log.length).toBeLessThan(100);
  });

  it("is so many percent done as steps are", () => {
    expect(percentOf(shown({}, started))).toBeUndefined();
    expect(percentOf(shown({}, started, training(0), step(3)))).toBe(75);
  });
});

describe("a line of a training's journal", () => {
  it.each([
    ...[started, dropped, dataset, { ...dataset, skills: [{ skill: null, rows: 4 }] }],
    ...[training(2), step(1), evaluation(2, 3), failed, summary],
  ])("is read back: %j", (event) => {
    expect(parseTrainEvent(JSON.stringify(event))).toEqual(event);
  });

  it("that is torn or another program's is none", () => {
    expect(parseTrainEvent('{"event":"step","st')).toBeUndefined();
    expect(parseTrainEvent('{"event":"pair","id":"a"}')).toBeUndefined();
  });
});
