import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { CommandLine } from "../../src/node/detachedProcess.ts";
import { type GenerateJob, reattachGenerateJob, startGenerateJob } from "../../src/node/generateJob.ts";
import { identifyProcess } from "../../src/node/processTree.ts";
import type { RunEvent } from "../../src/protocol/runEvents.ts";

const FAKE_CLI = resolve("test/fixtures/fakeCli.mjs");
const REQUEST = { count: 3, recipe: "quick", document: "file:///puzzles.puzzle.py" };

describe("a detached generation", () => {
  let workspace: string;
  let jobs: GenerateJob[];

  beforeEach(() => {
    workspace = mkdtempSync(join(tmpdir(), "job-"));
    jobs = [];
  });
  afterEach(async () => {
    await Promise.all(jobs.map((job) => job.stop()));
    rmSync(workspace, { recursive: true, force: true });
  });

  function commandLine(environment: Record<string, string> = {}): CommandLine {
    return { script: FAKE_CLI, workspace, environment: async () => environment };
  }
  async function start(environment: Record<string, string>, request: object = {}) {
    const events: RunEvent[] = [];
    const job = await startGenerateJob(commandLine(environment), { ...REQUEST, ...request }, (e) => events.push(e));
    jobs.push(job);
    return { job, events, path: join(workspace, ".autodidact/runs", job.id) };
  }

  it("tells every event in order and ends with the summary", async () => {
    const { job, events, path } = await start({ AUTODIDACT_PYTHON: "/a/python" }, { model: "m:1b", example: "# e\n" });
    expect(await job.ended).toMatchObject({ event: "summary", verified: 3, end: "done" });
    expect(events.filter((e) => e.event === "pair").map((e) => e.id)).toEqual(["p1", "p2", "p3"]);
    const seen = JSON.parse(readFileSync(join(path, "seen.json"), "utf8"));
    expect(seen.env).toBe("/a/python");
    expect(seen.argv).toEqual([
      "generate",
      ...["--workspace", workspace, "--json", "--journal", join(path, "journal.jsonl"), "--count", "3"],
      ...["--recipe", "quick", "--model", "m:1b", "--example-file", join(path, "example.puzzle.py")],
    ]);
    expect(readFileSync(join(path, "example.puzzle.py"), "utf8")).toBe("# e\n");
    expect(readFileSync(job.log, "utf8")).toContain("fake run");
  });

  it("ends with the run's own sentence when it failed", async () => {
    const { job } = await start({ FAKE_MODE: "fail" });
    expect(await job.ended).toEqual({ event: "failed", message: "Ollama does not answer. Start it." });
    expect(await reattachGenerateJob(commandLine(), () => {})).toBeUndefined();
  });

  it("closes the journal when it is stopped, and is not taken up again", async () => {
    const { job, events } = await start({ FAKE_PAUSE_MS: "50" }, { count: 1000 });
    await expect.poll(() => events.length).toBeGreaterThan(3);
    await job.stop();
    expect(await job.ended).toMatchObject({ event: "summary", end: "cancelled" });
    expect(await reattachGenerateJob(commandLine(), () => {})).toBeUndefined();
  });

  it("is killed with all its children when it does not heed the stop", async () => {
    const { job, events, path } = await start({ FAKE_MODE: "deaf" }, { count: 1000 });
    await expect.poll(() => events.length).toBeGreaterThan(3);
    const child = Number(readFileSync(join(path, "child.pid"), "utf8"));
    expect(identifyProcess(child)).toBeDefined();
    await job.stop();
    expect(await job.ended).toEqual({ event: "stopped" });
    await expect.poll(() => identifyProcess(child)).toBeUndefined();
    expect(await reattachGenerateJob(commandLine(), () => {})).toBeUndefined();
  });

  it("goes on without its window and is followed by the next one from its first event", async () => {
    const { job, events, path } = await start({ FAKE_PAUSE_MS: "50" }, { count: 6 });
    await expect.poll(() => events.some((e) => e.event === "pair")).toBe(true);
    job.dispose();
    const told = events.length;
    const again: RunEvent[] = [];
    const next = await reattachGenerateJob(commandLine(), (e) => again.push(e));
    expect(next?.id).toBe(job.id);
    expect(next?.request).toMatchObject({ count: 6, document: REQUEST.document });
    expect(await next?.ended).toMatchObject({ event: "summary", end: "done" });
    expect(events).toHaveLength(told);
    expect(again.filter((e) => e.event === "started")).toHaveLength(1);
    expect(again.filter((e) => e.event === "pair")).toHaveLength(6);
    expect(JSON.parse(readFileSync(join(path, "seen.json"), "utf8")).argv).not.toContain("--resume");
  });

  it("resumes by itself after a crash, across a torn line", async () => {
    const { job, events } = await start({ FAKE_MODE: "crashOnce" }, { count: 4 });
    expect(await job.ended).toMatchObject({ event: "summary", end: "done", verified: 4 });
    expect(events.filter((e) => e.event === "pair").map((e) => e.id)).toEqual(["p1", "p2", "p3", "p4"]);
    expect(events.filter((e) => e.event === "started").map((e) => e.resumed)).toEqual([false, true]);
  });

  it("resumes a run that died while no window was open", async () => {
    const { job, events, path } = await start({ FAKE_PAUSE_MS: "50" }, { count: 1000 });
    await expect.poll(() => events.some((e) => e.event === "pair")).toBe(true);
    job.dispose();
    const { process: identity } = JSON.parse(readFileSync(join(path, "state.json"), "utf8"));
    process.kill(identity.pid, "SIGKILL");
    await expect.poll(() => identifyProcess(identity.pid)).toBeUndefined();
    const next = await reattachGenerateJob(commandLine({ FAKE_PAUSE_MS: "1" }), () => {});
    expect(next).toBeDefined();
    await expect.poll(() => readFileSync(join(path, "journal.jsonl"), "utf8")).toContain('"resumed":true');
    await next?.stop();
  });

  it("gives up with a sentence when the process dies again and again", async () => {
    const { job } = await start({ FAKE_MODE: "die" });
    expect(await job.ended).toMatchObject({ event: "failed", message: expect.stringContaining("several times") });
  });

  it("refuses with a sentence where the workspace cannot be written", async () => {
    writeFileSync(join(workspace, ".autodidact"), "a file where a folder is needed");
    await expect(startGenerateJob(commandLine(), REQUEST, () => {})).rejects.toThrow(/in the way/);
  });

  it("tells a process from a later one with the same id", () => {
    const me = identifyProcess(process.pid);
    expect(me?.started).not.toBe("");
    expect(identifyProcess(2 ** 22 + 1)).toBeUndefined();
  });
});
