import { expect, it } from "vitest";
import type { SelectionRange } from "vscode-languageserver";
import { parseDocument } from "../../src/core/puzzleDocument.ts";
import { selectionRanges } from "../../src/server/features/selection.ts";

const TEXT =
  "import math\n\n\n# %%\ndef f(x: int):\n    return x == math.pi\n\n\ndef g():\n    return 3\n\n\n# %%\nlast = 1\n";

/** The texts that a growing selection holds. */
function growing(line: number, character: number): string[] {
  const lines = TEXT.split("\n");
  const [first] = selectionRanges(parseDocument(TEXT).cells, lines, [{ line, character }]);
  const texts: string[] = [];
  for (let step: SelectionRange | undefined = first; step !== undefined; step = step.parent) {
    const { start, end } = step.range;
    const part = lines.slice(start.line, end.line + 1);
    part[part.length - 1] = part.at(-1)?.slice(0, end.character) ?? "";
    part[0] = part[0]?.slice(start.character) ?? "";
    texts.push(part.join("\n"));
  }
  return texts;
}

it("a selection grows from the word to its line, function, cell and document", () => {
  const cell = TEXT.slice(TEXT.indexOf("# %%"), TEXT.indexOf("\n\n\n# %%\nlast"));
  const f = "def f(x: int):\n    return x == math.pi";
  const whole = TEXT.trimEnd();
  expect(growing(5, 18)).toEqual(["", "math", "return x == math.pi", f, cell, whole]);
  expect(growing(3, 0)).toEqual(["", "# %%", cell, whole]);
  expect(growing(0, 7)).toEqual(["", "math", "import math", whole]);
});

it("a selection grows from a blank line to what holds it", () => {
  expect(growing(6, 0)).toHaveLength(3);
  expect(growing(1, 0)).toHaveLength(2);
});
