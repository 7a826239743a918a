import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import process from "node:process";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { TrainEvent } from "../../src/core/trainEvents.ts";
import type { CommandLine } from "../../src/node/detachedProcess.ts";
import { identifyProcess } from "../../src/node/processTree.ts";
import { previewTraining } from "../../src/node/training/previewProcess.ts";
import { readLogTail, readTrainings } from "../../src/node/training/trainHistory.ts";
import { reattachTrainJob, resumeTrainJob, startTrainJob, type TrainJob } from "../../src/node/trainJob.ts";
import type { StoredTrainRequest } from "../../src/protocol/trainRequest.ts";

const FAKE_CLI = resolve("test/fixtures/fakeCli.mjs");
const REQUEST: StoredTrainRequest = {
  base: "fake:1b",
  recipe: "adaptive",
  overrides: { epochs: 1, learningRate: 0.001 },
  seed: 1,
  unload: true,
  source: { kind: "queue", from: "accepted" },
};
const never = new AbortController().signal;

describe("a detached training", () => {
  let workspace: string;
  let runs: string;
  let jobs: TrainJob[];

  beforeEach(() => {
    workspace = mkdtempSync(join(tmpdir(), "training-"));
    runs = join(workspace, ".autodidact/runs");
    jobs = [];
  });
  afterEach(async () => {
    await Promise.all(jobs.map((job) => job.cancel()));
    rmSync(workspace, { recursive: true, force: true });
  });

  function commandLine(environment: Record<string, string> = {}): CommandLine {
    return { script: FAKE_CLI, workspace, environment: async () => environment };
  }
  async function watch(begin: (onEvent: (event: TrainEvent) => void) => Promise<TrainJob | undefined>) {
    const events: TrainEvent[] = [];
    const job = await begin((event) => events.push(event));
    if (job === undefined) throw new Error("nothing runs");
    jobs.push(job);
    const steps = () => events.flatMap((event) => (event.event === "step" ? [event.step] : []));
    return { job, events, steps };
  }
  const start = (environment: Record<string, string> = {}) =>
    watch((onEvent) => startTrainJob(commandLine(environment), REQUEST, onEvent));
  const resume = (id: string) => watch((onEvent) => resumeTrainJob(commandLine(), { id }, onEvent));
  const states = async () => (await readTrainings(runs, 10)).map(({ state }) => state);
  const processOf = (id: string) => JSON.parse(readFileSync(join(runs, id, "state.json"), "utf8")).process;

  it("tells every event in order, finishes, and is kept with what it was asked for", async () => {
    const { job, events, steps } = await start();
    expect(await job.ended).toBe("finished");
    expect(steps()).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
    expect(events.at(-1)).toMatchObject({ event: "summary", tuned: "fake-autodidact:1b-r1" });
    expect(await readLogTail(runs, job.id)).toEqual(["fake training, mode run"]);
    const seen = JSON.parse(readFileSync(join(runs, job.id, "seen.json"), "utf8"));
    expect(seen.argv).toEqual(["train", "--workspace", workspace, "--json", "--resume", job.id]);
    const [past] = await readTrainings(runs, 10);
    expect(past).toMatchObject({ id: job.id, base: "fake:1b", recipe: "adaptive", state: "finished" });
    expect(Math.abs((past?.createdAt ?? 0) - Date.now())).toBeLessThan(3_600_000);
  });

  it("is paused with a checkpoint and goes on from it", async () => {
    const { job, steps } = await start({ FAKE_PAUSE_MS: "60" });
    await expect.poll(() => steps().length).toBeGreaterThan(2);
    await job.pause();
    expect(await job.ended).toBe("paused");
    expect(await states()).toEqual(["paused"]);
    const next = await resume(job.id);
    expect(await next.job.ended).toBe("finished");
    expect(next.events.filter(({ event }) => event === "training")).toHaveLength(2);
    expect(await states()).toEqual(["finished"]);
  });

  it("is cancelled with its whole process tree though it does not heed the wish, and can be resumed still", {
    timeout: 60_000,
  }, async () => {
    const { job, steps } = await start({ FAKE_MODE: "deaf" });
    await expect.poll(() => steps().length).toBeGreaterThan(0);
    const child = Number(readFileSync(join(runs, job.id, "child.pid"), "utf8"));
    expect(identifyProcess(child)).toBeDefined();
    await job.cancel();
    expect(await job.ended).toBe("cancelled");
    await expect.poll(() => identifyProcess(child)).toBeUndefined();
    expect(await states()).toEqual(["cancelled"]);
    expect(await (await resume(job.id)).job.ended).toBe("finished");
  });

  it("goes on without its window and is followed by the next one from its first event", async () => {
    const { job, events, steps } = await start({ FAKE_PAUSE_MS: "60" });
    await expect.poll(() => steps().length).toBeGreaterThan(1);
    job.dispose();
    const told = events.length;
    const next = await watch((onEvent) => reattachTrainJob(workspace, onEvent));
    expect(next.job.id).toBe(job.id);
    expect(await next.job.ended).toBe("finished");
    expect(next.steps()).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
    expect(events).toHaveLength(told);
    expect(await reattachTrainJob(workspace, () => {})).toBeUndefined();
  });

  it("is known as interrupted after a crash and goes on across the torn line", async () => {
    const { job } = await start({ FAKE_MODE: "crashOnce" });
    expect(await job.ended).toBe("interrupted");
    expect(await states()).toEqual(["interrupted"]);
    const next = await resume(job.id);
    expect(await next.job.ended).toBe("finished");
    expect((await readTrainings(runs, 1))[0]?.status.losses.map(({ step }) => step)).toEqual([
      1, 2, 3, 4, 5, 6, 7, 8, 9, 10,
    ]);
  });

  it("is not taken for another process that has got its id", async () => {
    const { job } = await start();
    await job.ended;
    const state = join(runs, job.id, "state.json");
    const stale = { ...processOf(job.id), pid: process.pid };
    writeFileSync(state, JSON.stringify({ stopped: false, process: stale }));
    expect(await reattachTrainJob(workspace, () => {})).toBeUndefined();
  });

  it("ends with the training's own sentence when it failed", async () => {
    const { job } = await start({ FAKE_MODE: "fail" });
    expect(await job.ended).toBe("failed");
    expect((await readTrainings(runs, 1))[0]?.status.end).toMatchObject({
      message: "Ollama holds big:70b in memory. Wait until it is free.",
    });
  });

  it("refuses a second one while one runs, and makes no folder for it", async () => {
    const { job } = await start({ FAKE_PAUSE_MS: "200" });
    await expect(start()).rejects.toThrow(`The training ${job.id} runs in this workspace.`);
    await expect(resume(job.id)).rejects.toThrow("runs in this workspace");
    expect(readdirSync(runs)).toEqual([job.id]);
  });

  it("says before it starts what it would be, or why it cannot be", async () => {
    const found = await previewTraining(commandLine(), REQUEST, never);
    expect(found).toMatchObject({ dataset: { train: 40 }, estimate: { steps: 10 }, libraries: { installed: true } });
    const refused = await previewTraining(commandLine(), { ...REQUEST, recipe: "paper" }, never);
    expect(refused.problem).toBe("There are no pairs to train on. Accept some in review first.");
  });
});
