import { existsSync, mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { expect, it } from "vitest";
import { TUNED_BODY_START } from "../../src/core/datasetRows.ts";
import { solvePrompt } from "../../src/core/prompt.ts";
import { cutAtUnindented, renameFunction } from "../../src/core/pythonText.ts";
import { BODY_END } from "../../src/core/solve.ts";
import { openOllamaModel } from "../../src/node/ollama/model.ts";
import { startPythonJudge } from "../../src/node/pythonJudge.ts";
import { run, start, temporaryWorkspace } from "./commandLine.ts";
import { type Exercise, exercises } from "./exercises.ts";
import { BASE, useTunableOllama } from "./tunableOllama.ts";

const never = new AbortController().signal;
const inFile = (pairs: readonly object[]) => {
  const file = join(mkdtempSync(join(tmpdir(), "autodidact-pairs-")), "pairs.jsonl");
  writeFileSync(file, pairs.map((pair) => `${JSON.stringify(pair)}\n`).join(""));
  return file;
};

const ollamaUrl = useTunableOllama();

const train = (...words: string[]) => ["train", "--model", BASE, "--ollama", ollamaUrl(), ...words];

/** How many of these puzzles a model solves at temperature 0, with no example in the prompt. */
async function solved(name: string, puzzles: readonly Exercise[]): Promise<number> {
  const options = { url: ollamaUrl(), name, contextTokens: 2_048, concurrency: 4, log: () => {} };
  const model = await openOllamaModel(options, never);
  const judge = await startPythonJudge(
    { python: "python3", judgePath: resolve("dist/python/judge"), workers: 1, leastTier: "partial", log: () => {} },
    never,
  );
  try {
    const verdicts = await Promise.all(
      puzzles.map(async ({ f, g }) => {
        const header = g.slice(0, g.indexOf("\n"));
        const { prompt, name: called } = solvePrompt([], { f, header }, TUNED_BODY_START);
        const sampling = { temperature: 0, topK: 1, topP: 1, maxTokens: 60, stop: BODY_END };
        const reply = await model.complete({ ...sampling, prompt }, never);
        if (reply.finish === "broken") return "broken";
        const body = renameFunction(cutAtUnindented(`${TUNED_BODY_START}${reply.text}`), called, "g");
        return (await judge.judge({ f, g: header + body }, 1_000, never)).verdict;
      }),
    );
    return verdicts.filter((verdict) => verdict === "verified").length;
  } finally {
    await judge.close();
  }
}

it("tunes a model that solves puzzles of a kind it was trained on, is paused on the way and goes on", async () => {
  const workspace = temporaryWorkspace();
  const pairs = inFile([...exercises(160), { f: "def f(x: int):\n    return x == 3", g: "def g():\n    return 4" }]);
  const options = ["--epochs", "1", "--batch", "8", "--pairs", pairs];
  const first = start(workspace, train(...options));
  first.child.stdin.end();
  await first.untilEvent("step");
  first.child.kill("SIGINT");
  const paused = await first.ended;
  expect(paused.code).toBe(130);
  expect(paused.lines).toContainEqual(expect.objectContaining({ event: "paused" }));

  const { code, log, lines, summary } = await run(workspace, ["train", "--resume", "--ollama", ollamaUrl()]);
  expect(code, log).toBe(0);
  expect(lines).toContainEqual(expect.objectContaining({ event: "training", startStep: expect.any(Number) }));
  expect(lines.find(({ event }) => event === "training")?.["startStep"]).toBeGreaterThan(0);
  expect(summary).toMatchObject({ event: "summary", base: BASE, dataset: { dropped: { unverified: 1 } } });
  expect(summary["lossAfter"]).toBeLessThan((summary["lossBefore"] as number) / 2);
  const exported = lines.find(({ event }) => event === "exported");
  expect(exported?.["agreement"]).toBeGreaterThanOrEqual(0.9);

  const tuned = summary["tuned"] as string;
  const held = exercises(40);
  const [before, after] = [await solved(BASE, held), await solved(tuned, held)];
  console.log(`of 40 held-out puzzles the base solves ${before}, the tuned model ${after}`);
  expect(after).toBeGreaterThanOrEqual(before + 15);

  const shown = await run(workspace, ["models", "show", tuned]);
  expect(shown.summary).toMatchObject({ name: tuned, base: BASE, recipe: "adaptive", run: summary["run"] });
  const removed = await run(workspace, ["models", "remove", tuned, "--ollama", ollamaUrl()]);
  expect(removed.code, removed.log).toBe(0);
  expect((await run(workspace, ["models", "list"])).summary).toMatchObject({ models: 0 });
}, 1_200_000);

it("says before anything is spent what it would train on and what that takes, roughly too", async () => {
  const workspace = temporaryWorkspace();
  const pairs = exercises(20);
  const words = train("--pairs", inFile([...pairs, ...pairs.slice(0, 3)]), "--plan");
  const { code, log, lines, summary } = await run(workspace, words);
  expect(code, log).toBe(0);
  const find = (all: typeof lines, name: string) => all.find(({ event }) => event === name);
  const report = find(lines, "dataset");
  expect(report).toMatchObject({ evaluation: 2, rounds: [{ round: 0 }], dropped: { duplicate: 3 } });
  const estimate = find(lines, "estimate");
  expect(estimate).toMatchObject({ device: "cpu" });
  expect(estimate?.["memory"]).toBeGreaterThan(5e8);
  expect(summary).toMatchObject({ tuned: null });
  expect(report).toMatchObject({ skills: [{ skill: null }] });
  const named = (all: typeof lines) => all.filter(({ event }) => event === "dropped");
  expect(named(lines)).toHaveLength(3);
  expect(named(lines)).toContainEqual(
    expect.objectContaining({ reason: "duplicate", title: expect.stringMatching(/x/) }),
  );

  const elsewhere = temporaryWorkspace();
  const rough = await run(elsewhere, [...words, "rough"]);
  expect(rough.code, rough.log).toBe(0);
  const { train: rows, writing, evaluation, puzzles, dropped } = { ...report };
  expect(writing).toBe(rows);
  expect(find(rough.lines, "dataset")).toMatchObject({ train: rows, writing, evaluation, puzzles, dropped });
  expect(named(rough.lines)).toEqual(named(lines));
  const { steps, seconds } = { ...estimate };
  expect(find(rough.lines, "estimate")).toMatchObject({ steps });
  const factor = Number(find(rough.lines, "estimate")?.["seconds"]) / Number(seconds);
  expect(factor).toBeGreaterThan(0.5);
  expect(factor).toBeLessThan(2);
  expect(rough.summary).toMatchObject({ event: "summary", tuned: null, dataset: { used: 20 } });
  expect(find(rough.lines, "libraries")).toMatchObject({ installed: true });
  expect(existsSync(join(elsewhere, ".autodidact"))).toBe(false);
});

it("refuses an empty queue, a single puzzle and an unknown base with what to do", async () => {
  const workspace = temporaryWorkspace();
  const nothing = await run(workspace, train());
  expect([nothing.code, nothing.log]).toEqual([1, expect.stringContaining("There are no pairs to train on.")]);
  const [one] = exercises(1);
  const single = await run(workspace, train("--pairs", inFile([one ?? {}])));
  expect([single.code, single.log]).toEqual([1, expect.stringContaining("which a model learns by heart")]);
  const unknown = await run(workspace, [
    ...["train", "--model", "nobody:1b", "--ollama", ollamaUrl(), "--pairs"],
    inFile(exercises(10)),
  ]);
  expect([unknown.code, unknown.log]).toEqual([1, expect.stringContaining("Ollama has no model named nobody:1b.")]);
});
