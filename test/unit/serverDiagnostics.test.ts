import { describe, expect, it } from "vitest";
import type { Diagnostic } from "vscode-languageserver";
import { VERDICTS } from "../../src/core/puzzle.ts";
import type { CellView } from "../../src/server/cellView.ts";
import { diagnostics } from "../../src/server/features/diagnostics.ts";
import { CELL, findingsOf, findingsWith, unreadable, viewOf, viewsOf } from "./serverViews.ts";

const URI = "file:///a.puzzle.py";
const [ERROR, WARNING, INFORMATION] = [1, 2, 3];

function diagnose(text: string, views: readonly CellView[]): Diagnostic[] {
  const lines = text.split("\n");
  return diagnostics(URI, views, (line) => lines[line] ?? "");
}
const brief = (found: readonly Diagnostic[]) =>
  found.map(({ code, severity, range }) => [code, severity, range.start.line]);
const one = (text: string, ...rest: [Parameters<typeof viewOf>[1], Parameters<typeof viewOf>[2]?]) =>
  diagnose(text, [viewOf(text, ...rest)]);

describe("what is wrong with a pair", () => {
  it.each(VERDICTS)("is at g's line for the verdict %s, unless that is the one that is right", (verdict) => {
    const found = one(CELL, findingsWith(verdict, "because"));
    expect(brief(found)).toEqual(verdict === "verified" ? [] : [[verdict, ERROR, 5]]);
    for (const { message } of found) expect(message).toMatch(/^[A-Z][a-z ]+: because$/);
  });

  it("tells the answer that was refuted", () => {
    expect(one(CELL, findingsWith("refuted", "f gave False.", "[4, 4]"))[0]?.message).toBe(
      "Refuted: f gave False. The answer was [4, 4].",
    );
  });

  const imported = `import math\nfrom cmath import pi\n\n# %%\nimport re\ndef f(x: float, n=math.pi):\n    return x == n\n\n\n# why\ndef g(n=math.pi):\n    y = n\n    return y // 0\n`;

  it.each([
    ["in f, counted with the imports above it", imported, "f raised ValueError in line 6: no", 6],
    ["in g, counted with the imports above it", imported, "g raised ZeroDivisionError in line 7: no", 12],
    ["in g", CELL, "g raised ZeroDivisionError in line 2: no", 6],
    ["that Python cannot read", CELL, "g does not parse: invalid syntax (line 2).", 6],
    ["that is past the end", CELL, "g raised ZeroDivisionError in line 99: no", 6],
    ["that is named by what a model wrote", CELL, "f gave 'g raised X in line 2'", 5],
  ])("is at the line %s", (_name, text, detail, line) => {
    expect(brief(one(text, findingsWith("raised", detail)))).toEqual([["raised", ERROR, line]]);
  });
});

describe("what is wrong with a puzzle", () => {
  it.each([
    ["cannot be read", unreadable("invalid syntax", 2), [["syntax", ERROR, 2]]],
    ["cannot be read nowhere in particular", unreadable("empty"), [["syntax", ERROR, 1]]],
    ["has a wrong signature", { ...findingsOf(null), signatureFault: "No answer." }, [["signature", ERROR, 1]]],
    ["does not run", findingsOf(null, { unsound: "f raised NameError" }), [["unsound", WARNING, 1]]],
    ["is solved by a trivial answer", findingsOf(null, { trivialAnswer: "0" }), [["trivial", WARNING, 1]]],
  ])("is told where it %s", (_name, findings, expected) => {
    expect(brief(one(CELL, findings))).toEqual(expected);
  });

  it.each([
    ["inSeeds", WARNING],
    ["inHeldOut", ERROR],
  ] as const)("is told where it is one of those that are known: %s", (known, severity) => {
    expect(brief(one(CELL, findingsOf(null), { known: () => known }))).toEqual([[known, severity, 1]]);
  });

  it("is told of a later cell with the same puzzle, with the place of the first", () => {
    const text = `${CELL}\n${CELL}\n${CELL}`;
    const found = diagnose(text, viewsOf(text, { find: () => findingsWith("verified") }));
    expect(brief(found)).toEqual([
      ["duplicate", WARNING, 9],
      ["duplicate", WARNING, 17],
    ]);
    for (const { relatedInformation } of found) {
      expect(relatedInformation).toMatchObject([{ location: { uri: URI, range: { start: { line: 1 } } } }]);
    }
  });

  it.each([
    ["unfinished", "# %%\ndef f(x: int):\n    return (x\n", ERROR, 2],
    ["conflict", "# %%\ndef f(x: int):\n    return x\n<<<<<<< ours\n", ERROR, 3],
    ["noPuzzle", "# %%\nx = 1\n", WARNING, 0],
    ["secondSolution", `${CELL}\n\ndef g(n=5):\n    return 1\n`, WARNING, 9],
    ["noCellLine", "def f(x: int):\n    return x\n", INFORMATION, 0],
  ])("is told where the text itself shows it: %s", (code, text, severity, line) => {
    expect(brief(diagnose(text, viewsOf(text)))).toEqual([[code, severity, line]]);
  });
});

it("marks a line from its first character that is no blank", () => {
  const [found] = one(CELL, findingsWith("raised", "g raised E in line 2: no"));
  expect(found?.range.start).toEqual({ line: 6, character: 4 });
});

it("says nothing of a cell that is being checked", () => {
  expect(one(CELL, undefined)).toEqual([]);
});
