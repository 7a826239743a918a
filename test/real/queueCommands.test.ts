import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import process from "node:process";
import { Command, CommanderError } from "commander";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { addExportCommand } from "../../src/cli/export.ts";
import { addImportCommand } from "../../src/cli/import.ts";
import { addQueueCommand } from "../../src/cli/queue.ts";
import type { QueueDeps } from "../../src/cli/queueDeps.ts";
import { openQueue } from "../../src/node/sqliteQueue.ts";
import { createWorkspaceFiles, workspaceFiles } from "../../src/node/workspaceFiles.ts";
import { puzzle, REFUTED, temporaryFolder, verified } from "./queueFixtures.ts";

const deps: QueueDeps = {
  openQueue: (workspace, mode) => openQueue(workspaceFiles(workspace).queue, { readOnly: mode === "read" }),
  startJudge: async () => ({
    inspect: async (f) => ({
      ...{ ok: true, id: f.length.toString(16).padStart(16, "0"), f, header: "def g():" },
      ...{ parameters: [{ name: "x", annotation: "int", default: null }] },
      ...{ variadic: false, hasReturn: true, answerMentions: 2 },
    }),
    readTests: async () => ({ ok: false, detail: "there are none" }),
    probe: async () => ({ unsound: null, trivialAnswer: null }),
    judge: async ({ f, g }) => (g.includes("1") ? verified(f, g) : REFUTED),
    close: async () => {},
  }),
};

let workspace: string;
let ids: string[];
let output: string;

beforeEach(() => {
  workspace = temporaryFolder();
  output = "";
  const queue = openQueue(createWorkspaceFiles(workspace).queue);
  ids = ["p1", "p2", "p3"].map((id) => {
    queue.addPuzzle(null, puzzle(id), 0);
    const g = "def g():\n    return 1";
    return queue.addAttempt(null, { puzzleId: id, g, tokens: 0 }, verified(puzzle(id).f, g)) ?? "";
  });
  queue.close();
  vi.spyOn(process.stdout, "write").mockImplementation((text, ...rest) => {
    output += text;
    for (const done of rest) if (typeof done === "function") done();
    return true;
  });
  vi.spyOn(process.stderr, "write").mockReturnValue(true);
});
afterEach(() => {
  vi.restoreAllMocks();
  process.exitCode = undefined;
});

/** Runs a command line as `cli.ts` does; returns what it wrote to standard output. */
async function run(...words: string[]): Promise<string> {
  const program = new Command().exitOverride().option("--workspace <dir>").option("--json", "", false);
  addQueueCommand(program, deps);
  const { signal } = new AbortController();
  addImportCommand(program, { ...deps, mediaFolder: "media" }, signal);
  addExportCommand(program, { ...deps, mediaFolder: "media" }, signal);
  output = "";
  await program.parseAsync(["--workspace", workspace, ...words], { from: "user" });
  return output;
}

async function runJson(...words: string[]): Promise<Record<string, unknown>[]> {
  const text = await run("--json", ...words);
  return text
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line));
}

describe("autodidact queue", () => {
  it("lists pairs a page at a time, a summary last", async () => {
    const [first, summary] = await runJson("queue", "list", "--state", "pending", "--limit", "1");
    expect(first).toMatchObject({ id: ids[2], verdict: "verified", state: "pending", round: 0, model: "by hand" });
    expect(Object.keys(first ?? {})).toEqual(expect.arrayContaining(["puzzle", "solution", "solveRate"]));
    expect(summary).toEqual({ event: "summary", pairs: 1 });
    const rest = await runJson("queue", "list", "--after", ids[2] ?? "");
    expect(rest.map(({ id }) => id)).toEqual([ids[1], ids[0], undefined]);
  });

  it("accepts and rejects by id and in bulk", async () => {
    expect(await runJson("queue", "reject", ids[0] ?? "")).toEqual([
      { event: "summary", state: "rejected", changed: 1 },
    ]);
    expect(await run("queue", "accept", "--all-verified")).toBe("2 pairs accepted.\n");
    const [stats] = await runJson("queue", "stats");
    expect(stats).toMatchObject({ event: "summary", pairs: { pending: 0, accepted: 2, rejected: 1 } });
  });

  it("lists in another order, filtered, and of one round", async () => {
    const idsOf = async (...options: string[]) => (await runJson("queue", "list", ...options)).map(({ id }) => id);
    expect(await idsOf("--sort", "longest", "--round", "0")).toEqual([ids[2], ids[1], ids[0], undefined]);
    expect(await idsOf("--sort", "shortest", "--limit", "1")).toEqual([ids[0], undefined]);
    expect(await idsOf("--filter", '"P2"')).toEqual([ids[1], undefined]);
    expect(await idsOf("--round", "1")).toEqual([undefined]);
  });

  it("takes back a review, of all pairs at once too", async () => {
    await run("queue", "accept", "--all-verified");
    expect(await runJson("queue", "undo")).toEqual([{ event: "summary", ids, from: "accepted", to: "pending" }]);
    expect(await runJson("queue", "undo")).toEqual([{ event: "summary", ids: [], from: null, to: null }]);
    expect(await run("queue", "undo")).toBe("There is no review to undo.\n");
    await run("queue", "reject", ids[0] ?? "");
    expect(await run("queue", "undo")).toBe("Undone: 1 pair is pending again.\n");
  });

  it("writes a note and takes it away", async () => {
    const [first = ""] = ids;
    expect(await runJson("queue", "note", first, " neat ")).toEqual([{ event: "summary", id: first, note: "neat" }]);
    expect(await run("queue", "show", first)).toContain("neat\n");
    expect(await run("queue", "note", first, "")).toBe("Note taken away.\n");
    await expect(run("queue", "note", "none", "x")).rejects.toThrow(/no pair none/);
  });

  it("shows tables to people", async () => {
    expect(await run("queue", "list")).toContain("def f(x: int):");
    expect(await run("queue", "show", ids[0] ?? "")).toContain("def g():\n    return 1");
    expect(await run("queue", "stats")).toMatch(/pairs pending\s.*3/);
  });

  it("refuses bad usage and unknown ids", async () => {
    await expect(run("queue", "list", "--state", "maybe")).rejects.toBeInstanceOf(CommanderError);
    await expect(run("queue", "list", "--limit", "0")).rejects.toBeInstanceOf(CommanderError);
    await expect(run("queue", "list", "--sort", "best")).rejects.toBeInstanceOf(CommanderError);
    await expect(run("queue", "accept")).rejects.toBeInstanceOf(CommanderError);
    await expect(run("queue", "show", "none")).rejects.toThrow(/no pair none/);
  });
});

describe("autodidact import and export", () => {
  it("report every item and end with a summary; unreadable input is exit code 2", async () => {
    const file = join(workspace, "in.jsonl");
    writeFileSync(file, `{"f":"def f(x: int): ...","g":"1"}\n{"f":"def f(x: int): ....","g":"2"}\nnonsense\n`);
    const lines = await runJson("import", file);
    expect(lines.at(-1)).toEqual({
      ...{ event: "summary", read: 3, puzzles: 2, pairs: 1, duplicates: 0 },
      refused: { refuted: 1, unreadable: 1 },
    });
    expect(
      lines
        .slice(0, -1)
        .map(({ number }) => number)
        .sort(),
    ).toEqual([1, 2, 3]);
    expect(process.exitCode).toBe(2);
  });

  it("write for other trainers what training would use, and say what it would not", async () => {
    await run("queue", "accept", "--all-verified");
    const out = join(temporaryFolder(), "chat.jsonl");
    const [summary] = await runJson("export", "--format", "chat", "--out", out);
    expect(summary).toEqual({ event: "summary", pairs: 3, format: "chat", dropped: {}, out });
    const lines = readFileSync(out, "utf8").trim().split("\n");
    expect(lines.map((line) => JSON.parse(line).messages.length)).toEqual([2, 2, 2]);
    await expect(run("export", "--format", "chat", "--state", "pending")).rejects.toThrow();
  });

  it("write a folder that another trainer starts from, all or nothing, and none over what is there", async () => {
    await run("queue", "accept", "--all-verified");
    const out = join(workspace, "kits", "axolotl");
    const words = ["export", "--for", "axolotl", "--base", "org/base", "--out", out];
    const [summary] = await runJson(...words);
    const files = ["train.jsonl", "evaluation.jsonl", "config.yml"];
    expect(summary).toEqual({
      ...{ event: "summary", for: "axolotl", pairs: 3, evaluation: 1, dropped: {} },
      ...{ out, files },
    });
    expect(readdirSync(join(workspace, "kits"))).toEqual(["axolotl"]);
    expect(readdirSync(out).sort()).toEqual([...files].sort());
    expect(readFileSync(join(out, "config.yml"), "utf8")).toContain('base_model: "org/base"');
    writeFileSync(join(out, "config.yml"), "mine");
    await expect(run(...words)).rejects.toThrow(/is there already/);
    await expect(run(...words.slice(0, -1), join(out, "config.yml"))).rejects.toThrow(/is there already/);
    expect(readFileSync(join(out, "config.yml"), "utf8")).toBe("mine");
    expect(readdirSync(join(workspace, "kits"))).toEqual(["axolotl"]);
    expect(readdirSync(out).sort()).toEqual([...files].sort());
  });

  it("take an empty folder for a trainer, and say where the base is to be named", async () => {
    await run("queue", "accept", "--all-verified");
    const told = vi.spyOn(process.stderr, "write");
    await run("export", "--for", "mlx-lm", "--out", temporaryFolder());
    expect(told.mock.calls.join("")).toMatch(
      /^2 pairs to train on and 1 to evaluate on .* Name the base in prepare.py\./,
    );
  });

  it("refuse a folder for a trainer without pairs, without its name, or of a form", async () => {
    const out = join(workspace, "kit");
    await expect(run("export", "--for", "unsloth", "--out", out)).rejects.toThrow(/no pairs to train on/);
    await expect(run("export", "--for", "unsloth")).rejects.toBeInstanceOf(CommanderError);
    await expect(run("export", "--for", "unsloth", "--format", "chat", "--out", out)).rejects.toThrow(/cannot be used/);
    await expect(run("export", "--base", "org/base")).rejects.toBeInstanceOf(CommanderError);
    expect(existsSync(out)).toBe(false);
  });

  it("write the pairs of a state to a file or standard output", async () => {
    await run("queue", "accept", ids[1] ?? "");
    const [pair, summary] = await runJson("export", "--state", "accepted");
    expect(pair).toMatchObject({ id: ids[1], state: "accepted" });
    expect(summary).toEqual({ event: "summary", pairs: 1, format: "jsonl" });
    const out = join(workspace, "out.puzzle.py");
    await run("export", "--out", out);
    expect(readFileSync(out, "utf8").match(/^# %% p\d$/gm)).toHaveLength(3);
  });
});
