import process from "node:process";
import { EXIT } from "./terminal.ts";

/**
 * Aborts on Ctrl-C or a polite end from outside; the one signal by which every command is cancelled. The second Ctrl-C
 * ends the process at once, as it does by default.
 */
export function interruption(): AbortSignal {
  const controller = new AbortController();
  for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => controller.abort());
  return controller.signal;
}

/** Ends the process, as shells expect, once nobody reads its output any more: `autodidact … | head`. */
export function endWhenUnread(): void {
  process.stdout.on("error", (error: NodeJS.ErrnoException) => {
    if (error.code !== "EPIPE") throw error;
    process.exit(EXIT.done);
  });
}
