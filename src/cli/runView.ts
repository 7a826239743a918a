/** How a run looks on a terminal: each verified pair as it comes, one line of counts that moves, a table at the end. */
import process from "node:process";
import { SingleBar } from "cli-progress";
import Table from "cli-table3";
import pc from "picocolors";
import { listCounts } from "../core/countList.ts";
import type { RunTally } from "../core/ports.ts";
import type { RunEvent, RunSummary } from "../core/runEvents.ts";
import { shorten } from "../core/shorten.ts";
import { print, say } from "./terminal.ts";

export interface RunView {
  show(event: RunEvent): void;
  /** Ends the moving line; nothing is shown after. */
  close(): void;
}

/** A view for people: pairs on standard output, progress on standard error. */
export function createRunView(): RunView {
  const bar = new SingleBar({
    format:
      "{bar} {value}/{total} solved · {written} written, {kept} kept, {attempts} attempts · {speed} tokens/s · {left}",
    stream: process.stderr,
    hideCursor: true,
    clearOnComplete: true,
    // Without a terminal the pairs themselves show the progress.
    noTTYOutput: false,
  });
  let pairs = 0;
  return {
    show(event) {
      switch (event.event) {
        case "started": {
          const what = event.resumed ? "Going on with" : "Starting";
          say(
            `${what} run ${event.run}: ${event.count} puzzles, recipe ${event.recipe}, ${event.model} on ${event.processor.toUpperCase()}.`,
          );
          bar.start(event.count, 0, { written: 0, kept: 0, attempts: 0, speed: 0, left: "" });
          break;
        }
        case "pair": {
          pairs++;
          const wasMoving = bar.isActive && process.stderr.isTTY;
          if (wasMoving) process.stderr.write("\r\u001b[K");
          print(
            `${pc.green("✓")} ${pc.bold(`${pairs}`)}  ${pc.dim(event.id)}\n${event.f}\n\n${event.g}\n${pc.dim(`# answer: ${shorten(event.answer, ANSWER_LENGTH)}`)}\n`,
          );
          break;
        }
        case "progress":
          bar.update(event.tally.solved, {
            written: event.tally.written,
            kept: event.tally.kept,
            attempts: event.tally.attempts,
            speed: event.tokensPerSecond.toFixed(0),
            left: event.secondsLeft === null ? "" : `${Math.ceil(event.secondsLeft)} s left`,
          });
          break;
        case "summary":
          bar.stop();
          print(summaryTable(event));
          break;
        case "failed":
        case "rejected":
        case "puzzle":
        case "attempt":
        case "unsolved":
          break;
        default:
          event satisfies never;
      }
    },
    close: () => bar.stop(),
  };
}

/** Characters of an answer that are shown; `queue show` has all of it. */
const ANSWER_LENGTH = 200;

const ENDS = {
  done: "done",
  exhausted: "ended: the recipe's budget of candidates is spent",
  cancelled: "cancelled; `autodidact generate --resume` goes on",
} as const;

function summaryTable(summary: RunSummary): string {
  const table = new Table({ style: { head: [], border: [] } });
  table.push(
    ["Run", `${summary.run} (${ENDS[summary.end]})`],
    ["Model", `${summary.model} on ${summary.processor.toUpperCase()}`],
    ["Candidates written", summary.written],
    ["Puzzles kept", share(summary.kept, summary.written)],
    ["Rejected", rejections(summary)],
    ["Attempts at solving", summary.attempts],
    ["Attempts verified", share(summary.verified, summary.attempts)],
    ["Puzzles solved", share(summary.solved, summary.kept)],
    ["Tokens", `${summary.tokens} in ${summary.seconds.toFixed(1)} s`],
  );
  return table.toString();
}

function share(part: number, whole: number): string {
  return whole === 0 ? `${part}` : `${part} (${((100 * part) / whole).toFixed(1)} %)`;
}

function rejections({ rejected }: RunTally): string {
  const reasons = Object.entries(rejected).sort(([, a], [, b]) => b - a);
  return listCounts(Object.fromEntries(reasons));
}
