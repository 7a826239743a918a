import { describe, expect, it } from "vitest";
import { drawLoopReport, roundsTable, summariseLoop } from "../../src/core/loopReport.ts";
import { BASE, LoopWorld, type ScriptedRound } from "./loopWorld.ts";

async function summaryOf(script: readonly ScriptedRound[], base = BASE) {
  const world = new LoopWorld(script);
  const end = await world.run({ rounds: script.length });
  return summariseLoop({ loop: "mine", base, report: "report.html" }, world.journal, end);
}

const better: ScriptedRound = { pairs: 5, skill: 12 };
const worse: ScriptedRound = { pairs: 4, skill: 0 };

describe("the table of rounds", () => {
  it("has a row for each: pairs, steps, loss, pass@k and differences with intervals, what was decided and why", async () => {
    const { rounds, generator, end } = await summaryOf([better, worse]);
    expect([generator, end]).toEqual(["tuned1", "rounds"]);
    const { head, rows } = roundsTable(rounds);
    expect(head).toEqual([
      ...["Round", "Written by", "Solved", "New pairs", "Tuned model", "Trained on", "Steps", "Loss"],
      ...["pass@1, %", "pass@2, %", "− generator, pass@1", "− base, pass@1", "Promoted"],
    ]);
    const share = expect.stringMatching(/^[+-]?[\d.]+ \([+-]?[\d.]+ to [+-]?[\d.]+\)$/);
    expect(rows).toEqual([
      [
        ...["1", BASE, "5", "5", "tuned1", "5", "3", "2.000 → 1.000", share, share, share, share],
        expect.stringMatching(/^yes: Better than base/),
      ],
      [
        ...["2", "tuned1", "4", "4", "tuned2", "9", "3", "2.000 → 1.000", share, share, share, share],
        expect.stringMatching(/^no: Worse than tuned1/),
      ],
    ]);
  });
  it("leaves out what a round has not come to", async () => {
    const { rounds } = await summaryOf([{ ...better, untrained: true }]);
    const { head, rows } = roundsTable(rounds);
    expect(head).not.toContain("pass@1, %");
    expect(rows[0]?.slice(4)).toEqual(["", "", "", "", "", "", "no: All rows are of one puzzle."]);
  });
});

describe("the page of a loop", () => {
  it("needs nothing else, and takes names for text", async () => {
    const page = drawLoopReport(await summaryOf([better], "<b>ase"));
    expect(page).toContain("<svg");
    expect(page).toContain("&lt;b&gt;ase");
    expect(page).not.toContain("<b>ase");
    expect(page).not.toMatch(/(?:src|href)=/);
  });
  it("is there before any round was evaluated", async () => {
    const page = drawLoopReport(await summaryOf([{ pairs: 0, skill: 0 }]));
    expect(page).toContain("No round was evaluated yet.");
    expect(page).toContain("no new accepted pair");
  });
});
