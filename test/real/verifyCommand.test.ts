import { spawn } from "node:child_process";
import { once } from "node:events";
import process from "node:process";
import { text } from "node:stream/consumers";
import { describe, expect, it } from "vitest";

const PUZZLE = "def f(x: int, n=7):\n    return x == n + 1";
const RIGHT = { f: PUZZLE, g: "def g(n=7):\n    return n + 1" };
const ENDLESS = { f: PUZZLE, g: "def g(n=7):\n    while True: pass" };

function wordsOf(options: readonly string[]): string[] {
  return ["--disable-warning=MODULE_TYPELESS_PACKAGE_JSON", "test/real/verifyCli.ts", ...options];
}

function lineOf(pair: object, index: number): string {
  return JSON.stringify({ id: index, ...pair });
}

function start(...options: string[]) {
  return spawn(process.execPath, wordsOf(options), { stdio: ["pipe", "pipe", "pipe"] });
}

async function verify(lines: readonly unknown[], ...options: string[]) {
  const child = start(...options);
  child.stdin.end(lines.map((line) => (typeof line === "string" ? line : JSON.stringify(line))).join("\n"));
  const [out, log, [code]] = await Promise.all([text(child.stdout), text(child.stderr), once(child, "close")]);
  return { out, log, code };
}

/** Runs its arguments with a terminal as standard error, which it then prints after standard output. */
const ON_TERMINAL = `
import os, pty, subprocess, sys
ours, theirs = pty.openpty()
ended = subprocess.run(sys.argv[1:], stdin=sys.stdin, stdout=subprocess.PIPE, stderr=theirs)
os.close(theirs)
sys.stdout.buffer.write(ended.stdout + b"=====")
try:
    sys.stdout.buffer.write(os.read(ours, 1 << 16))
except OSError:
    pass  # Nothing was written.
`;

function parse(out: string): Record<string, unknown>[] {
  return out.split("\n").flatMap((line) => (line === "" ? [] : [JSON.parse(line)]));
}

describe("verify", () => {
  it("gives a line for each pair and ends with the summary", async () => {
    const pairs = [
      { id: "a", ...RIGHT },
      { id: "b", f: PUZZLE, g: "def g(n=7):\n    return n" },
      { id: 3, ...ENDLESS, timeoutMs: 100 },
    ];
    const { out, code } = await verify(pairs, "--json", "verify", "--workers", "2");
    const lines = parse(out);
    const summary = lines.pop();
    const byId = new Map(lines.map((line) => [line["id"], line]));
    expect(byId.get("a")).toMatchObject({ verdict: "verified", answer: "8", ms: expect.any(Number) });
    expect(byId.get("b")).toMatchObject({ verdict: "refuted", answer: "7" });
    expect(byId.get(3)).toMatchObject({ verdict: "timedOut", detail: "g did not end within 100 ms." });
    expect(summary).toMatchObject({
      event: "summary",
      judged: 3,
      verdicts: { verified: 1, refuted: 1, timedOut: 1 },
      seconds: expect.any(Number),
    });
    expect(code).toBe(0);
  });

  it("names each unreadable line by its number, judges the rest and exits with 2", async () => {
    const lines = ["{", "", { id: "a", ...RIGHT }, { id: "b", f: 1 }, '"text"', { id: "c", ...RIGHT }];
    const { out, log, code } = await verify(lines, "--json", "verify");
    const written = parse(out);
    expect(written.at(-1)).toMatchObject({ event: "summary", judged: 2, verdicts: { verified: 2 } });
    expect(written.filter(({ event }) => event === "unreadable").map(({ line }) => line)).toEqual([1, 4, 5]);
    for (const number of [1, 4, 5]) expect(log).toContain(`Line ${number} cannot be read`);
    expect(code).toBe(2);
  });

  it("writes each verdict as it is found, while its input is still open", async () => {
    const child = start("--json", "verify");
    child.stdin.write(`${JSON.stringify({ id: "a", ...RIGHT })}\n`);
    const [first] = await once(child.stdout, "data");
    expect(parse(String(first))[0]).toMatchObject({ id: "a", verdict: "verified" });
    child.stdin.end();
    expect(await once(child, "close")).toEqual([0, null]);
  });

  it("shows people a line for each pair and a summary", async () => {
    const { out } = await verify([{ id: "a", ...RIGHT }], "verify", "--timeout", "2000");
    expect(out).toMatch(
      /^verified +\d+ ms {2}a {2}f returned True for g's answer\.\n1 pairs judged in .* s: 1 verified\.\n$/,
    );
  });

  it("shows on a terminal how far it is, apart from what it writes, and not with --json", async () => {
    const onTerminal = async (...options: string[]) => {
      const child = spawn("python3", ["-c", ON_TERMINAL, process.execPath, ...wordsOf(options)]);
      child.stdin.end([RIGHT, RIGHT, { ...RIGHT, g: "def g(n=7):\n    return n" }].map(lineOf).join("\n"));
      const [out = "", terminal = ""] = (await text(child.stdout)).split("=====");
      return { out, terminal };
    };
    const shown = await onTerminal("verify");
    expect(shown.out).toMatch(/3 pairs judged in .* s: 2 verified, 1 refuted\.\n$/);
    expect(shown.out).not.toContain("a second");
    expect(shown.terminal).toMatch(/3 judged · \d+ a second · 2 verified, 1 refuted/);
    expect((await onTerminal("--json", "verify")).terminal).not.toContain("judged");
  });

  it("keeps hundreds of pairs under way and gives each its own verdict", async () => {
    const pairs = Array.from({ length: 1500 }, (_, n) => ({
      id: n,
      f: `def f(x: int, n=${n}):\n    return x == n + 1`,
      g: `def g(n=${n}):\n    return n + ${n % 5 === 0 ? 2 : 1}`,
    }));
    const { out } = await verify(pairs, "--json", "verify");
    const lines = parse(out);
    expect(lines.at(-1)).toMatchObject({ judged: 1500, verdicts: { verified: 1200, refuted: 300 } });
    const refuted = lines.filter(({ verdict }) => verdict === "refuted").map(({ id }) => Number(id));
    expect(refuted.sort((a, b) => a - b)).toEqual(Array.from({ length: 300 }, (_, n) => n * 5));
  });

  it("does with no input at all", async () => {
    const { out, code } = await verify([], "--json", "verify");
    expect(parse(out)).toEqual([{ event: "summary", judged: 0, verdicts: {}, seconds: expect.any(Number) }]);
    expect(code).toBe(0);
  });

  it("ends at once with 130 when it is interrupted", async () => {
    const child = start("--json", "verify");
    const log = text(child.stderr);
    child.stdin.write(`${JSON.stringify({ id: "a", ...RIGHT })}\n`);
    await once(child.stdout, "data");
    child.stdin.write(`${JSON.stringify({ id: "b", ...ENDLESS, timeoutMs: 600_000 })}\n`);
    child.kill("SIGINT");
    expect(await once(child, "close")).toEqual([130, null]);
    expect(await log).toBe("Cancelled. What was done until then is kept.\n");
  });
});
