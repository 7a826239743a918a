/** How a loop looks on a terminal: each phase as it looks alone, what every round found, and a table of all at the end. */
import Table from "cli-table3";
import type { LoopEntry } from "../core/loop.ts";
import { LOOP_ENDS, type LoopSummary, roundsTable, tellRounds } from "../core/loopReport.ts";
import type { LoopEvent } from "../core/loopRun.ts";
import { createEvaluateView } from "./evaluateView.ts";
import { createRunView } from "./runView.ts";
import { print, say } from "./terminal.ts";
import { createTrainView } from "./trainView.ts";

const PHASES = { generate: "puzzles", train: "training", evaluate: "evaluation" } as const;

/** A view for people. */
export function createLoopView(): { show(event: LoopEvent | LoopSummary): void; close(): void } {
  const [run, training, evaluation] = [createRunView(), createTrainView(), createEvaluateView()];
  const close = () => {
    for (const view of [run, training, evaluation]) view.close();
  };
  return {
    show(event) {
      switch (event.event) {
        case "loop":
          say(`${event.noted === 0 ? "Starting" : "Going on with"} the loop ${event.loop}. Report: ${event.report}`);
          break;
        case "phase":
          close();
          say(`\n== Round ${event.round}: ${PHASES[event.phase]}`);
          break;
        case "generation":
          run.show(event.of);
          break;
        case "training":
          training.show(event.of);
          break;
        case "evaluation":
          evaluation.show(event.of);
          break;
        case "noted":
          tell(event.of);
          break;
        case "summary": {
          close();
          const { head, rows } = roundsTable(event.rounds);
          const table = new Table({ head, style: { head: [], border: [] } });
          table.push(...rows);
          print(table.toString());
          for (const text of tellRounds(event.rounds)) print(text);
          print(LOOP_ENDS[event.end]);
          print(`${event.generator} would write the next round. Report: ${event.report}`);
          break;
        }
        default:
          event satisfies never;
      }
    },
    close,
  };
}

function tell(noted: LoopEntry): void {
  if (noted.entry === "reviewed") say(`${noted.fresh} new accepted pairs; ${noted.accepted} in all.`);
  if (noted.entry === "decided")
    say(`Round ${noted.round}: ${noted.promoted ? "promoted" : "not promoted"}. ${noted.why}`);
}
