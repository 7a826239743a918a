/** A whole training of a tiny model: killed, left by Ollama, on a full disk; and on weights that are given. */
import { cpSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import process from "node:process";
import { afterAll, beforeAll, expect, it } from "vitest";
import { createFromGguf } from "../../src/node/ollama/register.ts";
import { identifyProcess, isRunning } from "../../src/node/processTree.ts";
import { type Ended, type Line, run } from "./commandLine.ts";
import { type RealOllama, startRealOllama } from "./realOllama.ts";
import { mountSmallDisk } from "./smallDisk.ts";
import { makeTinyModel, type TinyModel } from "./tinyModel.ts";
import { TINY, Trial, trainerOf, until } from "./trainTrial.ts";

let ollama: RealOllama;
let tiny: TinyModel;

beforeAll(async () => {
  [ollama, tiny] = await Promise.all([startRealOllama(1), makeTinyModel()]);
  await createFromGguf(ollama.url, { name: TINY, file: tiny.gguf }, () => {}, new AbortController().signal);
});
afterAll(() => ollama?.[Symbol.asyncDispose]());

const progress = (phase: string) => (line: Line) => line["event"] === "progress" && line["phase"] === phase;
const phases = ({ lines }: Ended) => lines.flatMap((line) => (line["event"] === "phase" ? [line["phase"]] : []));

/** What failed for a reason that a person can mend: the sentence, no stack. */
function expectSentence({ code, log }: Ended, sentence: RegExp): void {
  expect(log).toMatch(sentence);
  expect(log).not.toContain("fault of Autodidact");
  expect(code).toBe(1);
}

it("killed as it prepares, trains and exports, and left by Ollama before it registers, it goes on each time", async () => {
  const trial = await Trial.begin();

  const preparing = trial.go(ollama.url);
  await until(preparing, progress("base"));
  process.kill(trainerOf(preparing), "SIGKILL");
  expectSentence(await preparing.ended, /in its phase prepare \(SIGKILL\)/);
  expect(readdirSync(join(trial.cache, "bases")).filter((name) => /^[0-9a-f]+$/.test(name))).toEqual([]);

  const training = trial.go(ollama.url);
  await until(training, ({ event, step }) => event === "checkpoint" && Number(step) > 0);
  const trainer = identifyProcess(trainerOf(training));
  training.child.kill("SIGKILL");
  expect((await training.ended).code).toBe(null);
  await expect.poll(() => trainer !== undefined && isRunning(trainer), { timeout: 60_000 }).toBe(false);
  expect(await trial.state()).toBe("interrupted");

  const exporting = trial.go(ollama.url);
  await until(exporting, progress("export"));
  process.kill(trainerOf(exporting), "SIGKILL");
  const killed = await exporting.ended;
  expectSentence(killed, /in its phase export \(SIGKILL\)/);
  expect(killed.lines.find(({ event }) => event === "training")?.["startStep"]).toBeGreaterThan(0);
  expect([trial.has("trained", "adapter"), trial.has("model.gguf")]).toEqual([true, false]);

  const leaving = trial.go(ollama.url);
  await until(leaving, ({ event, phase }) => event === "phase" && phase === "export");
  await ollama.stop();
  const left = await leaving.ended;
  expectSentence(left, /Ollama/);
  expect(phases(left)).toEqual(["export", "register"]);
  expect(await trial.state()).toBe("failed");
  expect([trial.has("trained", "adapter"), trial.has("model.gguf")]).toEqual([true, true]);

  await ollama.startAgain();
  rmSync(join(trial.cache, "bases"), { recursive: true });
  const done = await trial.go(ollama.url).ended;
  expect(done.code, done.log).toBe(0);
  expect(phases(done)).toEqual(["register", "smoke"]);
  expect(done.summary).toMatchObject({
    event: "summary",
    base: TINY,
    tuned: expect.stringContaining("tiny-autodidact"),
  });
  expect(existsSync(join(trial.cache, "bases"))).toBe(false);
}, 600_000);

it("on a disk that is full or fills up while it trains, it says so, and goes on from its checkpoint when there is room", async (test) => {
  await using disk = await mountSmallDisk(1_000);
  if (disk === undefined) return test.skip("This system lets nobody mount a small disk in a namespace of their own.");
  const trial = await Trial.begin({}, disk);
  disk.fill();
  expectSentence(await trial.go(ollama.url).ended, /disk is full/);
  disk.makeRoom();
  const filled = trial.go(ollama.url);
  await until(filled, ({ event, step }) => event === "checkpoint" && Number(step) > 0);
  disk.fill();
  expectSentence(await filled.ended, /disk/);
  disk.makeRoom();
  expect(["failed", "interrupted"]).toContain(await trial.state());

  const done = await trial.go(ollama.url).ended;
  expect(done.code, done.log).toBe(0);
  expect(done.lines.find(({ event }) => event === "training")?.["startStep"]).toBeGreaterThan(0);
  expect(done.summary).toMatchObject({ event: "summary", tuned: expect.stringContaining("tiny-autodidact") });
}, 600_000);

it("weights that are given come back in a tuned model, and those of another model are refused before anything is prepared", async () => {
  const trial = await Trial.begin({ weights: { folder: tiny.weights } });
  const done = await trial.go(ollama.url).ended;
  expect(done.code, done.log).toBe(0);
  expect(Number(done.lines.find(({ event }) => event === "exported")?.["agreement"])).toBeGreaterThan(0.95);
  expect((await run(trial.workspace, ["models", "show", String(done.summary["tuned"])])).summary).toMatchObject({
    weights: { folder: tiny.weights, digest: expect.stringMatching(/^[0-9a-f]{64}$/) },
  });

  const other = mkdtempSync(join(tmpdir(), "autodidact-other-"));
  cpSync(tiny.weights, other, { recursive: true });
  const config = JSON.parse(readFileSync(join(other, "config.json"), "utf8"));
  writeFileSync(join(other, "config.json"), JSON.stringify({ ...config, intermediate_size: 3 }));
  const refused = await Trial.begin({ weights: { folder: other } });
  expectSentence(
    await refused.go(ollama.url).ended,
    /does not hold the weights of the model in Ollama: its intermediate_size is 3/,
  );
  expect(existsSync(join(refused.cache, "bases"))).toBe(false);

  const words = ["train", "--model", TINY, "--ollama", ollama.url, "--weights", "hub:no name"];
  expect(await run(trial.workspace, words)).toMatchObject({ code: 2, log: expect.stringContaining("hub:OWNER/NAME") });
}, 600_000);
