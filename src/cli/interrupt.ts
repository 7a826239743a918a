import process from "node:process";
import { isAbort } from "../core/errors.ts";
import { EXIT, say } from "./terminal.ts";

/**
 * Runs `work` with a signal that aborts on Ctrl-C or a polite end from outside. Work that ends by that abort is
 * cancelled, not failed: the exit code says so.
 */
export async function untilInterrupted(work: (signal: AbortSignal) => Promise<void>): Promise<void> {
  const controller = new AbortController();
  const abort = () => controller.abort();
  process.once("SIGINT", abort).once("SIGTERM", abort);
  try {
    await work(controller.signal);
  } catch (error) {
    if (!controller.signal.aborted || !isAbort(error)) throw error;
    say("Cancelled. What was done until then is kept.");
    process.exitCode = EXIT.cancelled;
  } finally {
    process.off("SIGINT", abort).off("SIGTERM", abort);
  }
}
