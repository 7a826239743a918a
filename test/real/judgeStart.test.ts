import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import process from "node:process";
import { describe, expect, it } from "vitest";
import { UserError } from "../../src/core/errors.ts";
import { SandboxTooWeak } from "../../src/core/sandbox.ts";
import type { JudgeProcessOptions } from "../../src/node/judgeProcess.ts";
import { startPythonJudge } from "../../src/node/pythonJudge.ts";
import { packageFolders } from "../../src/node/setup/packageFolders.ts";
import { temporaryFolder } from "./queueFixtures.ts";

const { signal } = new AbortController();
const real: JudgeProcessOptions = { python: "python3", judgePath: "src/python/judge", workers: 1, log: () => {} };

/** A judge that says `hello` and then lives on until its input ends; it leaves its process id in `pid`, beside it. */
function fakeJudge(hello: unknown): JudgeProcessOptions & { readonly pidFile: string } {
  const folder = temporaryFolder();
  const pidFile = join(folder, "pid");
  const judgePath = join(folder, "judge.py");
  writeFileSync(
    judgePath,
    `import os, sys
open(${JSON.stringify(pidFile)}, "w").write(str(os.getpid()))
print(${JSON.stringify(JSON.stringify(hello))}, flush=True)
sys.stdin.read()
`,
  );
  return { ...real, judgePath, pidFile };
}

function helloOf(tier: string, open: readonly string[]) {
  return { ready: true, python: "3.12.1", executable: "/usr/bin/python3", sandbox: { tier, open } };
}

function expectGone(pidFile: string): void {
  const pid = Number(readFileSync(pidFile, "utf8"));
  expect(() => process.kill(pid, 0)).toThrow("ESRCH");
}

describe("a judge that is closed off too little", () => {
  const none = helloOf("none", ["write files", "use the network"]);

  it("is ended, and the sentence says what got through and what to do", async () => {
    const { pidFile, ...options } = fakeJudge(none);
    const error = await startPythonJudge(options, signal).catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(SandboxTooWeak);
    const { sentence } = error as SandboxTooWeak;
    expect(sentence).toMatch(/tier none .* partial is the least .*: write files, use the network\..*`--tier none`/);
    expect(sentence).toContain("`Autodidact: Judge Without a Sandbox`");
    expectGone(pidFile);
  });

  it("is used where that is allowed", async () => {
    const { pidFile: _, ...options } = fakeJudge(none);
    const judge = await startPythonJudge({ ...options, leastTier: "none" }, signal);
    expect(judge.info.sandbox).toEqual(none.sandbox);
    await judge.close();
  });

  it("may be asked for more than is usual", async () => {
    const { pidFile, ...options } = fakeJudge(helloOf("partial", ["read files"]));
    const start = startPythonJudge({ ...options, leastTier: "full" }, signal);
    await expect(start).rejects.toThrow(/tier partial .* full is the least/);
    expectGone(pidFile);
  });
});

describe("a judge whose hello is none", () => {
  it.each([
    ["of another form", { ready: true, sandbox: "partial" }],
    ["of an unknown tier", helloOf("half", [])],
  ])("%s is ended", async (_what, hello) => {
    const { pidFile, ...options } = fakeJudge(hello);
    await expect(startPythonJudge(options, signal)).rejects.toThrow();
    expectGone(pidFile);
  });
});

it("refuses Windows before it starts anything", async () => {
  const { pidFile, ...options } = fakeJudge(helloOf("full", []));
  const start = startPythonJudge({ ...options, platform: "win32" }, signal);
  await expect(start).rejects.toThrow(UserError);
  await expect(start).rejects.toThrow("cannot run on Windows yet");
  expect(existsSync(pidFile)).toBe(false);
});

it("keeps the judge's compiled files in the cache folder, and looks there for nothing that puzzles import", async () => {
  const cache = temporaryFolder();
  const before = process.env["XDG_CACHE_HOME"];
  process.env["XDG_CACHE_HOME"] = cache;
  try {
    const judge = await startPythonJudge(real, signal);
    const f = "def f(x: int):\n    import sys\n    return sys.pycache_prefix is None";
    expect((await judge.judge({ f, g: "def g():\n    return 1" }, 1000, signal)).verdict).toBe("verified");
    await judge.close();
    const compiled = readdirSync(join(cache, "autodidact/python"), { recursive: true, encoding: "utf8" });
    expect(compiled.filter((name) => /judge\/supervisor\..*\.pyc$/.test(name))).toHaveLength(1);
  } finally {
    if (before === undefined) delete process.env["XDG_CACHE_HOME"];
    else process.env["XDG_CACHE_HOME"] = before;
  }
});

describe("packages", () => {
  const PAIR = {
    f: "def f(x: int):\n    import tiny\n    return x == tiny.SEVEN",
    g: "def g():\n    return 7",
  };

  it("of a virtual environment can be imported where they are allowed, and only there", async () => {
    const python = venv();
    const packages = await packageFolders(python, signal);
    const folder = packages.find((each) => each.startsWith(join(python, "../..")));
    mkdirSync(join(folder ?? "", "tiny"));
    writeFileSync(join(folder ?? "", "tiny/__init__.py"), "SEVEN = 7\n");

    const allowing = await startPythonJudge({ ...real, python, packages }, signal);
    expect(await allowing.judge(PAIR, 2000, signal)).toMatchObject({ verdict: "verified", answer: "7" });
    await allowing.close();
    const plain = await startPythonJudge({ ...real, python }, signal);
    expect(await plain.judge(PAIR, 2000, signal)).toMatchObject({
      verdict: "raised",
      detail: expect.stringContaining("ModuleNotFoundError"),
    });
    await plain.close();
  });

  it("are found for the interpreter that is there, in folders that exist", async () => {
    const folders = await packageFolders("python3", signal);
    expect(folders.length).toBeGreaterThan(0);
    expect(folders.filter((folder) => !existsSync(folder))).toEqual([]);
  });

  it.each([
    ["is none", "no-such-python"],
    ["does not answer as Python does", "echo"],
  ])("of an interpreter that %s are a sentence", async (_what, python) => {
    const found = packageFolders(python, signal);
    await expect(found).rejects.toThrow(UserError);
    await expect(found).rejects.toThrow(`${python} does not say where its packages are`);
  });
});

/** The interpreter of a new virtual environment. */
function venv(): string {
  const folder = join(temporaryFolder(), "venv");
  execFileSync("python3", ["-m", "venv", "--without-pip", folder], { stdio: "pipe" });
  return join(folder, "bin/python");
}
