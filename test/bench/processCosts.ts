/** Processor time and memory of running processes, from Linux's `/proc`. */
import { readdirSync, readFileSync } from "node:fs";

const TICK_MS = 10;
const KB_PER_MB = 1024;

/** Processor time that a process has taken so far. */
export function cpuMsOf(pid: number): number {
  const fields = readFileSync(`/proc/${pid}/stat`, "utf8").split(") ")[1]?.split(" ") ?? [];
  return (Number(fields[11]) + Number(fields[12])) * TICK_MS;
}

/** MB of a process, and of all below it; what several share is counted once. */
export function memoryOf(pid: number): [own: number, below: number] {
  const below = descendantsOf(pid).reduce((sum, each) => sum + mbOf(each), 0);
  return [mbOf(pid), below];
}

function mbOf(pid: number): number {
  const rollup = readFileSync(`/proc/${pid}/smaps_rollup`, "utf8");
  return Number(/^Pss: +(\d+)/m.exec(rollup)?.[1]) / KB_PER_MB;
}

function descendantsOf(pid: number): number[] {
  const children = readdirSync(`/proc/${pid}/task`).flatMap((task) =>
    readFileSync(`/proc/${pid}/task/${task}/children`, "utf8").split(" ").filter(Boolean).map(Number),
  );
  return children.flatMap((child) => [child, ...descendantsOf(child)]);
}
