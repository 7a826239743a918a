import { globSync, readFileSync, rmSync } from "node:fs";
import { join, resolve } from "node:path";
import { describe, expect, it } from "vitest";
import { reattachEvaluateJob, startEvaluateJob } from "../../src/node/evaluateJob.ts";
import type { EvaluateEvent } from "../../src/protocol/evaluateEvents.ts";
import { temporaryWorkspace } from "./commandLine.ts";
import { BASE, startSeededOllama, TUNED } from "./seededOllama.ts";

const REQUEST = { model: TUNED.name, against: BASE.name, recipe: "quick" };

describe("an evaluation that a window starts", () => {
  it("is taken up by the next window, refuses another one, and is cancelled with its attempts kept", async () => {
    await using server = await startSeededOllama({ base: 40, tuned: 70 }, 20);
    const workspace = temporaryWorkspace();
    const commandLine = {
      script: resolve("dist/cli.js"),
      workspace,
      environment: async () => ({ OLLAMA_HOST: server.url }),
    };
    const first = await startEvaluateJob(commandLine, REQUEST, () => {});
    first.dispose();
    const progress = Promise.withResolvers<EvaluateEvent>();
    const next = await reattachEvaluateJob(workspace, (event) => {
      if (event.event === "progress") progress.resolve(event);
    });
    expect(next?.request).toEqual(REQUEST);
    await expect(startEvaluateJob(commandLine, REQUEST, () => {})).rejects.toThrow("An evaluation runs");
    expect(await progress.promise).toMatchObject({ model: TUNED.name, total: expect.any(Number) });
    await next?.cancel();
    expect(await next?.ended).toEqual({ end: "cancelled" });
    const [attempts = ""] = globSync("*.jsonl", { cwd: join(workspace, ".autodidact/evaluations") });
    expect(
      readFileSync(join(workspace, ".autodidact/evaluations", attempts), "utf8").split("\n").length,
    ).toBeGreaterThan(1);
    expect(await reattachEvaluateJob(workspace, () => {})).toBeUndefined();

    const absent = await startEvaluateJob(commandLine, { ...REQUEST, model: "absent:1b" }, () => {});
    expect(await absent.ended).toMatchObject({ end: "failed", message: expect.stringContaining("absent:1b") });
    rmSync(workspace, { recursive: true, force: true, maxRetries: 5 });
  });
});
