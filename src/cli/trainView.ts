/** How a training looks on a terminal: its phases as lines, a bar that moves with the loss, a table at the end. */
import process from "node:process";
import { SingleBar } from "cli-progress";
import Table from "cli-table3";
import { inGigabytes } from "../core/bytes.ts";
import { listCounts } from "../core/countList.ts";
import type { DatasetReport, TrainEstimate, TrainEvent, TrainPhase, TrainSummary } from "../core/trainEvents.ts";
import { print, say } from "./terminal.ts";

export interface TrainView {
  show(event: TrainEvent): void;
  /** Ends the moving line; nothing is shown after. */
  close(): void;
}

const PHASES: Readonly<Record<TrainPhase, string>> = {
  dataset: "Choosing the pairs",
  base: "Loading the base",
  tokens: "Counting tokens",
  train: "Training",
  export: "Writing the tuned model",
  register: "Registering it in Ollama",
  smoke: "Trying it",
};

/** A view for people; all but the summary goes to standard error. */
export function createTrainView(): TrainView {
  const bar = new SingleBar({
    format: "{bar} step {value}/{total} · loss {loss} · {speed} tokens/s · {memory} · {left}",
    stream: process.stderr,
    hideCursor: true,
    clearOnComplete: true,
    noTTYOutput: false,
  });
  return {
    show(event) {
      switch (event.event) {
        case "started":
          say(`${event.resumed ? "Going on with" : "Starting"} ${event.run}: ${event.base}, recipe ${event.recipe}.`);
          break;
        case "phase":
          say(`${PHASES[event.phase]}.`);
          break;
        case "note":
          say(event.text);
          break;
        case "libraries":
          if (!event.installed) {
            const room = `${inGigabytes(event.disk)} of ${inGigabytes(event.freeDisk)} free disk`;
            say(`The trainer's libraries are not installed yet: \`autodidact trainer install\`, ${room}.`);
          }
          break;
        case "dataset":
          say(datasetLine(event));
          if (event.train > 0) say(groupsLine(event));
          break;
        case "dropped":
          say(`Dropped ${event.id} (${event.reason}): ${event.title}. ${event.detail}`);
          break;
        case "estimate":
          say(estimateLine(event));
          break;
        case "training":
          bar.start(event.steps, event.startStep, { loss: "–", speed: "–", memory: "–", left: "" });
          break;
        case "step":
          bar.update(event.step, {
            loss: event.loss.toFixed(3),
            speed: event.tokensPerSecond.toFixed(0),
            memory: inGigabytes(event.memory),
            left: `${Math.ceil(event.secondsLeft)} s left`,
          });
          break;
        case "evaluation":
          say(`Step ${event.step}: evaluation loss ${event.loss.toFixed(3)}.`);
          break;
        case "retry":
          say(`Memory ran out: going on with batches of ${event.batch}, ${event.accumulation} to a step.`);
          break;
        case "trained":
          bar.stop();
          break;
        case "exported":
          say(
            `The file (${event.type}, ${inGigabytes(event.bytes)}) chooses ${(100 * event.agreement).toFixed(1)} % of ${event.positions} tokens as the tuned weights do.`,
          );
          break;
        case "paused":
          bar.stop();
          say(`Paused at step ${event.step}. \`autodidact train --resume ${event.run}\` goes on.`);
          break;
        case "summary":
          print(summaryTable(event));
          break;
        case "progress":
        case "checkpoint":
        case "registered":
        case "smoke":
        case "failed":
          break;
        default:
          event satisfies never;
      }
    },
    close: () => bar.stop(),
  };
}

function datasetLine({ train, writing = 0, evaluation, puzzles, dropped, tokens, longest }: DatasetReport): string {
  const rehearsed = writing === 0 ? "" : ` and ${writing} of writing puzzles`;
  return `${train} rows of ${puzzles} puzzles${rehearsed} (${tokens} tokens, the longest ${longest}), ${evaluation} more for the evaluation loss; dropped: ${listCounts(dropped)}.`;
}

/** Rows by round and by skill. */
function groupsLine({ rounds, skills = [] }: DatasetReport): string {
  const byRound = rounds.map(
    ({ round, rows }) => `${rows} ${round === 0 ? "by hand or imported" : `of round ${round}`}`,
  );
  const bySkill = skills.map(({ skill, rows }) => `${rows} ${skill ?? "without one"}`);
  return `Rounds: ${byRound.join(", ")}; skills: ${bySkill.join(", ")}.`;
}

function estimateLine(estimate: TrainEstimate): string {
  const { memory, freeMemory, disk, freeDisk, steps, seconds, deviceName, measured } = estimate;
  const basis = measured ? "from earlier trainings here" : "not measured here yet";
  return (
    `About ${Math.ceil(seconds / 60)} min for ${steps} steps on ${deviceName} (${basis}), ` +
    `${inGigabytes(memory)} of ${inGigabytes(freeMemory)} free memory, ${inGigabytes(disk)} of ${inGigabytes(freeDisk)} free disk.`
  );
}

function summaryTable({ run, base, tuned, dataset, steps, lossBefore, lossAfter, seconds }: TrainSummary): string {
  const table = new Table({ style: { head: [], border: [] } });
  table.push(
    ["Run", run === "" ? "none: this was a rough plan" : run],
    ["Base", base],
    ["Tuned model", tuned ?? "none: this was a plan"],
    ["Pairs used", dataset.used],
    ["Pairs dropped", listCounts(dataset.dropped)],
  );
  if (lossBefore !== null && lossAfter !== null) {
    table.push(
      ["Steps", `${steps} in ${seconds.toFixed(0)} s`],
      ["Evaluation loss", `${lossBefore.toFixed(3)} → ${lossAfter.toFixed(3)}`],
    );
  }
  return table.toString();
}
