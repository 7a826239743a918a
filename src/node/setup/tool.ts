/** Programs of the machine that setup and doctor ask or run: found on PATH, run to their end, stopped on abort. */
import { type ChildProcess, spawn } from "node:child_process";
import { constants } from "node:fs";
import { access, stat } from "node:fs/promises";
import { delimiter, isAbsolute, join } from "node:path";
import process from "node:process";
import { createInterface } from "node:readline";

const WINDOWS = process.platform === "win32";
/** Ending of an executable file. */
export const EXE = WINDOWS ? ".exe" : "";
/** Lines of output kept for an error's message. */
const TAIL_LINES = 15;

/** A program that is told to end is killed after this. Ninja needs the time to end its compilers, which it alone can. */
const STOP_MS = 5_000;

/** A program that could not be started or ended with another status than 0. */
export class ToolFailure extends Error {
  override readonly name = "ToolFailure";
  /** The end of what it printed. */
  readonly tail: string;

  constructor(command: string, why: string, tail: string, options?: ErrorOptions) {
    super(`${command} ${why}${tail === "" ? "" : `:\n${tail}`}`, options);
    this.tail = tail;
  }
}

export interface ToolOptions {
  readonly cwd?: string;
  readonly env?: NodeJS.ProcessEnv;
  /** Called for each line of its standard output and standard error, in the order of arrival. */
  readonly onLine?: (line: string) => void;
}

/**
 * Runs a program to its end and returns its standard output. Its standard input is empty.
 * Throws `ToolFailure` when it cannot start or fails; on abort ends its whole process tree, then throws the reason.
 */
export async function runTool(
  command: string,
  args: readonly string[],
  options: ToolOptions,
  signal: AbortSignal,
): Promise<string> {
  signal.throwIfAborted();
  const child = spawn(command, args, {
    cwd: options.cwd,
    env: options.env ?? process.env,
    stdio: ["ignore", "pipe", "pipe"],
    detached: !WINDOWS,
    windowsHide: true,
  });
  let killer: NodeJS.Timeout | undefined;
  const stop = () => {
    killTree(child, "SIGTERM");
    killer = setTimeout(() => killTree(child, "SIGKILL"), STOP_MS);
  };
  signal.addEventListener("abort", stop);
  const output: string[] = [];
  const tail: string[] = [];
  const keep = (line: string) => {
    tail.push(line);
    if (tail.length > TAIL_LINES) tail.shift();
    options.onLine?.(line);
  };
  createInterface({ input: child.stdout }).on("line", (line) => {
    output.push(line);
    keep(line);
  });
  createInterface({ input: child.stderr }).on("line", keep);
  try {
    const [code, endedBy] = await new Promise<[number | null, NodeJS.Signals | null]>((resolve, reject) => {
      child.once("error", reject);
      child.once("close", (...end) => resolve(end));
    });
    signal.throwIfAborted();
    if (code !== 0) throw new ToolFailure(command, `ended with ${endedBy ?? `status ${code}`}`, tail.join("\n"));
    return output.join("\n");
  } catch (error) {
    if (error instanceof ToolFailure || signal.aborted) throw error;
    throw new ToolFailure(command, "could not be started", (error as Error).message, { cause: error });
  } finally {
    clearTimeout(killer);
    signal.removeEventListener("abort", stop);
  }
}

/** Sends a signal to a program and all its descendants; it must have been spawned with `detached` where POSIX is. */
function killTree(child: ChildProcess, how: NodeJS.Signals): void {
  if (child.pid === undefined) return;
  if (WINDOWS) {
    spawn("taskkill", ["/T", "/F", "/PID", String(child.pid)], { stdio: "ignore", windowsHide: true });
    return;
  }
  try {
    process.kill(-child.pid, how);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ESRCH") throw error;
  }
}

/** The path of the first executable of this name on PATH. */
export async function findOnPath(name: string, env: NodeJS.ProcessEnv): Promise<string | undefined> {
  for (const folder of (env["PATH"] ?? env["Path"] ?? "").split(delimiter)) {
    if (!isAbsolute(folder)) continue;
    const file = join(folder, name + EXE);
    if (await isExecutable(file)) return file;
  }
  return undefined;
}

/** Says whether a path is a file that may be executed. */
export async function isExecutable(file: string): Promise<boolean> {
  try {
    await access(file, constants.X_OK);
    return (await stat(file)).isFile();
  } catch {
    return false;
  }
}
