import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  documentLine,
  type PuzzleDocument,
  parseDocument,
  renderCell,
  renderDocument,
} from "../../src/core/puzzleDocument.ts";

const SOLVED = `from typing import List


# %% a1b2c3d4a1b2c3d4
def f(x: List[int], n=5):
    return len(x) == n and sum(x) == 10


def g(n=5):
    return [2] * n


assert f(g())
`;

const contents = (document: PuzzleDocument) => document.cells.map(({ id, f, g }) => ({ id, f, g }));
const kinds = (document: PuzzleDocument) => document.problems.map(({ kind, line }) => `${kind} ${line}`);

describe("renderDocument", () => {
  it("writes imports, cell lines and one assertion a solved cell", () => {
    const f = "def f(x: List[int], n=5):\n    return len(x) == n and sum(x) == 10\n";
    const g = "def g(n=5):\n    return [2] * n\n";
    expect(renderDocument([{ id: "a1b2c3d4a1b2c3d4", f, g }])).toBe(SOLVED);
  });

  it("imports exactly the names of typing that code uses", () => {
    const f = 'def f(x: Dict[str, int]):\n    # List\n    return "Tuple" in x and x.Set';
    expect(renderDocument([{ id: "00000000", f, g: null }])).toMatch(/^from typing import Dict\n\n\n# %% /);
    expect(renderDocument([{ id: "00000000", f: `from typing import Dict\n\n\n${f}`, g: null }])).toMatch(/^# %% /);
  });

  it("leaves an unsolved cell without an assertion", () => {
    expect(renderCell({ id: "00000000", f: "def f(x: int):\n    return x == 1", g: null })).toBe(
      "# %% 00000000\ndef f(x: int):\n    return x == 1\n",
    );
  });
});

describe("parseDocument", () => {
  it("finds each cell's id, puzzle, solution and lines", () => {
    const document = parseDocument(SOLVED);
    expect(document.head).toBe("from typing import List\n\n");
    expect(document.problems).toEqual([]);
    expect(document.cells).toEqual([
      {
        id: "a1b2c3d4a1b2c3d4",
        lines: { start: 3, end: 14 },
        f: "def f(x: List[int], n=5):\n    return len(x) == n and sum(x) == 10",
        fLines: { start: 4, end: 6 },
        fLine: 4,
        g: "def g(n=5):\n    return [2] * n",
        gLines: { start: 8, end: 10 },
        gLine: 8,
      },
    ]);
  });

  it("reads a document with Windows line ends and tabs", () => {
    const text = "# %% 00000000\r\ndef f(x: int):\r\n\treturn x == 1\r\n\r\ndef g():\r\n\treturn 1\r\n";
    expect(contents(parseDocument(text))).toEqual([
      { id: "00000000", f: "def f(x: int):\n\treturn x == 1", g: "def g():\n\treturn 1" },
    ]);
  });

  it("gives f and g the imports of the head and the cell that they use", () => {
    const text = `import math, sys
from os import path as p

# %%
import re
def f(x: float):
    return x == math.pi

def g():
    return math.pi if re else None
`;
    expect(contents(parseDocument(text))).toEqual([
      {
        id: null,
        f: "import math, sys\n\n\nimport re\ndef f(x: float):\n    return x == math.pi",
        g: "import math, sys\nimport re\n\n\ndef g():\n    return math.pi if re else None",
      },
    ]);
  });

  it("keeps what looks like code in strings, comments and brackets out of the structure", () => {
    const f = `def f(s: str):
    """Docs
def g(): no
# %% not a cell
"""
    t = f"{s!r:>{len(s)}} {'#'} {{" + r'\\\\' + """it's"""  # def g(
    return (s
# %% nor here
== t)  \\
or s == "("`;
    const document = parseDocument(`# %% 00000000\n${f}\n\n\ndef g():\n    return "("\n`);
    expect(contents(document)).toEqual([{ id: "00000000", f, g: 'def g():\n    return "("' }]);
    expect(document.problems).toEqual([]);
  });

  it("keeps the next cell whole while a cell before it is half-typed", () => {
    const next = "def f(x: int):\n    return x == 2";
    for (const half of [
      "def f(x: List[int",
      'def f(x):\n    """half',
      "def f(x: str = 'abc",
      'def f(x):\n  f"{x',
      "def",
    ]) {
      const document = parseDocument(`# %% 00000001\n${half}\n\n# %% 00000002\n${next}\n`);
      expect(contents(document)[1], half).toEqual({ id: "00000002", f: next, g: null });
      expect(document.problems, half).toHaveLength(1);
    }
  });

  it("finds g below an f whose bracket is still open", () => {
    const document = parseDocument("# %% 00000001\ndef f(x: int, y=[1, 2):\n    return (x\n\ndef g():\n    return 1\n");
    expect(contents(document)[0]?.g).toBe("def g():\n    return 1");
    expect(kinds(document)).toContain("unfinished 1");
  });

  it("holds back a cell with an unresolved merge conflict, and only that one", () => {
    const text = `# %% 00000001
<<<<<<< ours' side
def f(x: int):
    return x == 1
=======
def f(x: int):
    return x == 2
>>>>>>> theirs

# %% 00000002
def f(x: int):
    return x == 3
`;
    const document = parseDocument(text);
    expect(contents(document)).toEqual([
      { id: "00000001", f: null, g: null },
      { id: "00000002", f: "def f(x: int):\n    return x == 3", g: null },
    ]);
    expect(kinds(document)).toEqual(["conflict 1"]);
  });

  it("counts puzzles without a cell line as cells of their own", () => {
    const one = "def f(x: int):\n    return x == 1";
    const two = "import math\n\n\n@staticmethod\ndef f(x: float):\n    return x == math.pi";
    const document = parseDocument(`${one}\n\ndef g():\n    return 1\n\nassert f(g())\n${two}\n`);
    expect(contents(document)).toEqual([
      { id: null, f: one, g: "def g():\n    return 1" },
      { id: null, f: two, g: null },
    ]);
    expect(kinds(document)).toEqual(["noCellLine 0", "noCellLine 7"]);
  });

  it("reports a cell without a puzzle and a second solution", () => {
    const text = "# %% 00000001\ndef g():\n    return 1\ndef g():\n    return 2\n# %%\n";
    const document = parseDocument(text);
    expect(contents(document)).toEqual([
      { id: "00000001", f: null, g: "def g():\n    return 1" },
      { id: null, f: null, g: null },
    ]);
    expect(kinds(document)).toEqual(["noPuzzle 0", "secondSolution 3"]);
  });

  it("maps a line of a source to the document below its imports", () => {
    const [cell] = parseDocument("import math\n\n# %%\ndef f(x: float):\n    return x == math.pi\n").cells;
    expect(cell?.f?.split("\n")[4]).toBe("    return x == math.pi");
    expect(cell?.fLines && documentLine(cell.f ?? "", cell.fLines, 4)).toBe(4);
  });
});

const name = fc.stringMatching(/^[a-e][a-z0-9]{0,4}$/);
const literal = fc.oneof(
  fc.integer().map(String),
  fc.string().map((text) => JSON.stringify(text)),
  fc.constantFrom('f"{1:>{2}} {{#"', '"""\n# %% x\ndef g(): (\n"""', "r'\\''", "[\n# %% y\n1]", "b'('", "(1,\n2)"),
);
const body = fc
  .array(fc.tuple(name, literal), { minLength: 1, maxLength: 4 })
  .map((lines) => lines.map(([left, right]) => `    ${left} = ${right}  # it's (`).join("\n"));
const imports = fc.constantFrom("", "import math\n\n\n", "from os import (path,\n  sep)\n\n\n", "# why\nimport re\n");
const cells = fc.array(
  fc.record({
    id: fc.stringMatching(/^[0-9a-f]{16}$/),
    f: fc.tuple(imports, body).map(([lead, text]) => `${lead}def f(answer: List[int], n=5):\n${text}\n    return True`),
    g: fc.option(fc.tuple(imports, body).map(([lead, text]) => `${lead}def g(n=5):\n${text}\n    return [n]`)),
  }),
  { maxLength: 5 },
);
const fragments = fc
  .array(
    fc.oneof(
      fc.constantFrom(
        "# %% 0011223344556677\n",
        "# %%",
        "def f(",
        "def g():\n",
        "    return ",
        '"""',
        "'",
        "(",
        "]",
        "{",
      ),
      fc.constantFrom("f'{", ":", "}", "\\\n", "\r\n", "\r", "<<<<<<< a\n", "=======\n", ">>>>>>> b\n", "import os\n"),
      fc.constantFrom("\t", "#", "@d\n", "assert f(g())\n", "from typing import List\n", "\uFEFF", "\u0000", "\u2028"),
      fc.string({ unit: "binary" }),
    ),
    { maxLength: 60 },
  )
  .map((parts) => parts.join(""));

describe("properties", () => {
  it("gives back every cell that was rendered", () => {
    fc.assert(
      fc.property(cells, (given) => {
        const document = parseDocument(renderDocument(given));
        expect(contents(document)).toEqual(given);
        expect(document.problems).toEqual([]);
      }),
      { numRuns: 500 },
    );
  });

  it("covers every line of any text once and never throws", () => {
    fc.assert(
      fc.property(fragments, (text) => {
        const { headLines, cells: found, head } = parseDocument(text);
        const ranges = [headLines, ...found.map(({ lines }) => lines)];
        expect(headLines.start).toBe(0);
        for (const [index, { start, end }] of ranges.entries()) {
          expect(end).toBeGreaterThanOrEqual(start);
          expect(ranges[index + 1]?.start ?? end).toBe(end);
        }
        expect(ranges.at(-1)?.end).toBe(text.split(/\r\n|\r|\n/).length);
        expect(
          text
            .replaceAll(/\r\n|\r/g, "\n")
            .replace(/^\uFEFF/, "")
            .startsWith(head),
        ).toBe(true);
        for (const { f, fLines } of found) if (f !== null) expect(fLines).not.toBeNull();
      }),
      { numRuns: 2000 },
    );
  });

  it("reads text in time that grows with its length", () => {
    const wide = `# %% 00000000\ndef f(x: str, n=[${'"ab", '.repeat(50_000)}]):\n    return x in n\n`;
    const [cell] = parseDocument(wide).cells;
    expect(cell?.f?.length).toBeGreaterThan(300_000);
  });
});
