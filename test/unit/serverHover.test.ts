import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { MarkupContent } from "vscode-languageserver";
import type { CellView } from "../../src/server/cellView.ts";
import { hover } from "../../src/server/features/hover.ts";
import { CELL, F, findingsOf, findingsWith, G, ID, queuedPair, unreadable, viewOf, viewsOf } from "./serverViews.ts";

const SOURCES = { attemptCounts: () => ({}), commandLinks: false };

const text = (view: CellView, line = 0) => {
  const shown = hover([view], line, SOURCES);
  return shown === null ? null : (shown.contents as MarkupContent).value;
};

describe("a hover", () => {
  it("tells verdict, answer and origin, over the cell's first line and its `def` lines", () => {
    const view = viewOf(CELL, findingsWith("verified", "", "5"), { pairsOf: () => [queuedPair()] });
    const value = text(view);
    expect(value).toMatch(
      /^\*\*✓ Verified\*\* · pending · f and g took 1 ms\n\nAnswer\n```python\n5\n```\n\ntiny · round 1/,
    );
    expect(value).toMatch(/40\s?\\% of the attempts solved it · recipe quick$/);
    expect([1, 5].map((line) => text(view, line))).toEqual([value, value]);
    expect([2, 3, 4, 6].map((line) => text(view, line))).toEqual([null, null, null, null]);
  });

  it("is that of the cell that the line is in", () => {
    const views = viewsOf(`${CELL}\n# %%\n${F}\n`, { find: ({ g }) => (g === null ? findingsOf(null) : undefined) });
    expect(hover(views, 9, SOURCES)?.contents).toMatchObject({ value: "**○ Unsolved**" });
  });

  it("is nothing over a cell without a puzzle", () => {
    expect(text(viewOf("# %%\nx = 1\n"))).toBeNull();
  });

  it("tells why a puzzle cannot be read", () => {
    expect(text(viewOf(CELL, unreadable("invalid syntax", 2)))).toBe("**✗ Cannot be read**  \ninvalid syntax");
  });
});

describe("what a model wrote, in a hover", () => {
  it.each([
    "[a](command:workbench.action.quit)",
    "![a](https://example.org/a.png)",
    "<img src=x onerror=alert(1)>",
    "https://example.org/a",
    "www.example.org",
    "someone@example.org",
    "a\n===",
    "a\n---\n# b\n1. c\n- d\n> e\n| f | g |\n|---|---|",
    "```\n**a** _b_ ~~c~~ `d`",
    "$(alert) &lt; \\[a](b)",
    "    code",
  ])("has all its punctuation escaped, so that none of it is markup: %j", (written) => {
    const value = text(viewOf(CELL, findingsWith("raised", written))) ?? "";
    const shown = value.slice(value.indexOf("  \n") + 3);
    expect(shown.replaceAll(/\\[!-/:-@[-`{-~]/g, "")).not.toMatch(/[!-/:-@[-`{-~]/);
    expect(shown.replaceAll(/\\(.)/g, "$1").trim()).toBe(written.trim());
  });

  it("begins no line with blanks, which would make a block of code of it", () => {
    const value = text(viewOf(CELL, findingsWith("raised", "a\n\n    b\n\tc"))) ?? "";
    expect(value).toMatch(/ {2}\na\n\nb\nc$/);
  });

  it("stays within the answer's block, whatever fences it holds", () => {
    const backticks = fc.array(fc.constantFrom("`", "``````", "~~~", "\n", "a", " ", "\r\n"), { maxLength: 12 });
    fc.assert(
      fc.property(
        backticks.map((parts) => `a${parts.join("")}`),
        (answer) => {
          const value = text(viewOf(CELL, findingsWith("verified", "", answer))) ?? "";
          const [, fence = "", inside] = /\n(`{3,})python\n([\s\S]*)\n\1$/.exec(value) ?? [];
          expect(inside).toBe(answer);
          expect(answer).not.toContain(fence);
        },
      ),
    );
  });

  it("is escaped where it is a model's name", () => {
    const view = viewOf(CELL, findingsWith("verified"), { pairsOf: () => [queuedPair({ model: "[a](b)" })] });
    expect(text(view)).toContain("\\[a\\]\\(b\\)");
  });
});

it("counts the attempts by verdict, with a link to them where the client runs links", () => {
  const [view] = viewsOf(`# %% ${ID}\n${F}\n\n\n${G}\n`, { pairsOf: () => [queuedPair()] });
  if (view === undefined) throw new Error("no view");
  const attemptCounts = () => ({ refuted: 3, verified: 4 });
  const text = (commandLinks: boolean) => JSON.stringify(hover([view], 0, { attemptCounts, commandLinks }));
  expect(text(false)).toContain("7 attempts: Verified 4, Refuted 3");
  expect(text(false)).not.toContain("command:");
  expect(text(true)).toContain("(command:autodidact.showAttempts?");
});
