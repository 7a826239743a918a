/** What the rounds of a loop came to: as a table for any face, and as one HTML page. */
import { generatorOf, type LoopEnd, type LoopEntry, type LoopRound, roundsOf } from "./loop.ts";
import { drawCurves, escaped } from "./passPlot.ts";
import { drawPage, drawTable, shares } from "./reportPage.ts";

/** How far a loop has come. */
export interface LoopState {
  readonly loop: string;
  readonly base: string;
  /** The model that would write the next round. */
  readonly generator: string;
  readonly rounds: readonly LoopRound[];
  /** Path of the report. */
  readonly report: string;
}

export interface LoopSummary extends LoopState {
  readonly event: "summary";
  readonly end: LoopEnd;
}

/** A kill leaves the page as it is. */
const STOPPED = "This page is written anew after each step; where the loop was stopped, the same command goes on.";

/** Why a loop ended, in words. */
export const LOOP_ENDS: Readonly<Record<LoopEnd, string>> = {
  rounds: "All rounds are done; the same command with more `--rounds` goes on.",
  pairs: "There are as many accepted pairs as were wanted.",
  patience: "So many rounds in a row were not promoted that the loop gives up; more `--patience` goes on.",
  time: "The time is spent; the same command goes on.",
  nothingNew: "The round brought no new accepted pair. Accept or import some, or take another model or recipe.",
  review:
    "The round's pairs wait for review, in the editor or by `autodidact queue accept`. The same command goes on once some are accepted.",
};

type LoopNames = Pick<LoopState, "loop" | "base" | "report">;

/** What the journal says. */
export function loopState({ loop, base, report }: LoopNames, journal: readonly LoopEntry[]): LoopState {
  const rounds = roundsOf(journal);
  return { loop, base, generator: generatorOf(base, rounds), rounds, report };
}

export function summariseLoop(names: LoopNames, journal: readonly LoopEntry[], end: LoopEnd): LoopSummary {
  return { event: "summary", ...loopState(names, journal), end };
}

/** What a loop that has not ended is at, in words. */
function tellStep(rounds: readonly LoopRound[]): string {
  const last = rounds.at(-1);
  if (last === undefined || last.decided !== undefined) return `Round ${1 + (last?.round ?? 0)} is about to begin.`;
  const { round, generated, reviewed, trained, evaluated } = last;
  const of = (step: string) => `Round ${round}: ${step}.`;
  if (generated === undefined) return of("puzzles are written and solved");
  if (reviewed === undefined) return of("its pairs are reviewed");
  if (trained === undefined) return of("the base is tuned");
  return of(evaluated === undefined ? "the tuned model is evaluated" : "it is decided on");
}

/** A row for each round; `ks` that any round was evaluated with have columns of their own. */
export function roundsTable(rounds: readonly LoopRound[]): { readonly head: string[]; readonly rows: string[][] } {
  const ks = [...new Set(rounds.flatMap(({ evaluated }) => Object.keys(evaluated?.passAt.tuned ?? {})))];
  ks.sort((a, b) => Number(a) - Number(b));
  const [least = "1"] = ks;
  const head = [
    ...["Round", "New pairs", "Trained on", "Steps", "Loss"],
    ...ks.map((k) => `pass@${k}, %`),
    ...[`less its writer, @${least}`, "Promoted"],
  ];
  const rows = rounds.map(({ round, reviewed, trained, evaluated, decided }) => [
    ...[`${round}`, `${reviewed?.fresh ?? ""}`, `${trained?.pairs ?? ""}`, `${trained?.steps ?? ""}`],
    trained === undefined ? "" : `${trained.lossBefore.toFixed(3)} → ${trained.lossAfter.toFixed(3)}`,
    ...ks.map((k) => shares(evaluated?.passAt.tuned[k], "")),
    shares(evaluated?.less.generator[least], "+"),
    decided === undefined ? "" : decided.promoted ? "yes" : "no",
  ]);
  return { head, rows };
}

/** A paragraph for each round: who wrote it, what was tuned, and why it was promoted or not. */
export function tellRounds(rounds: readonly LoopRound[]): string[] {
  return rounds.map(({ round, generator, generated, trained, evaluated, decided }) => {
    const solved = generated === undefined ? "" : ` ${generated.solved} puzzles solved.`;
    const tuned = trained === undefined ? "" : ` Tuned: ${trained.model}.`;
    const [least] = Object.entries(evaluated?.less.base ?? {});
    const fromBase = least && ` Less the base, pass@${least[0]}: ${shares(least[1], "+")} points.`;
    const end = decided && ` ${decided.promoted ? "Promoted" : "Not promoted"}. ${decided.why}`;
    return `Round ${round}, written by ${generator}.${solved}${tuned}${fromBase ?? ""}${end ?? ""}`;
  });
}

/** The page; `end` undefined: the loop goes on. Names of models come from outside and are escaped. */
export function drawLoopReport({ loop, base, generator, rounds }: LoopState, end: LoopEnd | undefined): string {
  const { head, rows } = roundsTable(rounds);
  const evaluated = rounds.flatMap(({ evaluated: figures }) => figures ?? []);
  const [first] = evaluated;
  const curves = [
    ...(first === undefined ? [] : [{ model: base, passAt: first.curves.base }]),
    ...evaluated.map(({ round, curves: { tuned } }) => ({ model: `round ${round}`, passAt: tuned })),
  ];
  const measured =
    first === undefined
      ? "No round was evaluated yet."
      : `${first.puzzles} puzzles, ${first.n} attempts at each. The base: ${Object.entries(first.passAt.base)
          .map(([k, figure]) => `pass@${k} ${shares(figure, "")} %`)
          .join(", ")}. Differences are in points, puzzle by puzzle; all with 95 % intervals.`;
  return drawPage(
    `Rounds of ${base}`,
    `<p>${escaped(measured)}</p>
${drawTable(head, rows)}
${tellRounds(rounds)
  .map((text) => `<p>${escaped(text)}</p>`)
  .join("\n")}
${curves.length === 0 ? "" : drawCurves(curves, "pass@k")}
<p>${escaped(end === undefined ? `${tellStep(rounds)} ${STOPPED}` : LOOP_ENDS[end])} ${escaped(generator)} would write the next round.</p>
<p>Loop ${escaped(loop)}.</p>`,
    end === undefined,
  );
}
