import { describe, expect, it } from "vitest";
import { REVIEW_STATES, type ReviewState, VERDICTS } from "../../src/core/puzzle.ts";
import { CELL_COMMANDS } from "../../src/protocol/lspMessages.ts";
import type { CellView } from "../../src/server/cellView.ts";
import { codeLenses } from "../../src/server/features/codeLenses.ts";
import { CELL, F, findingsOf, findingsWith, queuedPair, unreadable, viewOf, viewsOf } from "./serverViews.ts";

const URI = "file:///a.puzzle.py";
const ALL = { reviews: true, runs: true };
const titles = (view: CellView, options = ALL) =>
  codeLenses(URI, [view], options).map(({ command }) => command?.title ?? "");
const inQueue = (state: ReviewState) => ({ pairsOf: () => [queuedPair({ state })] });
const unsolved = `# %%\n${F}\n`;

const WRITING = /^(?:Accept|Reject|Reconsider)$/;
const RUNNING = /^(?:Verify|Solve)$/;

describe("the line over a cell", () => {
  it.each([
    ["empty", viewOf("# %%\nx = 1\n"), []],
    ["being checked", viewOf(CELL), ["○ Checking…"]],
    ["without a judge", viewOf(CELL, undefined, { unjudged: true }), ["○ Not judged", "Verify"]],
    ["unreadable", viewOf(CELL, unreadable("invalid syntax")), ["✗ Cannot be read"]],
    ["of a wrong signature", viewOf(CELL, { ...findingsOf(null), signatureFault: "no" }), ["✗ Cannot be read"]],
    ["verified, unknown to the queue", viewOf(CELL, findingsWith("verified")), ["✓ Verified", "Accept", "Reject"]],
  ])("says of a cell that is %s what can be done", (_name, view, expected) => {
    expect(titles(view)).toEqual(expected);
  });

  it.each([
    ["pending", ["✓ Verified · pending", "Accept", "Reject"]],
    ["accepted", ["✓ Verified · accepted", "Reject", "Reconsider"]],
    ["rejected", ["✓ Verified · rejected", "Accept", "Reconsider"]],
    ["trained", ["✓ Verified · trained"]],
  ] as const)("offers what a %s pair can become", (state, expected) => {
    expect(titles(viewOf(CELL, findingsWith("verified"), inQueue(state)))).toEqual(expected);
  });

  it.each(VERDICTS.filter((verdict) => verdict !== "verified"))("offers no review of a pair that is %s", (verdict) => {
    for (const state of REVIEW_STATES) {
      const shown = titles(viewOf(CELL, findingsWith(verdict), inQueue(state)));
      expect(shown[0]).toMatch(/^✗ [A-Z][a-z ]+$/);
      expect(shown.filter((title) => WRITING.test(title))).toEqual([]);
      expect(shown).toContain("Verify");
    }
  });

  const views = [
    viewOf(CELL, undefined, { unjudged: true }),
    viewOf(unsolved, findingsOf(null)),
    viewOf(unsolved, findingsOf(null), inQueue("pending")),
    ...VERDICTS.map((verdict) => viewOf(CELL, findingsWith(verdict))),
    ...REVIEW_STATES.map((state) => viewOf(CELL, findingsWith("verified"), inQueue(state))),
  ];

  it("offers no review where the queue is another window's", () => {
    const shown = views.flatMap((view) => titles(view, { reviews: false, runs: true }));
    expect(shown.filter((title) => WRITING.test(title))).toEqual([]);
    expect(shown).toContain("✓ Verified · accepted");
  });

  it("offers neither a run nor a review where nothing may run", () => {
    const shown = views.flatMap((view) => titles(view, { reviews: false, runs: false }));
    expect(shown.filter((title) => WRITING.test(title) || RUNNING.test(title))).toEqual([]);
  });

  it("stands on the cell's first line, and its commands name the document and the cell", () => {
    const found = viewsOf(`import math\n\n${CELL}\n${CELL}`, { find: () => findingsWith("verified") });
    const lenses = codeLenses(URI, found, ALL);
    expect(lenses.map(({ range }) => range.start.line)).toEqual([2, 2, 2, 10, 10, 10]);
    expect(lenses[1]?.command).toEqual({ title: "Accept", command: CELL_COMMANDS.accept, arguments: [URI, ["k1"]] });
    expect(lenses[5]?.command).toEqual({ title: "Reject", command: CELL_COMMANDS.reject, arguments: [URI, ["k2"]] });
  });
});

describe("the way through a puzzle's solutions", () => {
  const solutions = ["return n", "return n + 0"].map((body, index) =>
    queuedPair({ id: `p${index}`, solution: `def g(n=5):\n    ${body}` }),
  );
  const pairsOf = () => solutions;

  it("tells which one of several stands in the cell", () => {
    expect(titles(viewOf(CELL, findingsWith("verified"), { pairsOf }))).toEqual(
      expect.arrayContaining(["‹", "1/2", "›"]),
    );
  });

  it("is there for an unsolved puzzle with a solution in the queue, and for one that the queue does not have", () => {
    expect(titles(viewOf(unsolved, findingsOf(null), { pairsOf }))).toEqual(expect.arrayContaining(["‹", "–/2", "›"]));
    const other = CELL.replace("return n\n", "return 4\n");
    expect(titles(viewOf(other, findingsWith("refuted"), { pairsOf }))).toEqual(
      expect.arrayContaining(["‹", "–/2", "›"]),
    );
  });

  it("is not there where there is nowhere to go", () => {
    expect(titles(viewOf(CELL, findingsWith("verified"), { pairsOf: () => solutions.slice(0, 1) }))).not.toContain("‹");
  });
});
