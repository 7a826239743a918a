import process from "node:process";

/**
 * Aborts on Ctrl-C or a polite end from outside; the one signal by which every command is cancelled. The second Ctrl-C
 * ends the process at once, as it does by default.
 */
export function interruption(): AbortSignal {
  const controller = new AbortController();
  for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => controller.abort());
  return controller.signal;
}
