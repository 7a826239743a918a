import { CommanderError } from "commander";
import { BadInput, UserError } from "../core/errors.ts";
import { EXIT, say } from "./terminal.ts";

/**
 * The exit code of a command that threw `error`; says on standard error what went wrong, where that was not said yet.
 * Whatever a command throws once `cancelled` has aborted comes of the cancelling: Ctrl-C reaches its children too.
 */
export function exitCodeOf(error: unknown, cancelled: AbortSignal): number {
  // Commander has written its own message; help and version come this way too, with code 0.
  if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.done : EXIT.usage;
  if (cancelled.aborted) {
    say("Cancelled. What was done until then is kept.");
    return EXIT.cancelled;
  }
  if (error instanceof UserError) {
    say(error.sentence);
    return error instanceof BadInput ? EXIT.usage : EXIT.failed;
  }
  if (isFullDisk(error)) {
    say(`The disk is full${error.path === undefined ? "" : `: ${error.path} could not be written`}. ${ROOM}`);
    return EXIT.failed;
  }
  say(`This is a fault of Autodidact, please report it.\n${error instanceof Error ? error.stack : String(error)}`);
  return EXIT.failed;
}

const ROOM = "Free some space and start again; what was done until then is kept.";

/** Whatever wrote, and wherever: what is written whole is either there or not, and a torn last line is left out. */
function isFullDisk(error: unknown): error is NodeJS.ErrnoException {
  return error instanceof Error && "code" in error && (error.code === "ENOSPC" || error.code === "EDQUOT");
}
