import fc from "fast-check";
import { expect, it } from "vitest";
import { DocumentReader } from "../../src/core/documentReader.ts";
import { parseDocument } from "../../src/core/puzzleDocument.ts";

const LINES = [
  "# %% 0123456789abcdef",
  "# %% fedcba98",
  "# %%",
  "# %% not an id",
  "from typing import List",
  "import math",
  "from math import *",
  "def f(x: int, n=3):",
  "    return x == n + math.pi",
  '    return """',
  "def g(n=3):",
  "    return n",
  "    return [",
  "assert f(g())",
  "<<<<<<< ours",
  "=======",
  ">>>>>>> theirs",
  "x = '''",
  "",
  "# a comment",
  "\u2028",
];
const lines = fc.array(fc.constantFrom(...LINES), { maxLength: 14 });
const text = fc
  .tuple(fc.array(lines, { maxLength: 4 }), fc.constantFrom("\n", "\r\n", "\r"), fc.boolean())
  .map(([parts, end, marked]) => {
    const whole = parts.flatMap((part, index) => [`# %% 00000000${index}${marked ? "" : " "}`, ...part]);
    return (marked ? whole : whole.slice(1)).join(end);
  });

it("reads what parseDocument reads, whatever was read before", { timeout: 60_000 }, () => {
  fc.assert(
    fc.property(fc.array(text, { minLength: 1, maxLength: 6 }), (texts) => {
      const reader = new DocumentReader();
      for (const current of texts) expect(reader.read(current)).toEqual(parseDocument(current));
    }),
    { numRuns: 1_000 },
  );
});

it("keeps a cell that has not changed as it was read before, but for its lines", () => {
  const cell = (id: number, answer: number) =>
    `# %% 0000000${id}\ndef f(x: int):\n    return x == ${answer}\n\n\ndef g():\n    return ${answer}\n`;
  const reader = new DocumentReader();
  reader.read([cell(1, 1), cell(2, 2)].join("\n"));
  const { cells } = reader.read([`${cell(1, 1)}\n# more`, cell(2, 2)].join("\n"));
  expect(cells[1]).toMatchObject({ id: "00000002", lines: { start: 9, end: 17 } });
});
