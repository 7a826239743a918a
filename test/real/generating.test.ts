import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { join, resolve } from "node:path";
import process from "node:process";
import { expect, it } from "vitest";
import { startEvaluateJob } from "../../src/node/evaluateJob.ts";
import { reattachGenerateJob, startGenerateJob } from "../../src/node/generateJob.ts";
import { whileGenerating, whileLooping, whyNoGeneration } from "../../src/node/generating.ts";
import { JobFolder } from "../../src/node/jobFolder.ts";
import { startTrainJob } from "../../src/node/trainJob.ts";
import { createWorkspaceFiles } from "../../src/node/workspaceFiles.ts";
import type { StoredTrainRequest } from "../../src/protocol/trainRequest.ts";
import { run, temporaryWorkspace } from "./commandLine.ts";

const LOOP_RUNS = "A loop runs in this workspace";
const GENERATES = "Puzzles are being generated in this workspace already.";
const never = new AbortController().signal;
const QUIET = "--disable-warning=MODULE_TYPELESS_PACKAGE_JSON";

/** Runs `check` while this process generates, or loops, in a new workspace. */
async function during(
  whileRunning: typeof whileGenerating,
  check: (workspace: string) => Promise<void>,
): Promise<string> {
  const workspace = temporaryWorkspace();
  await whileRunning(createWorkspaceFiles(workspace), () => check(workspace), never);
  return workspace;
}

const commandLine = (workspace: string) => ({
  script: resolve("test/fixtures/fakeCli.mjs"),
  workspace,
  environment: async () => ({}),
});
const REQUEST = { count: 1, recipe: "quick", document: "file:///puzzles.puzzle.py" };
const TRAINING: StoredTrainRequest = {
  ...{ base: "base:1b", recipe: "adaptive", overrides: {}, seed: 1, unload: false },
  source: { kind: "queue", from: "accepted" },
};
const EVALUATION = { model: "tuned:1b", against: "base:1b", recipe: "quick" };

it("has the command line and the editor say that a loop runs, and start nothing", async () => {
  const workspace = await during(whileLooping, async (busy) => {
    const refused = await run(busy, ["generate", "--model", "nobody:1b"]);
    expect(refused.code).toBe(1);
    expect(refused.log).toContain(`${LOOP_RUNS}, which generates, trains and evaluates by itself. Wait for its end`);
    expect(refused.summary).toMatchObject({ event: "failed", message: expect.stringContaining(LOOP_RUNS) });
    await expect(startGenerateJob(commandLine(busy), REQUEST, () => {})).rejects.toThrow(LOOP_RUNS);
    await expect(startTrainJob(commandLine(busy), TRAINING, () => {})).rejects.toThrow(LOOP_RUNS);
    await expect(startEvaluateJob(commandLine(busy), EVALUATION, () => {})).rejects.toThrow(LOOP_RUNS);
    const second = await run(busy, ["loop", "--model", "nobody:1b"]);
    expect([second.code, second.log]).toEqual([1, expect.stringContaining("A loop runs in this workspace already.")]);
  });
  expect(existsSync(createWorkspaceFiles(workspace).queue)).toBe(false);
  expect(whyNoGeneration(createWorkspaceFiles(workspace))).toBeUndefined();
});

it("has a loop, the command line and the editor say that puzzles are being generated", async () => {
  await during(whileGenerating, async (busy) => {
    for (const command of ["generate", "loop"]) {
      const { code, log } = await run(busy, [command, "--model", "nobody:1b"]);
      expect([code, log]).toEqual([1, expect.stringContaining(`${GENERATES} Stop that generation first`)]);
    }
    await expect(startGenerateJob(commandLine(busy), REQUEST, () => {})).rejects.toThrow(GENERATES);
  });
});

it("leaves a generation of the editor that died to a later window while a loop runs", async () => {
  const workspace = temporaryWorkspace();
  const files = createWorkspaceFiles(workspace);
  const crashing = { ...commandLine(workspace), environment: async () => ({ FAKE_PAUSE_MS: "50" }) };
  const job = await startGenerateJob(crashing, { ...REQUEST, count: 1000 }, () => {});
  job.dispose();
  const folder = new JobFolder(files.runs, job.id);
  process.kill((await folder.running())?.pid ?? 0, "SIGKILL");
  await expect.poll(() => folder.running()).toBeUndefined();
  const takeUp = () => reattachGenerateJob(crashing, () => {});
  expect(await whileLooping(files, takeUp, never)).toBeUndefined();
  const later = await takeUp();
  expect(later?.id).toBe(job.id);
  await later?.stop();
});

it("is free again when the process that generated was killed", async () => {
  const files = createWorkspaceFiles(temporaryWorkspace());
  const holder = spawn(process.execPath, [QUIET, join(import.meta.dirname, "generatingHolder.ts"), files.folder], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  await once(holder.stdout, "data");
  expect(whyNoGeneration(files)?.message).toBe(GENERATES);
  holder.kill("SIGKILL");
  await once(holder, "exit");
  expect(await whileGenerating(files, async () => whyNoGeneration(files)?.message, never)).toBe(GENERATES);
  expect(whyNoGeneration(files)).toBeUndefined();
});
