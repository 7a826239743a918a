import { readFileSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import process from "node:process";
import { expect, it } from "vitest";
import { recipeNamed } from "../../src/core/recipe.ts";
import { cacheFolder } from "../../src/node/setup/cacheFolder.ts";
import { runTool } from "../../src/node/setup/tool.ts";
import { type Ended, type Line, run, start, temporaryWorkspace } from "./commandLine.ts";

const MODEL = "autodidact-gemma3:270m";
const GENERATE = ["generate", "--model", MODEL, "--seed", "7"];
const never = new AbortController().signal;

/** Ids of all pairs that the queue on disk holds. */
async function queued(workspace: string): Promise<Line[]> {
  const { lines } = await run(workspace, ["queue", "list", "--state", "pending", "--limit", "1000"]);
  return lines.slice(0, -1);
}

const idsOf = (lines: readonly Line[], event: string) =>
  lines.filter((line) => line["event"] === event).map(({ id }) => id);

/** What holds of every run that was allowed to end. */
async function expectWhole(workspace: string, { code, lines, summary }: Ended, count: number): Promise<void> {
  expect(code).toBe(0);
  expect(summary).toMatchObject({ event: "summary", end: "done", model: MODEL, solved: count });
  const pairs = await queued(workspace);
  const onDisk = pairs.map(({ id }) => id);
  expect(onDisk).toEqual(expect.arrayContaining(idsOf(lines, "pair")));
  expect(new Set(pairs.map(({ puzzleId }) => puzzleId)).size).toBe(count);
}

it("reaches its count with pairs that are queued, proven again by verify, and no seeds", async () => {
  const workspace = temporaryWorkspace();
  const ended = await run(workspace, [...GENERATE, "--count", "1"]);
  await expectWhole(workspace, ended, 1);
  expect(Object.keys(ended.summary).sort()).toEqual(
    [
      ...["event", "run", "end", "written", "kept", "solved", "verified", "rejected", "attempts", "tokens", "seconds"],
      ...["model", "processor"],
    ].sort(),
  );
  const { written, kept, rejected } = ended.summary;
  const refused = Object.values(rejected as Record<string, number>).reduce((sum, n) => sum + n, 0);
  expect(written).toBe((kept as number) + refused);

  const pairs = await queued(workspace);
  const input = pairs.map(({ id, puzzle, solution }) => JSON.stringify({ id, f: puzzle, g: solution })).join("\n");
  const judged = await run(workspace, ["verify"], { input });
  expect(judged.summary).toMatchObject({ judged: pairs.length, verdicts: { verified: pairs.length } });
  const seeds = readFileSync(resolve("media/seeds.jsonl"), "utf8").trim().split("\n");
  const seedIds = seeds.map((line) => JSON.parse(line).id);
  for (const { puzzleId } of pairs) expect(seedIds).not.toContain(puzzleId);
});

it("is cancelled by Ctrl-C with 130 and a summary, and goes on with the same run", async () => {
  const workspace = temporaryWorkspace();
  const { child, untilEvent, ended } = start(workspace, [...GENERATE, "--count", "2"]);
  await untilEvent("rejected", "puzzle");
  child.kill("SIGINT");
  const first = await ended;
  expect(first.code).toBe(130);
  expect(first.log).toContain("Cancelled. What was done until then is kept.");
  expect(first.summary).toMatchObject({ event: "summary", end: "cancelled" });

  const second = await run(workspace, ["generate", "--resume"]);
  expect(second.lines[0]).toMatchObject({ event: "started", resumed: true, run: first.summary["run"] });
  await expectWhole(workspace, second, 2);
  const writtenNow = second.lines.filter(({ event }) => event === "rejected" || event === "puzzle").length;
  expect(second.summary["written"]).toBe((first.summary["written"] as number) + writtenNow);
});

it("has on disk all that it printed before it was killed, outlives its Python, and goes on with the same run", async () => {
  const workspace = temporaryWorkspace();
  const killed = start(workspace, [...GENERATE, "--count", "2"]);
  await killed.untilEvent("puzzle");
  killed.child.kill("SIGKILL");
  const first = await killed.ended;
  expect(first.code).toBeNull();
  const pairs = await queued(workspace);
  expect(pairs.map(({ id }) => id)).toEqual(expect.arrayContaining(idsOf(first.lines, "pair")));
  expect(await puzzlesOnDisk(workspace)).toEqual(expect.arrayContaining(idsOf(first.lines, "puzzle")));

  const resumed = start(workspace, ["generate", "--resume"]);
  await resumed.untilEvent("started");
  process.kill(await judgeOf(resumed.child.pid), "SIGKILL");
  const second = await resumed.ended;
  expect(second.lines[0]).toMatchObject({ resumed: true, run: first.lines[0]?.["run"] });
  expect(second.log).toContain("started again");
  await expectWhole(workspace, second, 2);
});

it("goes on when the Ollama server is killed under it with all that it runs", async () => {
  const workspace = temporaryWorkspace();
  const running = start(workspace, [...GENERATE, "--count", "2"]);
  await running.untilEvent("rejected", "puzzle");
  const killed = await processesNaming(join(cacheFolder(), "ollama-"));
  for (const pid of killed) process.kill(pid, "SIGKILL");
  expect(killed.length).toBeGreaterThan(0);
  await expectWhole(workspace, await running.ended, 2);
});

it("shows the example file's puzzles to the model and does not take them for its own", async () => {
  const workspace = temporaryWorkspace();
  const file = join(workspace, "mine.puzzle.py");
  const example = "def f(s: str, k=4):\n    return s.count('mine') == k and len(s) == 16";
  writeFileSync(file, `# %%\n${example}\n\n\ndef g(k=4):\n    return 'mine' * k\n`);
  const { child, untilEvent, ended } = start(workspace, [...GENERATE, "--count", "1", "--example-file", file]);
  await untilEvent("puzzle");
  child.kill("SIGINT");
  await ended;
  const [row] = await onDisk(workspace, "SELECT parameters FROM runs");
  expect(JSON.parse(String(row?.["parameters"]))).toMatchObject({ examples: [example] });
  // The example stands in every prompt in the place of one seed.
  const { examples } = recipeNamed("quick").puzzles;
  const puzzles = await onDisk(workspace, "SELECT f, shown FROM puzzles");
  expect(puzzles.map(({ f }) => f)).not.toContain(example);
  for (const { shown } of puzzles) {
    expect(JSON.parse(String(shown))).toHaveLength(examples - 1);
  }
});

it("says so when the example file holds no puzzle", async () => {
  const workspace = temporaryWorkspace();
  const file = join(workspace, "none.puzzle.py");
  writeFileSync(file, "x = 1\n");
  const { code, log } = await run(workspace, [...GENERATE, "--count", "1", "--example-file", file]);
  expect(code).toBe(1);
  expect(log).toContain("holds no puzzle. Give it at least one `def f(answer: T, …)`");
  const missing = await run(workspace, [...GENERATE, "--count", "1", "--example-file", join(workspace, "no.py")]);
  expect(missing.code).toBe(1);
  expect(missing.log).not.toContain("fault of Autodidact");
});

const puzzlesOnDisk = async (workspace: string): Promise<string[]> =>
  (await onDisk(workspace, "SELECT id FROM puzzles")).map(({ id }) => String(id));

/** Rows of the workspace's queue. */
async function onDisk(workspace: string, query: string): Promise<Record<string, unknown>[]> {
  const { DatabaseSync } = await import("node:sqlite");
  const database = new DatabaseSync(join(workspace, ".autodidact/queue.sqlite"), { readOnly: true });
  try {
    return database.prepare(query).all();
  } finally {
    database.close();
  }
}

/** IDs of the processes whose command line holds this text. */
async function processesNaming(text: string): Promise<number[]> {
  const listed = await runTool("ps", ["-A", "-o", "pid=,args="], {}, never);
  const lines = listed.split("\n").filter((line) => line.includes(text) && !line.includes("cli.js"));
  return lines.map((line) => Number.parseInt(line.trim(), 10));
}

/** Process ID of the Python that the command line started to judge. */
async function judgeOf(parent: number | undefined): Promise<number> {
  const listed = await runTool("ps", ["-A", "-o", "pid=,ppid=,comm="], {}, never);
  const found = listed
    .split("\n")
    .map((line) => line.trim().split(/\s+/))
    .find(([, ppid, name]) => Number(ppid) === parent && name?.startsWith("python"));
  if (found === undefined) throw new Error(`No Python runs under ${parent}.`);
  return Number(found[0]);
}
