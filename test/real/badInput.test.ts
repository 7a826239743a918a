import { execFileSync } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { describe, expect, it } from "vitest";
import { FaultyOllama, json, MODEL, stream } from "../unit/faultyOllama.ts";
import { run, start, temporaryWorkspace } from "./commandLine.ts";

const PAIR = { f: "def f(x: int, n=7):\n    return x == n + 1", g: "def g(n=7):\n    return n + 1" };
const NO_OLLAMA = { OLLAMA_HOST: "127.0.0.1:1" };
const nonsense = stream({ response: "lorem ipsum(", done: false }, { response: "", done: true, done_reason: "stop" });

const temporaryFolder = () => mkdtempSync(join(tmpdir(), "autodidact-bad-"));

function file(name: string, content: string | Uint8Array): string {
  const path = join(temporaryFolder(), name);
  writeFileSync(path, content);
  return path;
}

async function pendingIn(workspace: string): Promise<unknown> {
  return (await run(workspace, ["queue", "list", "--state", "pending"])).summary["pairs"];
}

/** What failed for a reason that a person can mend: 1, the sentence, no stack. */
function expectSentence({ code, log }: { code: number | null; log: string }, sentence: RegExp): void {
  expect(log).toMatch(sentence);
  expect(log).not.toContain("fault of Autodidact");
  expect(code).toBe(1);
}

describe("without a Python that can judge", () => {
  it("says where to get one", async () => {
    const env = { PATH: temporaryFolder(), AUTODIDACT_PYTHON: "" };
    const ended = await run(temporaryWorkspace(), ["verify"], { env, input: JSON.stringify({ id: 1, ...PAIR }) });
    expectSentence(ended, /There is no Python on this machine\. Install Python 3\.10 or newer/);
    expect(ended.lines).toEqual([]);
  });

  it("says which one is too old", async () => {
    const python = file("python3", "#!/bin/sh\necho 3.7.2\necho /usr/bin/python3.7\n");
    execFileSync("chmod", ["+x", python]);
    const ended = await run(temporaryWorkspace(), ["--python", python, "verify"]);
    expectSentence(ended, /is 3\.7\.2, which is too old\. Install Python 3\.10/);
  });
});

describe("without a model", () => {
  it("says how to get an Ollama", async () => {
    const python = execFileSync("python3", ["-c", "import sys; print(sys.executable)"], { encoding: "utf8" }).trim();
    const env = { ...NO_OLLAMA, PATH: temporaryFolder(), XDG_CACHE_HOME: temporaryFolder(), AUTODIDACT_PYTHON: python };
    const ended = await run(temporaryWorkspace(), ["generate", "--count", "1"], { env });
    expectSentence(ended, /There is no Ollama on this machine.*`autodidact setup`/);
    expect(ended.summary).toMatchObject({ event: "failed", message: expect.stringContaining("autodidact setup") });
  });

  it("says how to get one into an empty Ollama", async () => {
    await using server = await FaultyOllama.start();
    server.routes["/api/version"] = json(200, { version: "0.34.1" });
    server.routes["/api/tags"] = json(200, { models: [] });
    const ended = await run(temporaryWorkspace(), ["generate", "--ollama", server.url]);
    expectSentence(ended, /has no model\. Run `autodidact setup`/);
  });

  it("names the command that pulls an unknown one", async () => {
    await using server = await FaultyOllama.start(nonsense);
    server.routes["/api/version"] = json(200, { version: "0.34.1" });
    const ended = await run(temporaryWorkspace(), ["generate", "--ollama", server.url, "--model", "nobody"]);
    expectSentence(ended, /ollama pull nobody/);
  });
});

describe("a model that writes nonsense", () => {
  it("ends with the budget spent and each rejection counted, in two workspaces at once too", async () => {
    await using server = await FaultyOllama.start(nonsense);
    server.routes["/api/version"] = json(200, { version: "0.34.1" });
    const words = ["generate", "--ollama", server.url, "--model", MODEL, "--count", "1"];
    const env = { XDG_CACHE_HOME: temporaryFolder() };
    const generate = () => start(temporaryWorkspace(), words, env).ended;
    const both = await Promise.all([generate(), generate()]);
    for (const { code, summary } of both) {
      expect(code).toBe(0);
      expect(summary).toMatchObject({ end: "exhausted", kept: 0, solved: 0, written: 60 });
      const counts = Object.values(summary["rejected"] as Record<string, number>);
      expect(counts.reduce((sum, n) => sum + n, 0)).toBe(60);
    }
    expect(both[0].summary["run"]).not.toBe(both[1].summary["run"]);
  });
});

describe("a workspace that cannot be used", () => {
  it("that is missing is not created", async () => {
    const workspace = join(temporaryFolder(), "none");
    expectSentence(await run(workspace, ["import", file("p.jsonl", "")]), /There is no folder .*--workspace/);
    expect(existsSync(workspace)).toBe(false);
  });

  it("whose queue is damaged keeps the file as it is", async () => {
    const workspace = temporaryWorkspace();
    mkdirSync(join(workspace, ".autodidact"));
    const queue = join(workspace, ".autodidact/queue.sqlite");
    writeFileSync(queue, "this is no queue at all\n".repeat(500));
    expectSentence(await run(workspace, ["queue", "list"]), /is damaged .*left in place\. Restore it from a backup/);
    expectSentence(await run(workspace, ["import", file("p.jsonl", "")]), /is damaged/);
    expect(readFileSync(queue, "utf8")).toBe("this is no queue at all\n".repeat(500));
  });

  it("because it is read-only says so", async (test) => {
    const workspace = temporaryFolder();
    if (!mounted(workspace, "ro")) test.skip("a read-only file system cannot be mounted here");
    try {
      const ended = await run(workspace, ["import", file("p.jsonl", "")]);
      expectSentence(ended, /workspace cannot be written: .*write permission, or work in a copy/);
    } finally {
      execFileSync("umount", [workspace]);
    }
  });

  it("on a full disk loses nothing that was acknowledged", async (test) => {
    const workspace = temporaryFolder();
    if (!mounted(workspace, "size=512k")) test.skip("a small file system cannot be mounted here");
    try {
      const padding = "#".repeat(20_000);
      const lines = Array.from({ length: 60 }, (_, n) =>
        JSON.stringify({ ...PAIR, g: `${PAIR.g}  # ${n} ${padding}` }),
      );
      const ended = await run(workspace, ["import", file("big.jsonl", lines.join("\n"))]);
      expectSentence(ended, /The disk is full: .*Free some space/);
      const taken = ended.lines.filter(({ event }) => event === "pair").length;
      expect(taken).toBeGreaterThan(0);
      expect(await pendingIn(workspace)).toBeGreaterThanOrEqual(taken);
    } finally {
      execFileSync("umount", [workspace]);
    }
  });
});

/** Mounts an empty file system in memory; false where that is not permitted. */
function mounted(folder: string, options: string): boolean {
  try {
    execFileSync("mount", ["-t", "tmpfs", "-o", options, "tmpfs", folder], { stdio: "pipe" });
    return true;
  } catch {
    return false;
  }
}

describe("input that cannot be read", () => {
  it("is named by its line in verify, the rest is judged", async () => {
    const input = `{ half\n${JSON.stringify({ id: "a", ...PAIR })}\n`;
    const { code, lines, log } = await run(temporaryWorkspace(), ["verify"], { input });
    expect(code).toBe(2);
    expect(log).toContain("Line 1 cannot be read");
    expect(lines).toContainEqual(expect.objectContaining({ id: "a", verdict: "verified" }));
  });

  it("is named by its line in import, the rest is taken", async () => {
    const workspace = temporaryWorkspace();
    const content = Buffer.concat([Buffer.from([0xff, 0xfe, 0x0a]), Buffer.from(JSON.stringify(PAIR))]);
    const { code, summary } = await run(workspace, ["import", file("p.jsonl", content)]);
    expect(code).toBe(2);
    expect(summary).toMatchObject({ read: 2, pairs: 1, refused: { unreadable: 1 } });
    expect(await pendingIn(workspace)).toBe(1);
  });

  it("as a puzzle document that is not UTF-8 takes nothing", async () => {
    const ended = await run(temporaryWorkspace(), ["import", file("p.puzzle.py", Uint8Array.of(0x23, 0x0a, 0xff))]);
    expectSentence(ended, /is not UTF-8: see line 2\. Save the file as UTF-8/);
  });

  it("as a puzzle document with a syntax error gives its reason, the rest is taken", async () => {
    const workspace = temporaryWorkspace();
    const text = `# %%\ndef f(x: int) return x\n\n\n# %%\n${PAIR.f}\n\n\n${PAIR.g}\n`;
    const { lines, summary } = await run(workspace, ["import", file("p.puzzle.py", text)]);
    expect(lines.filter(({ event }) => event === "refused")).toHaveLength(1);
    expect(summary).toMatchObject({ pairs: 1 });
    expect(await pendingIn(workspace)).toBe(1);
  });
});

it.each([
  ["an unknown recipe", ["generate", "--recipe", "none"], /--recipe.*quick, adaptive, paper/],
  ["a count that is no number", ["generate", "--count", "many"], /--count.*whole number/],
  ["a count of nothing", ["generate", "--count", "0"], /--count.*whole number/],
  ["a seed that is no number", ["generate", "--seed", "x"], /--seed.*whole number/],
  ["seeds that are no numbers", ["experiment", "--model", MODEL, "--seeds", "1,x"], /--seeds.*whole number/],
  ["one seed and several", ["experiment", "--model", MODEL, "--seed", "1", "--seeds", "2,3"], /--seeds.*--seed/],
  ["an unknown command", ["generat"], /unknown command/],
])("%s is bad usage: 2, and nothing is created", async (_what, words, sentence) => {
  const workspace = temporaryWorkspace();
  const { code, log, lines } = await run(workspace, words);
  expect(log).toMatch(sentence);
  expect(code).toBe(2);
  expect(lines).toEqual([]);
  expect(existsSync(join(workspace, ".autodidact"))).toBe(false);
});

describe("output that nobody reads to its end", () => {
  it("ends the command without a word, as with `| head`", async () => {
    const { child } = start(temporaryWorkspace(), ["verify"]);
    const ended = once(child, "close");
    const log = text(child.stderr);
    const pair = { f: "def f(x: int):\n    return x == 1", g: "def g():\n    return 1" };
    child.stdin.on("error", () => {});
    const lines = Array.from({ length: 200 }, (_, id) => JSON.stringify({ id, ...pair }));
    child.stdin.write(lines.join("\n"));
    await once(child.stdout, "data");
    child.stdout.destroy();
    child.stdin.end(`\n${lines.join("\n")}\n`);
    expect(await ended).toEqual([0, null]);
    expect(await log).not.toContain("EPIPE");
  });
});
