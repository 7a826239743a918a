import { describe, expect, it } from "vitest";
import { CELL_STATES } from "../../src/protocol/lspMessages.ts";
import type { CellView } from "../../src/server/cellView.ts";
import { inlayHints } from "../../src/server/features/inlayHints.ts";
import { otherHalf } from "../../src/server/features/navigation.ts";
import { CELL, F, findingsOf, findingsWith, queuedPair, viewOf, viewsOf } from "./serverViews.ts";

const URI = "file:///a.puzzle.py";
const ANYWHERE = { start: 0, end: 1_000 };
const labels = (views: readonly CellView[], between = ANYWHERE) =>
  inlayHints(views, () => 12, between).map(({ label }) => label);
const verified = (answer: string) => viewOf(CELL, findingsWith("verified", "", answer));

describe("the hints", () => {
  it("stand at the ends of f's and g's lines: how hard, and the verdict with its answer", () => {
    const view = viewOf(CELL, findingsWith("verified", "", "5"), { pairsOf: () => [queuedPair()] });
    expect(inlayHints([view], (line) => line * 10, ANYWHERE)).toMatchObject([
      { label: expect.stringMatching(/^40\s?% solved it$/), position: { line: 1, character: 10 } },
      { label: "✓ Verified · 5", position: { line: 5, character: 50 } },
    ]);
  });

  it("say of every state what it is, but nothing at a puzzle without solution", () => {
    expect(labels([viewOf(CELL)])).toEqual(["○ Checking…"]);
    expect(labels([viewOf(CELL, undefined, { unjudged: true })])).toEqual(["○ Not judged"]);
    expect(labels([viewOf(`# %%\n${F}\n`, findingsOf(null))])).toEqual([]);
    for (const state of CELL_STATES) {
      const shown = labels([{ ...verified("5"), state }]);
      expect(shown).toHaveLength(state === "empty" || state === "unreadable" ? 0 : 1);
    }
  });

  it("are those of the lines in view", () => {
    const views = viewsOf(`${CELL}\n${CELL}\n${CELL}`, { find: () => findingsWith("verified", "", "5") });
    expect(inlayHints(views, () => 0, { start: 9, end: 12 }).map(({ position }) => position.line)).toEqual([13]);
    expect(labels(views, { start: 8, end: 16 })).toHaveLength(2);
  });

  it("show an answer in one line, and no more of it than fits", () => {
    expect(labels([verified("'a\nb'")])).toEqual(["✓ Verified · 'a b'"]);
    const [long] = labels([verified("9".repeat(500))]);
    expect(long).toBe(`✓ Verified · ${"9".repeat(59)}…`);
  });

  it("cut no character in two", () => {
    for (const quote of ["", "'"]) {
      const [label] = labels([verified(quote + "🐍".repeat(100))]);
      expect(String(label).isWellFormed()).toBe(true);
    }
  });
});

describe("the way from f to g", () => {
  const { cell } = viewOf(CELL);

  it("leads to the other half and back, from their `def` lines alone", () => {
    expect(otherHalf(URI, [cell], 1)?.range.start.line).toBe(5);
    expect(otherHalf(URI, [cell], 5)?.range.start.line).toBe(1);
    for (const line of [0, 2, 3, 4, 6]) expect(otherHalf(URI, [cell], line)).toBeNull();
  });

  it("leads nowhere where there is no other half", () => {
    expect(otherHalf(URI, [viewOf(`# %%\n${F}\n`).cell], 1)).toBeNull();
    expect(otherHalf(URI, [viewOf("# %%\ndef g():\n    return 1\n").cell], 1)).toBeNull();
  });
});
