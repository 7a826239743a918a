import { mkdirSync, mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { runPhase } from "../../src/node/training/trainerProcess.ts";

/**
 * Runs a phase of a package `trainer` that consists of these lines; resolves with what it says last, and its log.
 * `cancel` is aborted at the first event.
 */
async function runProgram(
  lines: readonly string[],
  {
    python = "python3",
    cancel = new AbortController(),
    onLine = () => cancel.abort(),
  }: { python?: string; cancel?: AbortController; onLine?: () => void } = {},
) {
  const path = mkdtempSync(join(tmpdir(), "autodidact-phase-"));
  mkdirSync(join(path, "trainer"));
  writeFileSync(join(path, "trainer", "__main__.py"), ["import json, os, signal, sys, time", ...lines].join("\n"));
  const log: string[] = [];
  const program = { python, path, log: (line: string) => log.push(line) };
  const done = await runPhase(program, "train", { a: 1 }, onLine, cancel.signal);
  return { done, log };
}

describe("a phase of the trainer", () => {
  it("gets its request and answers with its last line; what it should not say goes to the log", async () => {
    const { done, log } = await runProgram([
      "request = json.load(sys.stdin)",
      "print('a library prints')",
      "print(json.dumps({'event': 'done', 'got': request}))",
    ]);
    expect(done).toMatchObject({ event: "done", got: { a: 1 } });
    expect(log).toEqual(["The trainer said what it should not: a library prints"]);
  });

  it("fails with the trainer's own sentence and advice", async () => {
    const failed = { event: "failed", code: "noRows", message: "There are no rows.", advice: "Accept some pairs." };
    const ended = runProgram([`print(${JSON.stringify(JSON.stringify(failed))})`, "sys.exit(1)"]);
    await expect(ended).rejects.toMatchObject({ message: "There are no rows.", remedy: "Accept some pairs." });
  });

  it("that is killed is told apart from one that breaks: by memory, or by its libraries", async () => {
    await expect(runProgram(["os.kill(os.getpid(), signal.SIGKILL)"])).rejects.toMatchObject({
      message: expect.stringContaining("in its phase train (SIGKILL)"),
      remedy: expect.stringContaining("ran out of memory"),
    });
    await expect(runProgram(["import no_such_library"])).rejects.toMatchObject({
      message: expect.stringContaining("No module named 'no_such_library'"),
      remedy: expect.stringContaining("repairs its libraries"),
    });
  });

  it("whose Python is gone says how to get it back", async () => {
    await expect(runProgram([], { python: join(tmpdir(), "no-such-python") })).rejects.toMatchObject({
      message: expect.stringContaining("The trainer's Python is gone"),
      remedy: expect.stringContaining("autodidact trainer install"),
    });
  });

  it("ends when what it says cannot be taken, with that fault", async () => {
    const full = Object.assign(new Error("no space left on device"), { code: "ENOSPC" });
    const said = "print(json.dumps({'event': 'tensor', 'done': 1, 'total': 2}), flush=True)";
    const ended = runProgram([said, said, "time.sleep(60)"], {
      onLine: () => {
        throw full;
      },
    });
    await expect(ended).rejects.toBe(full);
  });

  it("is asked to end on abort, and what it says then counts", async () => {
    const cancel = new AbortController();
    const last = "print(json.dumps({'event': 'done'}), flush=True)";
    const { done } = await runProgram(
      [
        `signal.signal(signal.SIGTERM, lambda *_: (${last}, os._exit(0)))`,
        "print(json.dumps({'event': 'tensor', 'done': 1, 'total': 2}), flush=True)",
        "time.sleep(60)",
      ],
      { cancel },
    );
    expect(done).toEqual({ event: "done" });
  });
});
