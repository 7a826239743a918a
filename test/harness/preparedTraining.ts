/** The folder of a training that has ended, as its process leaves it. */
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { TrainEvent } from "../../src/core/trainEvents.ts";
import type { StoredTrainRequest } from "../../src/protocol/trainRequest.ts";

const STEPS = 20;
const SETUP = { device: "cpu", precision: "float32", trainable: 1, parameters: 2, batch: 8, accumulation: 1 };
const SPEED = { learningRate: 1e-3, tokensPerSecond: 90, memory: 2e9 };

/** `day`: of November 2026. Its losses fall from 2.4 to 0.5; `log` is what it logged last. */
export function prepareTraining(workspace: string, base: string, day: number, log: string): void {
  const run = `train-202611${String(day).padStart(2, "0")}101500000-0000`;
  const folder = join(workspace, ".autodidact/runs", run);
  const source = { kind: "queue", from: "accepted" } as const;
  const request: StoredTrainRequest = { base, recipe: "adaptive", overrides: {}, seed: 1, unload: true, source };
  const step = (n: number): TrainEvent => ({
    ...{ event: "step", step: n, steps: STEPS, epoch: (2 * n) / STEPS, loss: 2.5 - n / 10, secondsLeft: STEPS - n },
    ...SPEED,
  });
  const events: TrainEvent[] = [
    { event: "started", run, base, recipe: "adaptive", resumed: false },
    { event: "training", steps: STEPS, startStep: 0, ...SETUP },
    { event: "evaluation", step: 0, loss: 2.6 },
    ...Array.from({ length: STEPS }, (_, n) => step(n + 1)),
    { event: "evaluation", step: STEPS, loss: 0.9 },
    {
      ...{ event: "summary", run, base, tuned: `${base}-earlier`, steps: STEPS, lossBefore: 2.6, lossAfter: 0.9 },
      ...{ dataset: { used: 90, dropped: {} }, seconds: 40 },
    },
  ];
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, "request.json"), JSON.stringify(request));
  writeFileSync(join(folder, "journal.jsonl"), events.map((event) => `${JSON.stringify(event)}\n`).join(""));
  writeFileSync(join(folder, "log.txt"), `${log}\n`);
}
