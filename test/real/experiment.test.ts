import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { openQueue } from "../../src/node/sqliteQueue.ts";
import { createWorkspaceFiles } from "../../src/node/workspaceFiles.ts";
import { run, start, temporaryWorkspace } from "./commandLine.ts";
import { FACTS, REFUTED, REQUEST, verified } from "./queueFixtures.ts";
import { BASE, useTunableOllama } from "./tunableOllama.ts";

const PUZZLES = 12;

const ollamaUrl = useTunableOllama();

/** A queue with a right and a wrong attempt at each of some puzzles. */
function workspaceWithAttempts(): string {
  const workspace = temporaryWorkspace();
  const queue = openQueue(createWorkspaceFiles(workspace).queue);
  const { id } = queue.startRun(REQUEST, FACTS);
  for (let n = 0; n < PUZZLES; n++) {
    const puzzleId = `puzzle${n}`;
    const f = `def f(x: int, size${n}=${n}):\n    return x - size${n} == 7`;
    const header = `def g(size${n}=${n}):`;
    queue.addPuzzle(id, { id: puzzleId, f, header, shown: [] }, 0);
    const right = `${header}\n    return size${n} + 7`;
    queue.addAttempt(id, { puzzleId, g: right, tokens: 1 }, verified(f, right));
    queue.addAttempt(id, { puzzleId, g: `${header}\n    return size${n}`, tokens: 1 }, REFUTED);
  }
  queue.close();
  return workspace;
}

it("tunes with and without the judge and on a selection, on as many pairs, evaluates all, and goes on after a kill", async () => {
  const workspace = workspaceWithAttempts();
  const words = [
    ...["experiment", "--model", BASE, "--ollama", ollamaUrl(), "--pairs", "8", "--max-steps", "3"],
    ...["--rank", "8", "--asked", "quick", "--levels", "easy", "--limit", "2", "--attempts", "2", "--k", "1,2"],
  ];
  const killed = start(workspace, words);
  killed.child.stdin.end();
  await killed.untilEvent("training");
  killed.child.kill("SIGKILL");
  await killed.ended;

  const { code, log, lines, summary } = await run(workspace, words);
  expect(code, log).toBe(0);
  expect(lines.filter(({ event }) => event === "arm").map(({ arm, pairs }) => [arm, pairs])).toEqual([
    ["unverified", 8],
    ["verified", 8],
    ["selected", 8],
    ["base", null],
  ]);
  const figures = { n: 2, puzzles: 2, passAt: { 1: { value: expect.any(Number) }, 2: { value: expect.any(Number) } } };
  const tuned = { ...figures, prompting: "bare" };
  const trained = { pairs: 8, steps: 3 };
  expect(summary).toMatchObject({
    ...{ event: "summary", base: BASE },
    parameters: { pairs: 8, recipe: "adaptive", training: { maxSteps: 3, rank: 8, alpha: 16 }, limit: 2 },
    seeds: [
      {
        seed: 1,
        arms: { base: { ...figures, prompting: "worked" }, unverified: tuned, verified: tuned, selected: tuned },
        trainings: { unverified: trained, verified: trained, selected: trained },
        // Every puzzle has a right and a wrong attempt.
        pairs: { unverified: { inWindow: 8 }, verified: { inWindow: 8, asVerified: 8 }, selected: { inWindow: 8 } },
      },
    ],
    differences: expect.arrayContaining([expect.objectContaining({ of: "selected", less: "verified", spread: null })]),
  });
  const report = readFileSync(summary["report"] as string, "utf8");
  expect(report).toContain("<svg");
  expect(summary["versions"]).toEqual({
    autodidact: expect.stringMatching(/^\d/),
    ollama: expect.stringMatching(/^\d/),
  });
  expect(report).toMatch(/<td>torch<\/td><td>\d/);
  expect(report).toContain("tuned on selected verified pairs");
  expect(report).not.toMatch(/(?:src|href)=/);
  // An experiment uses pairs up for nothing else.
  expect((await run(workspace, ["queue", "stats"])).summary).toMatchObject({ pairs: { pending: PUZZLES, trained: 0 } });

  const again = await run(workspace, [...words, "--seeds", "1"]);
  expect(again.lines.filter(({ event }) => event === "training")).toEqual([]);
  expect(again.summary["arms"]).toEqual(summary["arms"]);
}, 1_200_000);
