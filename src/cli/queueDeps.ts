/** What the queue's commands are given by the composition root. */
import type { Judge, Queue } from "../core/ports.ts";

export interface QueueDeps {
  /** The workspace's queue. For `read` it has to exist already; for `write`, the default, it is created. */
  openQueue(workspace: string, mode?: "read" | "write"): Queue;
  startJudge(workers: number, signal: AbortSignal): Promise<Judge & { close(): Promise<void> }>;
}

/** Runs `work` on the workspace's queue and closes it after. */
export async function withQueue<T>(
  deps: Pick<QueueDeps, "openQueue">,
  workspace: string,
  mode: "read" | "write",
  work: (queue: Queue) => T | Promise<T>,
): Promise<T> {
  const queue = deps.openQueue(workspace, mode);
  try {
    return await work(queue);
  } finally {
    queue.close();
  }
}
