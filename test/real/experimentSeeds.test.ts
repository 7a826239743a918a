import { mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { expect, it } from "vitest";
import { resumableId } from "../../src/cli/resumableId.ts";
import { TRAINED_ARMS } from "../../src/core/experiment.ts";
import { openSeed } from "../../src/node/evaluation/experimentFiles.ts";
import { openQueue } from "../../src/node/sqliteQueue.ts";
import { openRunFolder } from "../../src/node/training/runFolder.ts";
import { createWorkspaceFiles } from "../../src/node/workspaceFiles.ts";
import { run, temporaryWorkspace } from "./commandLine.ts";
import { addSolved, FACTS, REQUEST } from "./queueFixtures.ts";
import { BASE, exercises, startSeededOllama, TUNED } from "./seededOllama.ts";

const SEEDS = [1, 2];

/** The trainings of a seed as they are when they have ended; all arms came to the same model. */
async function endTrainings(workspace: string, seed: number): Promise<void> {
  const files = createWorkspaceFiles(workspace);
  const folder = openSeed(files, resumableId(BASE.name, [BASE.name, TRAINED_ARMS, 4, "adaptive", {}, seed]));
  for (const arm of TRAINED_ARMS) {
    const id = `train-${seed}-${arm}`;
    const { path } = openRunFolder(files.runs, id);
    const findings = {
      train: { steps: 3, lossBefore: 2, lossAfter: 1, seconds: 1, tokensPerSecond: 1, peakMemory: 1e9 },
      register: { name: TUNED.name, digest: TUNED.digest },
      smoke: { prompts: 6, ended: 6, parsed: 6, tokensPerSecond: 1 },
    };
    writeFileSync(join(path, "findings.json"), JSON.stringify(findings));
    await folder.keepTraining(arm, id);
  }
}

it("evaluates all seeds on the same puzzles, once, and reports each of them and all together", async () => {
  await using server = await startSeededOllama({ base: 30, tuned: 70 });
  const workspace = temporaryWorkspace();
  const queue = openQueue(createWorkspaceFiles(workspace).queue);
  const { id } = queue.startRun(REQUEST, FACTS);
  for (let n = 0; n < 9; n++) addSolved(queue, id, `puzzle${n}`);
  queue.close();
  for (const seed of SEEDS) await endTrainings(workspace, seed);
  const set = join(workspace, "set.jsonl");
  writeFileSync(
    set,
    exercises(4)
      .map((each) => JSON.stringify(each))
      .join("\n"),
  );
  const env = { XDG_CACHE_HOME: mkdtempSync(join(tmpdir(), "autodidact-cache-")) };
  const words = ["experiment", "--model", BASE.name, "--ollama", server.url, "--pairs", "4", "--puzzles", set];
  const experiment = (...seeds: string[]) =>
    run(workspace, [...words, "--attempts", "3", "--k", "1,3", ...seeds], { env });

  const { code, log, lines, summary } = await experiment("--seeds", "2,1,2");
  expect(code, log).toBe(0);
  expect(lines.filter(({ event }) => event === "arm").map(({ arm, seed, pairs }) => [arm, seed, pairs])).toEqual([
    ...SEEDS.flatMap((seed) => TRAINED_ARMS.map((arm) => [arm, seed, 4])),
    ["base", null, null],
  ]);
  const arms = { base: { n: 3, puzzles: 4 }, selected: { n: 3, puzzles: 4 } };
  expect(summary).toMatchObject({
    ...{ event: "summary", base: BASE.name, parameters: { pairs: 4, evaluationSeed: 1, puzzles: set } },
    seeds: SEEDS.map((seed) => ({ seed, arms, trainings: { selected: { pairs: 4, model: TUNED.name } } })),
    differences: expect.arrayContaining([
      // The same weights, so nothing lies between the arms nor between the seeds.
      expect.objectContaining({ of: "selected", less: "verified", spread: { 1: SAME, 3: SAME } }),
    ]),
  });
  const report = summary["report"] as string;
  expect(readFileSync(report, "utf8")).toContain("between seeds, @1");
  const results = readFileSync(join(dirname(report), "results.jsonl"), "utf8")
    .trim()
    .split("\n");
  expect(results.map((line) => JSON.parse(line)).map(({ arm, seed }) => [arm, seed])).toEqual([
    ["base", null],
    ...SEEDS.flatMap((seed) => TRAINED_ARMS.map((arm) => [arm, seed])),
    [undefined, undefined],
  ]);

  const again = await experiment("--seed", "1");
  expect(again.lines.filter(({ event, of }) => event === "evaluation" && isAttempt(of))).toEqual([]);
  expect(again.summary).toMatchObject({ seeds: [(summary["seeds"] as unknown[])[0]] });
});

const SAME = { least: 0, most: 0, deviation: 0 };
const isAttempt = (of: unknown) => (of as { event: string }).event === "attempt";
