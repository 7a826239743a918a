import { readFileSync } from "node:fs";
import { afterAll, beforeAll, expect, it } from "vitest";
import { createFromGguf } from "../../src/node/ollama/register.ts";
import { openQueue } from "../../src/node/sqliteQueue.ts";
import { createWorkspaceFiles } from "../../src/node/workspaceFiles.ts";
import { type Line, run, start, temporaryWorkspace } from "./commandLine.ts";
import { addSolved, FACTS, REQUEST } from "./queueFixtures.ts";
import { type RealOllama, smolLm2, startRealOllama } from "./realOllama.ts";

const BASE = "smollm2:135m";
const PUZZLES = 4;
const never = new AbortController().signal;

let ollama: RealOllama;
beforeAll(async () => {
  ollama = await startRealOllama(4);
  await createFromGguf(ollama.url, { name: BASE, file: await smolLm2() }, () => {}, never);
}, 1_200_000);
afterAll(() => ollama?.[Symbol.asyncDispose]());

/** A queue with a few pairs that wait for review: whatever the small model writes, there is something to train on. */
function workspaceWithPairs(): string {
  const workspace = temporaryWorkspace();
  const queue = openQueue(createWorkspaceFiles(workspace).queue);
  const { id } = queue.startRun(REQUEST, FACTS);
  for (let n = 0; n < PUZZLES; n++) addSolved(queue, id, `puzzle${n}`);
  queue.finishRun(id);
  queue.close();
  return workspace;
}

const phases = (lines: readonly Line[]) => lines.filter(({ event }) => event === "phase").map(({ phase }) => phase);

it("goes through a round, alone in its workspace, and goes on after a kill with the phase that it was in", async () => {
  const workspace = workspaceWithPairs();
  const words = [
    ...["loop", "--model", BASE, "--ollama", ollama.url, "--rounds", "1", "--count", "1", "--max-steps", "2"],
    ...["--asked", "quick", "--limit", "2", "--attempts", "2", "--k", "1,2"],
  ];
  const killed = start(workspace, words);
  killed.child.stdin.end();
  await killed.untilEvent("training");
  const second = await run(workspace, words);
  expect([second.code, second.log]).toEqual([1, expect.stringContaining("A loop runs in this workspace already.")]);
  killed.child.kill("SIGKILL");
  const first = await killed.ended;
  expect(phases(first.lines)).toEqual(["generate", "train"]);

  const { code, log, lines, summary } = await run(workspace, words);
  expect(code, log).toBe(0);
  expect(phases(lines)).toEqual(["train", "evaluate"]);
  const figures = { 1: { value: expect.any(Number) }, 2: { value: expect.any(Number) } };
  expect(summary).toMatchObject({ event: "summary", base: BASE, end: "rounds" });
  const [round] = summary["rounds"] as Line[];
  expect(round).toMatchObject({
    ...{ round: 1, generator: BASE, trained: { steps: 2 } },
    evaluated: { n: 2, puzzles: 2, passAt: { tuned: figures, base: figures }, less: { base: figures } },
    decided: { promoted: expect.any(Boolean), why: expect.stringMatching(/pass@1 differs|gibberish/) },
  });
  const { trained, reviewed } = round as { trained: { model: string }; reviewed: { fresh: number } };
  expect(reviewed.fresh).toBeGreaterThanOrEqual(PUZZLES);
  expect(readFileSync(summary["report"] as string, "utf8")).toContain("<svg");
  const listed = await run(workspace, ["models", "list"]);
  expect(listed.lines).toContainEqual(expect.objectContaining({ name: trained.model }));

  const again = await run(workspace, words);
  expect(phases(again.lines)).toEqual([]);
  expect(again.summary).toEqual(summary);
}, 600_000);
