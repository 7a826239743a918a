/** Processes that outlive the one that started them: told apart from a later process with the same id, and ended whole. */
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import process from "node:process";
import { setTimeout as sleep } from "node:timers/promises";
import { z } from "zod";

export const processIdentitySchema = z.object({
  pid: z.int().positive(),
  /** When the process started, in the system's own words; empty where the system does not tell. */
  started: z.string(),
});
export type ProcessIdentity = z.infer<typeof processIdentitySchema>;

/** The identity of a running process, or undefined where there is none (a zombie counts as none). */
export function identifyProcess(pid: number): ProcessIdentity | undefined {
  if (process.platform === "linux") {
    return identifyOnLinux(pid);
  }
  try {
    process.kill(pid, 0);
  } catch {
    return undefined;
  }
  if (process.platform === "win32") {
    return { pid, started: "" };
  }
  const started = execFileSync("ps", ["-o", "lstart=", "-p", String(pid)], { encoding: "utf8" }).trim();
  return { pid, started };
}

/** Says whether the very process of `identity` still runs. */
export function isRunning(identity: ProcessIdentity): boolean {
  return identifyProcess(identity.pid)?.started === identity.started;
}

/**
 * Asks a process that leads its own group to end (SIGINT), and after `graceMs` kills the whole group.
 * Returns when the leader is gone.
 */
export async function endProcessTree(identity: ProcessIdentity, graceMs: number): Promise<void> {
  if (!isRunning(identity)) {
    return;
  }
  signalTo(identity.pid, "SIGINT");
  const deadline = Date.now() + graceMs;
  while (Date.now() < deadline) {
    await sleep(POLL_MS);
    if (!isRunning(identity)) {
      break;
    }
  }
  killGroup(identity.pid);
  while (isRunning(identity)) {
    await sleep(POLL_MS);
  }
}

const POLL_MS = 50;

/** Kills what is left of a group, its leader alive or not. */
function killGroup(leader: number): void {
  if (process.platform === "win32") {
    try {
      execFileSync("taskkill", ["/pid", String(leader), "/T", "/F"], { stdio: "ignore" });
    } catch {
      // Already gone.
    }
    return;
  }
  signalTo(-leader, "SIGKILL");
  signalTo(leader, "SIGKILL"); // started from a script, it leads no group
}

function signalTo(target: number, signal: NodeJS.Signals): void {
  try {
    process.kill(target, signal);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ESRCH") {
      throw error;
    }
  }
}

/** Field 22 of /proc/PID/stat is the start time in clock ticks since boot; fields follow the last `)`. */
function identifyOnLinux(pid: number): ProcessIdentity | undefined {
  let stat: string;
  try {
    stat = readFileSync(`/proc/${pid}/stat`, "utf8");
  } catch {
    return undefined;
  }
  const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  const [state] = fields;
  return state === "Z" || state === "X" ? undefined : { pid, started: fields[19] ?? "" };
}
