import { appendFileSync, mkdirSync, mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import type { Row } from "../../src/core/datasetRows.ts";
import type { Lineage } from "../../src/core/lineage.ts";
import type { ModelEvaluation } from "../../src/core/modelEvaluation.ts";
import { optionsFor, trainRecipeNamed } from "../../src/core/trainRecipe.ts";
import { openTrainingStore } from "../../src/node/training/ledger.ts";
import { createWorkspaceFiles } from "../../src/node/workspaceFiles.ts";
import { parseEvaluateEvent } from "../../src/protocol/evaluateEvents.ts";
import { type FaultyOllama, json } from "../unit/faultyOllama.ts";
import { type Ended, type Line, run, start, temporaryWorkspace } from "./commandLine.ts";
import { BASE, exercises, startSeededOllama, TUNED } from "./seededOllama.ts";

const RUN = "train-20261125";
const env = { XDG_CACHE_HOME: mkdtempSync(join(tmpdir(), "autodidact-cache-")) };

function setOf(values: readonly unknown[], name = "set.jsonl"): string {
  const file = join(mkdtempSync(join(tmpdir(), "autodidact-set-")), name);
  writeFileSync(file, values.map((value) => (typeof value === "string" ? value : JSON.stringify(value))).join("\n"));
  return file;
}

const SET = setOf(exercises(12));
const evaluation = (server: FaultyOllama, ...words: string[]) => [
  "evaluate",
  "--ollama",
  server.url,
  "--puzzles",
  SET,
  "--attempts",
  "5",
  "--k",
  "1,5",
  ...words,
];

/** What attempts say, without how long they took and where they lie. */
function figuresIn(summary: Line): unknown {
  const { seconds: _, asked: __, files: ___, against, ...rest } = summary;
  const { seconds: ____, ...other } = (against ?? {}) as Line;
  return { ...rest, against: other };
}

function expectDone({ code, log, summary }: Ended): Line {
  expect(code, log).toBe(0);
  expect(summary["event"]).toBe("summary");
  return summary;
}

const filesOf = ({ summary }: Ended) => summary["files"] as string[];

/** The record of a training whose rows are of these puzzles. */
function recordTuned(workspace: string, puzzles: readonly { readonly id: string; readonly f: string }[]): void {
  const { queue, runs } = createWorkspaceFiles(workspace);
  const rows: Row[] = puzzles.map(({ id, f }) => ({
    ...{ id: `pair of ${id}`, puzzleId: id, round: 1 },
    prompt: `${f.replace("def f(", "def f1(")}\n\ndef g1(n=1):\n`,
    completion: "    return n + 1",
  }));
  mkdirSync(join(runs, RUN));
  writeFileSync(join(runs, RUN, "rows.jsonl"), rows.map((row) => `${JSON.stringify(row)}\n`).join(""));
  const lineage: Lineage = {
    ...{ ...TUNED, base: BASE.name, baseDigest: BASE.digest, run: RUN, recipe: "adaptive", steps: 1 },
    options: optionsFor(trainRecipeNamed("adaptive"), {}, 1),
    ...{ pairs: rows.map(({ id }) => id), evaluationPairs: [], dropped: {}, versions: {}, createdAt: 1 },
    ...{ lossBefore: 1, lossAfter: 0.5, seconds: 1, quantisation: "Q8_0", agreement: 1 },
    smoke: { prompts: 6, ended: 6, parsed: 6, tokensPerSecond: 1 },
  };
  using store = openTrainingStore(queue, { readOnly: false });
  store.record(lineage);
}

describe("an evaluation", () => {
  it("gives the very figures of an unbroken one after kills at any moment, and has on disk what it told", async () => {
    await using server = await startSeededOllama({ base: 40, tuned: 70 }, 5);
    const words = evaluation(server, "--model", BASE.name, "--against", TUNED.name);
    const unbroken = await run(temporaryWorkspace(), words, { env });
    const expected = expectDone(unbroken);
    expect(expected).toMatchObject({ model: BASE.name, n: 5, puzzles: 12, asked: 120 });

    const workspace = temporaryWorkspace();
    let told = 0;
    for (let killed = 0; killed < 4; killed++) {
      const { child, lines, untilEvent, ended } = start(workspace, words, env);
      child.stdin.end();
      await untilEvent("attempt");
      await new Promise((resolve) => setTimeout(resolve, Math.random() * 60));
      child.kill("SIGKILL");
      await ended;
      told += lines.filter(({ event }) => event === "attempt").length;
    }
    const resumed = await run(workspace, words, { env });
    const summary = expectDone(resumed);
    expect(summary["asked"]).toBeLessThanOrEqual(120 - told);
    expect(figuresIn(summary)).toEqual(figuresIn(expected));
  });

  it("is cancelled by Ctrl-C with 130, keeps what was done, and reads over a line that a kill has torn", async () => {
    await using server = await startSeededOllama({ base: 40, tuned: 70 }, 20);
    const workspace = temporaryWorkspace();
    const words = evaluation(server, "--model", BASE.name);
    const { child, lines, untilEvent, ended } = start(workspace, words, env);
    child.stdin.end();
    await untilEvent("attempt");
    child.kill("SIGINT");
    const { code, log } = await ended;
    expect([code, log]).toEqual([130, expect.stringContaining("What was done until then is kept.")]);
    const done = lines.filter(({ event }) => event === "attempt").length;
    const first = await run(workspace, [...words, "--limit", "1"], { env });
    appendFileSync(filesOf(first)[0] ?? "", '{"model":"base:1b","dig');
    const summary = expectDone(await run(workspace, words, { env }));
    expect(summary["asked"]).toBeLessThanOrEqual(60 - done);
    expect(summary).toMatchObject({ puzzles: 12, n: 5 });
  });

  it("asks nothing a second time, adds only what more attempts need, and is computed again from its file", async () => {
    await using server = await startSeededOllama({ base: 40, tuned: 70 });
    const workspace = temporaryWorkspace();
    const words = evaluation(server, "--model", BASE.name, "--against", TUNED.name);
    const plot = join(workspace, "curve.svg");
    const first = await run(workspace, [...words, "--plot", plot], { env });
    const summary = expectDone(first);
    expect(readFileSync(plot, "utf8")).toContain("<svg");
    expect(summary["verdicts"]).toMatchObject({ verified: expect.any(Number), refuted: expect.any(Number) });
    expect(Object.keys(summary["skills"] as object)).toEqual(["even", "odd"]);
    expect(Object.keys(summary["levels"] as object)).toEqual(["easy", "hard"]);
    const { 1: at1, 5: at5 } = summary["passAt"] as Record<string, { value: number; low: number; high: number }>;
    for (const figure of [at1, at5]) {
      expect(figure?.low).toBeLessThanOrEqual(figure?.value ?? Number.NaN);
      expect(figure?.high).toBeGreaterThanOrEqual(figure?.value ?? Number.NaN);
    }
    const base = (summary["against"] as Line)["passAt"] as Record<string, { value: number }>;
    const difference = summary["difference"] as Record<string, { value: number }>;
    expect(difference["1"]?.value).toBeCloseTo((at1?.value ?? 0) - (base["1"]?.value ?? 0), 9);

    const requests = server.prompts.length;
    const second = expectDone(await run(workspace, words, { env }));
    expect([second["asked"], server.prompts.length]).toEqual([0, requests]);
    expect(figuresIn(second)).toEqual(figuresIn(summary));
    const more = expectDone(await run(workspace, [...words, "--attempts", "6"], { env }));
    expect(more).toMatchObject({ asked: 24, n: 6 });

    const again = [
      "evaluate",
      "--model",
      BASE.name,
      "--against",
      TUNED.name,
      "--attempts",
      "5",
      "--k",
      "1,5",
      "--from",
    ];
    const recounted = expectDone(await run(temporaryWorkspace(), [...again, ...filesOf(first)], { env: { PATH: "" } }));
    expect(figuresIn(recounted)).toEqual(figuresIn(summary));
  });

  it("asks only the puzzles of the wanted levels, and counts only those of a file", async () => {
    await using server = await startSeededOllama({ base: 40, tuned: 70 });
    const words = evaluation(server, "--model", BASE.name);
    const workspace = temporaryWorkspace();
    const easy = expectDone(await run(workspace, [...words, "--levels", "easy"], { env }));
    expect(easy).toMatchObject({ puzzles: 6, asked: 30, levels: { easy: { puzzles: 6 } } });
    const all = expectDone(await run(workspace, words, { env }));
    expect(all).toMatchObject({ puzzles: 12, asked: 30, levels: { easy: { passAt: easy["passAt"] } } });
    const file = (all["files"] as string[])[0] ?? "";
    const counted = await run(workspace, ["evaluate", "--from", file, "--levels", "easy", "--k", "1,5"], { env });
    expect(figuresIn(expectDone(counted))).toEqual(figuresIn(easy));
  });

  it("asks another model's attempts anew, and those of another seed", async () => {
    await using server = await startSeededOllama({ base: 40, tuned: 70 });
    const workspace = temporaryWorkspace();
    const words = evaluation(server, "--model", BASE.name, "--limit", "4");
    expect(expectDone(await run(workspace, words, { env }))).toMatchObject({ asked: 20, puzzles: 4 });
    expect(expectDone(await run(workspace, [...words, "--seed", "2"], { env }))).toMatchObject({ asked: 20 });
  });
});

describe("what cannot be evaluated", () => {
  const nowhere = { ...env, OLLAMA_HOST: "127.0.0.1:1" };
  it.each([
    ["a line that is not JSON", [{ f: exercises(1)[0]?.f }, "{"], "Line 2: it is not JSON."],
    ["a line without f", [{ id: "a" }], 'Line 1: it has no "f" as text.'],
    ["what is no puzzle", [...exercises(2), { id: "b", f: "def f(: pass" }], "Line 3: it is no puzzle."],
    ["a function without an answer", [{ id: "b", f: "def f():\n    return True" }], "f takes no answer."],
    ["an empty set", ["", "  "], "holds no puzzle"],
    ["a list that ends too soon", ["[1,"], "is not JSON"],
  ])("is %s", async (_, lines, sentence) => {
    const {
      code,
      log,
      lines: out,
    } = await run(temporaryWorkspace(), ["evaluate", "--puzzles", setOf(lines)], {
      env: nowhere,
    });
    expect([code, log]).toEqual([2, expect.stringContaining(sentence)]);
    expect(out).toEqual([]);
  });

  it.each([
    ["a k that is more than the attempts", ["--attempts", "4", "--k", "1,5"], 2, "pass@5 cannot be estimated from 4"],
    ["a file that is not there", ["--puzzles", "nowhere.jsonl"], 2, "nowhere.jsonl cannot be read"],
    ["an attempts file that is none", ["--from", SET], 2, `Line 1 of ${SET} is no attempt`],
    ["a k that is no number", ["--k", "one"], 2, "It has to be a whole number"],
  ])("is %s", async (_, words, expected, sentence) => {
    const { code, log } = await run(temporaryWorkspace(), ["evaluate", ...words], { env: nowhere });
    expect([code, log]).toEqual([expected, expect.stringContaining(sentence)]);
  });

  it("is a level that the set does not have", async () => {
    await using server = await startSeededOllama({ base: 40, tuned: 70 });
    const { code, log } = await run(temporaryWorkspace(), evaluation(server, "--levels", "medium"), { env });
    expect([code, log]).toEqual([2, expect.stringContaining("Its levels are easy, hard.")]);
    expect(server.prompts).toEqual([]);
  });

  it("is a model that is not there, and one against itself", async () => {
    await using server = await startSeededOllama({ base: 40, tuned: 70 });
    const missing = await run(temporaryWorkspace(), evaluation(server, "--model", "nobody:1b"), { env });
    expect([missing.code, missing.log]).toEqual([1, expect.stringContaining("Ollama has no model named nobody:1b.")]);
    const same = evaluation(server, "--model", BASE.name, "--against", BASE.name);
    expect((await run(temporaryWorkspace(), same, { env })).code).toBe(2);
    expect(server.prompts).toEqual([]);
  });
});

describe("a tuned model", () => {
  it("is asked as it was tuned, and not what it was trained on, with other constants either", async () => {
    await using server = await startSeededOllama({ base: 40, tuned: 70 });
    const workspace = temporaryWorkspace();
    const base = await run(workspace, evaluation(server, "--model", BASE.name), { env });
    expect(expectDone(base)).toMatchObject({ puzzles: 12, contaminated: [] });
    const attempts = readFileSync(filesOf(base)[0] ?? "", "utf8")
      .trimEnd()
      .split("\n");
    const known: Line | undefined = attempts.map((line) => JSON.parse(line)).find(({ name }) => name === "exercise 4");
    const [, , other] = exercises(12);
    const alike = { id: "0000000000000000", f: (other?.f ?? "").replace("n=2", "n=99") };
    recordTuned(workspace, [{ id: `${known?.["puzzle"]}`, f: "def f(y: str):\n    return y == ''" }, alike]);
    const words = evaluation(server, "--model", TUNED.name, "--against", BASE.name);
    const summary = expectDone(await run(workspace, words, { env }));
    const seen = (summary["contaminated"] as Line[]).map(({ name, taint, model }) => [name, taint, model]);
    expect(seen).toEqual([
      ["exercise 2", "alike", TUNED.name],
      ["exercise 4", "trained", TUNED.name],
    ]);
    expect(summary).toMatchObject({ puzzles: 10, prompting: "bare", asked: 50 });
    expect(summary["against"]).toMatchObject({ puzzles: 10, prompting: "worked" });
    const all = expectDone(await run(workspace, [...words, "--contaminated"], { env }));
    expect(all).toMatchObject({ puzzles: 12, asked: 10 });
  });

  it("is promoted where it is better, refused where it is worse or nobody knows, and rolled back", async () => {
    const other = { id: "0000000000000000", f: "def f(z: List[str]):\n    return z == []" };
    const promotion = async (chances: { base: number; tuned: number }) => {
      await using server = await startSeededOllama(chances);
      const workspace = temporaryWorkspace();
      recordTuned(workspace, [other]);
      const unknown = await run(workspace, ["models", "promote", TUNED.name]);
      expect([unknown.code, unknown.log]).toEqual([1, expect.stringContaining("was not evaluated against its base")]);
      const journal = join(workspace, "journal.jsonl");
      const compare = evaluation(server, "--model", TUNED.name, "--against", BASE.name, "--journal", journal);
      expectDone(await run(workspace, compare, { env }));
      const events = readFileSync(journal, "utf8").trimEnd().split("\n").map(parseEvaluateEvent);
      expect(new Set(events.map((event) => event?.event))).toEqual(new Set(["started", "progress", "summary"]));
      return { workspace, promoted: await run(workspace, ["models", "promote", TUNED.name]), url: server.url };
    };
    const worse = await promotion({ base: 80, tuned: 10 });
    expect([worse.promoted.code, worse.promoted.log]).toEqual([1, expect.stringContaining("is worse than its base")]);
    expect((await run(worse.workspace, ["models", "list"])).summary).toMatchObject({ promoted: null });
    expectDone(await run(worse.workspace, ["models", "promote", TUNED.name, "--force"]));

    const { workspace, promoted } = await promotion({ base: 10, tuned: 80 });
    expect(expectDone(promoted)).toMatchObject({ promoted: TUNED.name, comparison: { k: 1, low: expect.any(Number) } });
    const [listed] = (await run(workspace, ["models", "list"])).lines;
    expect(listed).toMatchObject({ name: TUNED.name, promoted: true, evaluation: { puzzles: 12, n: 5 } });
    const { passAt, solved } = (listed?.["evaluation"] ?? {}) as ModelEvaluation;
    expect(passAt.map(({ k }) => k)).toEqual([1, 5]);
    expect(solved?.gained.length).toBeGreaterThan(solved?.lost.length ?? 0);
    expect(Object.values(solved ?? {}).flat()).toHaveLength(12);
    await using server = await startSeededOllama({ base: 10, tuned: 80 });
    const chosen = async () =>
      expectDone(await run(workspace, evaluation(server, "--limit", "1", "--seed", "5"), { env }))["model"];
    expect(await chosen()).toBe(TUNED.name);
    expect(expectDone(await run(workspace, ["models", "rollback"]))).toMatchObject({ promoted: null });
    expect(await chosen()).toBe(BASE.name);
    expectDone(await run(workspace, ["models", "promote", TUNED.name]));
    server.routes["/api/delete"] = json(200, {});
    expectDone(await run(workspace, ["models", "remove", TUNED.name, "--ollama", server.url]));
    const nothing = await run(workspace, ["models", "rollback"]);
    expect([nothing.code, nothing.log]).toEqual([1, expect.stringContaining("No model is promoted")]);
  });
});
