import { existsSync, readFileSync } from "node:fs";
import process from "node:process";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { UserError } from "../../src/core/errors.ts";
import type { Judgement } from "../../src/core/puzzle.ts";
import type { JudgeProcessOptions } from "../../src/node/judgeProcess.ts";
import { type PythonJudge, startPythonJudge } from "../../src/node/pythonJudge.ts";

const P3 = "../shared/p3/train.json";
const PUZZLE = "def f(x: int, n=7):\n    return x == n + 1";
const RIGHT = { f: PUZZLE, g: "def g(n=7):\n    return n + 1" };
const WRONG = { f: PUZZLE, g: "def g(n=7):\n    return n" };
const ENDLESS = { f: PUZZLE, g: "def g(n=7):\n    while True: pass" };
const { signal } = new AbortController();
const options: JudgeProcessOptions = { python: "python3", judgePath: "src/python/judge", workers: 2, log: () => {} };

describe("the judge's process", () => {
  let judge: PythonJudge;
  beforeAll(async () => {
    judge = await startPythonJudge(options, signal);
  });
  afterAll(() => judge.close());

  it("says which interpreter judges", () => {
    expect(judge.info.python).toMatch(/^3\.\d+\.\d+$/);
    expect(existsSync(judge.info.executable)).toBe(true);
  });

  it("says how well it is closed off", () => {
    const { tier, open } = judge.info.sandbox;
    expect(tier).toMatch(/^(full|partial)$/);
    expect(tier === "full").toBe(open.length === 0);
  });

  it("lets no text write a file", async () => {
    const g = 'def g(n=7):\n    open("a", "w").write("a")\n    return n + 1';
    expect(await judge.judge({ f: PUZZLE, g }, 1000, signal)).toMatchObject({
      verdict: "raised",
      detail: expect.stringContaining("PermissionError"),
    });
  });

  it("makes a verified pair of exactly the texts that were proven", async () => {
    expect(await judge.judge(RIGHT, 1000, signal)).toMatchObject({ verdict: "verified", pair: RIGHT, answer: "8" });
  });

  it("gives no pair for any other verdict", async () => {
    const found = await judge.judge(WRONG, 1000, signal);
    expect(found).toMatchObject({ verdict: "refuted", detail: "f returned False for g's answer.", answer: "7" });
    expect(found).not.toHaveProperty("pair");
  });

  it("inspects and probes a candidate", async () => {
    expect(await judge.inspect(`${PUZZLE}\n\njunk (`, signal)).toMatchObject({
      ok: true,
      f: PUZZLE,
      header: "def g(n=7):",
    });
    expect(await judge.inspect("def f(", signal)).toMatchObject({ ok: false, problem: "syntax", line: 1 });
    expect(await judge.probe(PUZZLE, signal)).toEqual({ unsound: null, trivialAnswer: "8" });
  });

  it("refuses a text that is too long for any puzzle", async () => {
    const f = `${PUZZLE}\n#${"x".repeat(9 << 20)}`;
    expect(await judge.judge({ ...RIGHT, f }, 1000, signal)).toMatchObject({ verdict: "malformed" });
    expect(await judge.inspect(f, signal)).toMatchObject({ ok: false, problem: "syntax" });
  });

  it("frees the worker of a call that is aborted", async () => {
    const aborting = [new AbortController(), new AbortController(), new AbortController()];
    const calls = aborting.map((each) => judge.judge(ENDLESS, 600_000, each.signal));
    const ends = Promise.allSettled(calls);
    for (const each of aborting) each.abort();
    expect((await ends).map(({ status }) => status)).toEqual(["rejected", "rejected", "rejected"]);
    await expect(calls[0]).rejects.toThrow(expect.objectContaining({ name: "AbortError" }));
    expect((await judge.judge(RIGHT, 1000, signal)).verdict).toBe("verified");
  });

  it("refuses a call whose signal has aborted", async () => {
    await expect(judge.judge(RIGHT, 1000, AbortSignal.abort())).rejects.toThrow("abort");
  });
});

describe("a judge whose process is killed", () => {
  it("starts another one and gives every verdict that was under way", async () => {
    const judge = await startPythonJudge(options, signal);
    const { pid } = judge;
    const calls = [...Array(6)].map((_, index) => judge.judge(index % 2 ? RIGHT : WRONG, 1000, signal));
    process.kill(pid, "SIGKILL");
    const verdicts = (await Promise.all(calls)).map(({ verdict }) => verdict);
    expect(verdicts).toEqual(["refuted", "verified", "refuted", "verified", "refuted", "verified"]);
    expect(judge.pid).not.toBe(pid);
    await judge.close();
  });

  it("gives up on a request under which it dies every time, and judges the next", async () => {
    const judge = await startPythonJudge(options, signal);
    const timer = setInterval(() => killIfRunning(judge.pid), 20);
    await expect(judge.judge(ENDLESS, 600_000, signal)).rejects.toThrow("ended 3 times on a request to judge");
    clearInterval(timer);
    expect((await judge.judge(RIGHT, 1000, signal)).verdict).toBe("verified");
    await judge.close();
  });
});

/** `pid` 0: the next process is not there yet. */
function killIfRunning(pid: number): void {
  try {
    if (pid !== 0) process.kill(pid, "SIGKILL");
  } catch (error) {
    expect(error).toMatchObject({ code: "ESRCH" }); // killed before, and the judge has not noticed yet
  }
}

describe("starting and closing", () => {
  it("says what to do when the interpreter is none", async () => {
    const start = startPythonJudge({ ...options, python: "no-such-python" }, signal);
    await expect(start).rejects.toThrow(UserError);
    await expect(start).rejects.toThrow("no-such-python");
  });

  it("says what is wrong when the interpreter cannot run it", async () => {
    const start = startPythonJudge({ ...options, judgePath: "no/such/folder" }, signal);
    await expect(start).rejects.toThrow(/no\/such\/folder/);
  });

  it("stops starting when it is cancelled", async () => {
    const cancelling = new AbortController();
    const start = startPythonJudge(options, cancelling.signal);
    cancelling.abort();
    await expect(start).rejects.toThrow("abort");
  });

  it("ends the process and rejects what is under way when it is closed", async () => {
    const judge = await startPythonJudge(options, signal);
    const { pid } = judge;
    const call = expect(judge.judge(ENDLESS, 600_000, signal)).rejects.toThrow("The judge was closed.");
    await judge.close();
    await call;
    expect(() => process.kill(pid, 0)).toThrow("ESRCH");
    await expect(judge.judge(RIGHT, 1000, signal)).rejects.toThrow("The judge was closed.");
  });
});

interface P3Puzzle {
  readonly name: string;
  readonly sat: string;
  readonly sol_header: string;
  readonly sol_bodies: readonly string[];
}

const hasP3 = existsSync(P3);
if (!hasP3) {
  console.log(`${P3} is not there: the known-good pairs of P3 are not judged.`);
}

describe("the known-good pairs of P3", () => {
  it.skipIf(!hasP3)("are verified, all but those that a newer Python's exact sum of floats fails", async () => {
    const puzzles = JSON.parse(readFileSync(P3, "utf8")) as P3Puzzle[];
    const judge = await startPythonJudge(options, signal);
    const begin = performance.now();
    const found = await Promise.all(
      puzzles.flatMap((puzzle) => puzzle.sol_bodies.map((body) => judgeP3(judge, puzzle, body))),
    );
    const rate = found.length / ((performance.now() - begin) / 1000);
    console.log(`${found.length} pairs of P3 judged, ${rate.toFixed(1)} a second.`);
    await judge.close();

    const refused = found.filter(({ verdict }) => verdict !== "verified");
    const explained = refused.filter(({ name, detail }) => name.startsWith("Nash:") && detail.includes("sum to 1"));
    expect(refused).toEqual(explained);
    expect(found.length).toBe(609);
  });
});

/** A budget far above the one second of the method: the slowest of the pairs need more on a slow machine. */
const P3_TIMEOUT_MS = 10_000;

async function judgeP3(
  judge: PythonJudge,
  { name, sat, sol_header, sol_bodies: _ }: P3Puzzle,
  body: string,
): Promise<Pick<Judgement, "verdict" | "detail"> & { name: string }> {
  const f = sat.replace("def sat(", "def f(");
  const g = `${sol_header.replace("def sol(", "def g(")}\n${body}`;
  const { verdict, detail } = await judge.judge({ f, g }, P3_TIMEOUT_MS, signal);
  return { name, verdict, detail };
}
