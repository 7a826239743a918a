/** One life of the judge's process: lines out, lines in, and the end of its whole tree. */
import { type ChildProcessByStdio, spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import process from "node:process";
import { createInterface } from "node:readline";
import type { Readable, Writable } from "node:stream";
import type { z } from "zod";
import { UserError } from "../core/errors.ts";
import { DEFAULT_LEAST_TIER, isWeaker, type SandboxTier, SandboxTooWeak } from "../core/sandbox.ts";
import { hello } from "../protocol/pythonMessages.ts";
import { cacheFolder } from "./setup/cacheFolder.ts";

export type JudgeInfo = Omit<z.infer<typeof hello>, "ready">;

export interface JudgeProcessOptions {
  /** The interpreter, 3.10 or newer. */
  readonly python: string;
  /** The folder `judge` of `src/python`, or its copy in a build. */
  readonly judgePath: string;
  /** Requests worked on at once. */
  readonly workers: number;
  /** Takes what the judge's process writes to standard error. */
  readonly log: (line: string) => void;
  /** Folders from which puzzles may import, besides the standard library; absent: none. */
  readonly packages?: readonly string[];
  /** A judge that is closed off less than this is not used; absent: `partial`. */
  readonly leastTier?: SandboxTier;
  /** The system that it runs on, which only a test names. */
  readonly platform?: NodeJS.Platform;
}

export interface JudgeProcessEvents {
  readonly onLine: (line: string) => void;
  /** Called once when the process has ended, whatever the reason; never before `startJudgeProcess` has resolved. */
  readonly onEnd: (reason: string) => void;
}

export interface JudgeProcess {
  readonly info: JudgeInfo;
  readonly pid: number;
  send(line: string): void;
  /** Ends the process and everything below it; resolves when it is gone. */
  end(): Promise<void>;
}

type Child = ChildProcessByStdio<Writable, Readable, Readable>;

/** Time in which the supervisor ends by itself, cleaning up, before it is killed. */
const GRACE_MS = 2000;

/**
 * Starts the process and waits until it is ready. Throws `UserError` when this system or this interpreter cannot run the
 * judge, and `SandboxTooWeak` when it is closed off less than `leastTier`; nothing runs on then.
 */
export async function startJudgeProcess(
  options: JudgeProcessOptions,
  events: JudgeProcessEvents,
  signal: AbortSignal,
): Promise<JudgeProcess> {
  signal.throwIfAborted();
  refuseWindows(options.platform ?? process.platform);
  const complaints: string[] = [];
  const child = launch(options);
  createInterface({ input: child.stderr }).on("line", (line) => {
    complaints.push(line);
    options.log(line);
  });
  const ended = new Promise<string>((resolve) => {
    child.once("error", (error) => resolve(error.message));
    child.once("close", (code, by) => resolve(by === null ? `exit status ${code}` : `killed by ${by}`));
  });
  // A write to a process that has just ended is told by its end, not by the stream.
  child.stdin.on("error", () => {});

  const lines = createInterface({ input: child.stdout });
  const first = await Promise.race([
    once(lines, "line", { signal }).then(([line]) => ({ line: String(line) })),
    ended.then((reason) => ({ reason })),
  ]).catch(async (error: unknown) => {
    await endTree(child, ended);
    throw error;
  });
  if ("reason" in first) {
    throw cannotRun(options.python, complaints.at(-1) ?? first.reason);
  }
  const info = await readHello(first.line, options.leastTier ?? DEFAULT_LEAST_TIER).catch(async (error: unknown) => {
    await endTree(child, ended);
    throw error;
  });
  lines.on("line", events.onLine);
  void ended.then(events.onEnd);
  return {
    info,
    pid: child.pid ?? 0,
    send: (line) => {
      child.stdin.write(`${line}\n`);
    },
    end: () => endTree(child, ended),
  };
}

function launch({ python, judgePath, workers, packages = [] }: JudgeProcessOptions): Child {
  // Compiled files, kept where nothing else looks for them: without them each start takes a quarter of a second more.
  const compiled = `pycache_prefix=${join(cacheFolder(), "python")}`;
  const args = ["-I", "-S", "-X", compiled, judgePath, "--workers", String(workers)];
  // A group of its own, so that Ctrl-C in a terminal reaches the caller alone and `end` reaches the whole tree.
  return spawn(python, [...args, ...packages.flatMap((folder) => ["--packages", folder])], {
    stdio: ["pipe", "pipe", "pipe"],
    detached: true,
  });
}

async function readHello(line: string, leastTier: SandboxTier): Promise<JudgeInfo> {
  const { ready: _, ...info } = hello.parse(JSON.parse(line));
  if (isWeaker(info.sandbox.tier, leastTier)) {
    throw new SandboxTooWeak(info.sandbox, leastTier);
  }
  return info;
}

function refuseWindows(platform: NodeJS.Platform): void {
  if (platform === "win32") {
    throw new UserError(
      "The judge cannot run on Windows yet: it needs a POSIX system, because it forks.",
      "Use Autodidact on Linux or macOS; on Windows, open the folder in WSL.",
    );
  }
}

function cannotRun(python: string, reason: string): UserError {
  return new UserError(
    `The judge cannot run with the Python interpreter ${python}: ${reason}`,
    "Choose a Python of version 3.10 or newer.",
  );
}

async function endTree(child: Child, ended: Promise<string>): Promise<void> {
  if (child.pid === undefined) {
    return;
  }
  // The supervisor ends with its standard input and takes its zygotes and their children along.
  child.stdin.destroy();
  const timer = setTimeout(() => child.kill("SIGKILL"), GRACE_MS);
  await ended;
  clearTimeout(timer);
}
