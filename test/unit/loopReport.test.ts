import { describe, expect, it } from "vitest";
import type { LoopEnd } from "../../src/core/loop.ts";
import { drawLoopReport, loopState, roundsTable, summariseLoop, tellRounds } from "../../src/core/loopReport.ts";
import { BASE, LoopWorld, type ScriptedRound } from "./loopWorld.ts";

const namesOf = (base: string) => ({ loop: "mine", base, report: "report.html" });

async function summaryOf(script: readonly ScriptedRound[], base = BASE) {
  const world = new LoopWorld(script);
  const end = await world.run({ rounds: script.length });
  return summariseLoop(namesOf(base), world.journal, end);
}

const better: ScriptedRound = { pairs: 5, skill: 12 };
const worse: ScriptedRound = { pairs: 4, skill: 0 };

describe("the table of rounds", () => {
  it("has a row for each: pairs, steps, loss, pass@k and difference with intervals, what was decided; and why in words", async () => {
    const { rounds, generator, end } = await summaryOf([better, worse]);
    expect([generator, end]).toEqual(["tuned1", "rounds"]);
    const { head, rows } = roundsTable(rounds);
    expect(head).toEqual([
      ...["Round", "New pairs", "Trained on", "Steps", "Loss", "pass@1, %", "pass@2, %", "less its writer, @1"],
      "Promoted",
    ]);
    const share = expect.stringMatching(/^[+-]?[\d.]+\s\([+-]?[\d.]+\sto\s[+-]?[\d.]+\)$/);
    expect(rows).toEqual([
      ["1", "5", "5", "3", "2.000 → 1.000", share, share, share, "yes"],
      ["2", "4", "9", "3", "2.000 → 1.000", share, share, share, "no"],
    ]);
    expect(tellRounds(rounds)).toEqual([
      expect.stringMatching(
        /^Round 1, written by base. 5 puzzles solved. Tuned: tuned1. Less the base, pass@1: .* points. Promoted. Better than base/,
      ),
      expect.stringMatching(/^Round 2, written by tuned1. .* Not promoted. Worse than tuned1: pass@1 differs by -100/),
    ]);
  });
  it("leaves out what a round has not come to", async () => {
    const { rounds } = await summaryOf([{ ...better, untrained: true }]);
    const { head, rows } = roundsTable(rounds);
    expect(head).not.toContain("pass@1, %");
    expect(rows[0]?.slice(2)).toEqual(["", "", "", "", "no"]);
    expect(tellRounds(rounds)).toEqual([
      "Round 1, written by base. 5 puzzles solved. Not promoted. All rows are of one puzzle.",
    ]);
  });
});

describe("the page of a loop", () => {
  it("needs nothing else, and takes names for text", async () => {
    const summary = await summaryOf([better], "<b>ase");
    const page = drawLoopReport(summary, summary.end);
    expect(page).toContain("<svg");
    expect(page).toContain("&lt;b&gt;ase");
    expect(page).not.toContain("<b>ase");
    expect(page).not.toMatch(/(?:src|href)=/);
  });
  it("is there before any round was evaluated", async () => {
    const summary = await summaryOf([{ pairs: 0, skill: 0 }]);
    const page = drawLoopReport(summary, summary.end);
    expect(page).toContain("No round was evaluated yet.");
    expect(page).toContain("no new accepted pair");
  });
  it("says after every step what the loop is at, has a browser look again, and at the end no longer", async () => {
    const world = new LoopWorld([better, worse]);
    const end = await world.run({ rounds: 2 });
    const pageOf = (length: number, ended?: LoopEnd) =>
      drawLoopReport(loopState(namesOf(BASE), world.journal.slice(0, length)), ended);
    const told = world.journal.map(
      (_, length) => /<p>(Round \d[^.]*\.) This page is written anew/.exec(pageOf(length))?.[1],
    );
    const steps = (round: number) => [
      `Round ${round}: puzzles are written and solved.`,
      `Round ${round}: its pairs are reviewed.`,
      ...[`Round ${round}: the base is tuned.`, `Round ${round}: the base is tuned.`],
      `Round ${round}: the tuned model is evaluated.`,
      `Round ${round}: it is decided on.`,
    ];
    const begins = (round: number) => `Round ${round} is about to begin.`;
    expect(told).toEqual([begins(1), begins(1), ...steps(1), begins(2), ...steps(2)]);
    const watched = pageOf(8);
    expect(watched).toContain('http-equiv="refresh"');
    expect(watched).toContain("<td>yes</td>");
    expect(pageOf(world.journal.length, end)).not.toContain("refresh");
    expect(pageOf(world.journal.length, end)).not.toContain("written anew");
  });
});
