/** One phase of the Python trainer: a process that gets a JSON request and answers with JSON lines. */
import { spawn } from "node:child_process";
import process from "node:process";
import { createInterface } from "node:readline";
import type { Readable } from "node:stream";
import { UserError } from "../../core/errors.ts";
import { parseTrainerLine, type TrainerLine } from "../../protocol/trainerMessages.ts";

export interface TrainerProgram {
  /** The interpreter that has the libraries. */
  readonly python: string;
  /** The folder that holds the package `trainer`. */
  readonly path: string;
  /** Gets what the libraries print. */
  readonly log: (line: string) => void;
}

/** Lines of its log that are kept for the message of a crash. */
const TAIL_LINES = 8;
/** A phase that was told to end and has not within this is killed: a checkpoint of a large model takes time. */
const END_MS = 300_000;

/**
 * Runs a phase to its end and returns what its last line says. On abort the process is told to end, and writes a checkpoint
 * where it trains; what it says then is returned too.
 *
 * @throws {UserError} where the trainer says what a person can do, or its process dies
 */
export async function runPhase(
  program: TrainerProgram,
  phase: string,
  request: unknown,
  onLine: (line: TrainerLine) => void,
  signal: AbortSignal,
): Promise<unknown> {
  const child = spawn(program.python, ["-m", "trainer", phase], {
    // `-m` puts the current folder on the module path, so it must not be the workspace.
    cwd: program.path,
    stdio: ["pipe", "pipe", "pipe"],
    windowsHide: true,
    env: environment(program.path),
  });
  let killer: NodeJS.Timeout | undefined;
  const end = () => {
    child.kill("SIGTERM");
    killer ??= setTimeout(() => child.kill("SIGKILL"), END_MS);
  };
  signal.addEventListener("abort", end, { once: true });
  const tail: string[] = [];
  let last: TrainerLine | undefined;
  let broken: { readonly error: unknown } | undefined;
  /** What comes of a line is thrown when the process has ended: a journal may lie on a disk that is full. */
  const onLineOf = (input: Readable, take: (line: string) => void) => {
    createInterface({ input }).on("line", (line) => {
      try {
        if (broken === undefined) take(line);
      } catch (error) {
        broken = { error };
        end();
      }
    });
  };
  onLineOf(child.stderr, (line) => {
    tail.push(line);
    if (tail.length > TAIL_LINES) tail.shift();
    program.log(line);
  });
  onLineOf(child.stdout, (text) => {
    const line = parseTrainerLine(text);
    if (line === undefined) return program.log(`The trainer said what it should not: ${text.slice(0, 300)}`);
    if (line.event === "done" || line.event === "failed") last = line;
    else onLine(line);
  });
  child.stdin.on("error", () => {}); // a process that died reads nothing; its end says why
  child.stdin.end(JSON.stringify(request));
  try {
    const [code, endedBy] = await new Promise<[number | null, NodeJS.Signals | null]>((resolve, reject) => {
      child.once("error", reject);
      child.once("close", (...how) => resolve(how));
    });
    if (broken !== undefined) throw broken.error;
    if (last?.event === "done") return last;
    signal.throwIfAborted();
    if (last?.event === "failed") throw new UserError(last.message, last.advice);
    throw death(phase, endedBy ?? `status ${code}`, tail);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ENOENT") throw error;
    throw new UserError(`The trainer's Python is gone: ${program.python}.`, REPAIR, { cause: error });
  } finally {
    clearTimeout(killer);
    signal.removeEventListener("abort", end);
  }
}

const REPAIR = "Run `autodidact trainer install`, which repairs it, and resume the training.";

function death(phase: string, how: string, tail: readonly string[]): UserError {
  const what = `The trainer ended in its phase ${phase} (${how})`;
  if (how === "SIGKILL") {
    // The kernel ends what takes too much memory so, and nobody else does; the process itself knew nothing of it.
    return new UserError(
      `${what}.`,
      "It most likely ran out of memory: close other programs, or take a smaller batch or base, and resume.",
    );
  }
  const why = tail.findLast((line) => line.trim() !== "") ?? "it said nothing";
  return new UserError(
    `${what}: ${why}${/[.!?]$/.test(why) ? "" : "."}`,
    "Resume the training. If it dies again, its log has the cause; `autodidact trainer install` repairs its libraries.",
  );
}

/** Nothing of the user's Python reaches the trainer. */
function environment(path: string): NodeJS.ProcessEnv {
  const { PYTHONHOME: _home, PYTHONSTARTUP: _startup, ...rest } = process.env;
  return {
    ...rest,
    PYTHONPATH: path,
    PYTHONNOUSERSITE: "1",
    PYTHONUNBUFFERED: "1",
    HF_HUB_DISABLE_TELEMETRY: "1",
    // A model that Ollama runs beside it spins on all cores; waiting threads must not.
    OMP_WAIT_POLICY: "PASSIVE",
  };
}
