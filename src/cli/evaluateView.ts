/** How an evaluation looks on a terminal: a bar while models are asked, tables at the end. */
import process from "node:process";
import { SingleBar } from "cli-progress";
import Table from "cli-table3";
import { sharesOf } from "../core/bootstrap.ts";
import { listCounts } from "../core/countList.ts";
import type {
  EvaluationEvent,
  EvaluationSummary,
  GroupFigures,
  ModelFigures,
  PassFigures,
  Taint,
} from "../core/evaluation.ts";
import { print, say } from "./terminal.ts";

export interface EvaluateView {
  show(event: EvaluationEvent): void;
  /** Ends the moving line; nothing is shown after. */
  close(): void;
}

const TAINTS: Readonly<Record<Taint, string>> = {
  trained: "was trained on it",
  alike: "was trained on it with other constants",
  shown: "is shown it with its solution",
};

/** A view for people; all but the tables goes to standard error. */
export function createEvaluateView(): EvaluateView {
  const bar = new SingleBar({
    format: "{bar} {value}/{total} attempts · {verified} verified · {speed} tokens/s · {left}",
    stream: process.stderr,
    hideCursor: true,
    clearOnComplete: true,
    noTTYOutput: false,
  });
  return {
    show(event) {
      switch (event.event) {
        case "started": {
          const { model, puzzles, n, kept, prompting } = event;
          const way = prompting === "bare" ? "as it was tuned" : "after worked examples";
          const there = kept === 0 ? "" : `; ${kept} attempts are there already`;
          say(`${model}: ${puzzles} puzzles, ${n} attempts each, asked ${way}${there}.`);
          bar.stop();
          bar.start(Math.max(1, puzzles * n - kept), 0, { verified: 0, speed: "–", left: "" });
          break;
        }
        case "contaminated":
          say(`Contaminated: ${event.name ?? event.puzzle}: ${event.model} ${TAINTS[event.taint]}.`);
          break;
        case "note":
          say(event.text);
          break;
        case "progress":
          bar.update(event.done, {
            verified: event.verified,
            speed: event.tokensPerSecond.toFixed(0),
            left: `${Math.ceil(event.secondsLeft)} s left`,
          });
          break;
        case "summary":
          bar.stop();
          print(summaryTables(event));
          break;
        case "attempt":
        case "failed":
          break;
        default:
          event satisfies never;
      }
    },
    close: () => bar.stop(),
  };
}

function summaryTables(summary: EvaluationSummary): string {
  const { against, difference, solved, contaminated, files } = summary;
  const models = against === undefined ? [summary] : [summary, against];
  const row = (label: string, cell: (of: ModelFigures) => string) => [label, ...models.map(cell)];
  const passRow = (k: string) => [
    ...row(`pass@${k}`, ({ passAt }) => percent(passAt[k])),
    ...(difference === undefined ? [] : [points(difference[k])]),
  ];
  const head = ["", ...models.map(({ model }) => model), ...(difference === undefined ? [] : ["difference"])];
  const filled = (cells: string[]) => [...cells, ...head.slice(cells.length).map(() => "")];
  const table = plainTable(head);
  table.push(
    ...Object.keys(summary.passAt).map(passRow),
    filled(row("Puzzles", ({ puzzles, n }) => `${puzzles}, ${n} attempts each`)),
    filled(row("Verdicts", ({ verdicts }) => listCounts(verdicts))),
    filled(row("Spent", ({ tokens, seconds }) => `${tokens} tokens in ${seconds.toFixed(0)} s`)),
  );
  const tables = [
    table.toString(),
    ...groupTable("Level", models, ({ levels }) => levels),
    ...groupTable("Skill", models, ({ skills }) => skills),
  ];
  const left = contaminated.length === 0 ? [] : [`${contaminated.length} puzzles are contaminated.`];
  const note = `Intervals of 95 %, by drawing puzzles anew. Attempts: ${files.join(", ")}`;
  const changed =
    solved === undefined ? [] : [`${solved.gained.length} puzzles are newly solved, ${solved.lost.length} are lost.`];
  return [...tables, ...changed, ...left, note].join("\n");
}

/** The least k by group; a group is small and its interval wide. */
function groupTable(
  title: string,
  models: readonly ModelFigures[],
  groups: (of: ModelFigures) => Readonly<Record<string, GroupFigures>>,
): string[] {
  const [first] = models;
  const names = first === undefined ? [] : Object.keys(groups(first));
  const [k = "1"] = Object.keys(first?.passAt ?? {});
  if (names.length === 0) return [];
  const table = plainTable([title, "Puzzles", ...models.map(({ model }) => `${model}, pass@${k}`)]);
  for (const name of names) {
    const figures = models.map((model) => groups(model)[name]);
    table.push([name, `${figures[0]?.puzzles ?? 0}`, ...figures.map((group) => percent(group?.passAt[k]))]);
  }
  return [table.toString()];
}

function plainTable(head: string[]) {
  return new Table({ head, style: { head: [], border: [] } });
}

type Shown = PassFigures[string] | undefined;

function percent(figure: Shown): string {
  return figure === undefined ? "" : `${sharesOf(figure, "")} %`;
}

/** A difference in points of a hundred, with its sign. */
function points(figure: Shown): string {
  return figure === undefined ? "" : `${sharesOf(figure, "+")} points`;
}
