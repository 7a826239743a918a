import { describe, expect, it } from "vitest";
import { type CodeAction, TextDocumentEdit } from "vscode-languageserver";
import { TextDocument } from "vscode-languageserver-textdocument";
import type { CellFindings } from "../../src/core/cellCheck.ts";
import type { Inspection, Parameter } from "../../src/core/puzzle.ts";
import { parseDocument } from "../../src/core/puzzleDocument.ts";
import { seededRandom } from "../../src/core/random.ts";
import type { ViewSources } from "../../src/server/cellView.ts";
import { changeOf } from "../../src/server/documentEdits.ts";
import { codeActions } from "../../src/server/features/codeActions.ts";
import { diagnostics } from "../../src/server/features/diagnostics.ts";
import { CELL, F, findingsOf, findingsWith, G, queuedPair, viewsOf } from "./serverViews.ts";

const URI = "file:///a.puzzle.py";
const UNSOLVED = `# %%\n${F}\n`;

/** The actions for a whole document, of which the checks found `findings`. */
function actionsFor(text: string, findings?: CellFindings, only?: string[], sources: Partial<ViewSources> = {}) {
  const lines = text.split(/\r\n|\n/);
  const views = viewsOf(text, { find: () => findings, ...sources });
  const document = TextDocument.create(URI, "python", 3, text);
  const { headLines } = parseDocument(text);
  const asked = {
    range: { start: { line: 0, character: 0 }, end: { line: lines.length, character: 0 } },
    context: { diagnostics: diagnostics(URI, views, (line) => lines[line] ?? ""), ...(only && { only }) },
  };
  const parts = {
    lines,
    headLines,
    views,
    changeOf: (edits: Parameters<typeof changeOf>[1]) => changeOf(document, edits),
  };
  return codeActions(parts, asked);
}

function apply(text: string, { edit }: CodeAction): string {
  const [change] = edit?.documentChanges ?? [];
  if (!TextDocumentEdit.is(change)) throw new Error("The action is no edit of a document.");
  expect(change.textDocument).toEqual({ uri: URI, version: 3 });
  const edits = change.edits.flatMap((each) => ("newText" in each ? [each] : []));
  return TextDocument.applyEdits(TextDocument.create(URI, "python", 3, text), edits);
}

/** What the action of that title makes of a text; the same with each kind of line end. */
function fixed(text: string, title: string, findings?: CellFindings, sources: Partial<ViewSources> = {}): string {
  const [lf, crlf] = [text, text.replaceAll("\n", "\r\n")].map((each) => {
    const action = actionsFor(each, findings, undefined, sources).find((one) => one.title === title);
    if (action === undefined) throw new Error(`There is no action ${title}.`);
    const after = apply(each, action);
    expect(() => parseDocument(after)).not.toThrow();
    return after;
  });
  expect(crlf).toBe(lf?.replaceAll("\n", "\r\n"));
  return lf ?? "";
}
const titles = (text: string, ...rest: [CellFindings?, string[]?]) =>
  actionsFor(text, ...rest).map(({ title }) => title);

const signature = (...parameters: Parameter[]): CellFindings => {
  const found = findingsOf(null);
  return { ...found, inspection: { ...found.inspection, parameters } as Inspection, signatureFault: "No." };
};
const bare = (name: string, annotation: string | null = null): Parameter => ({ name, annotation, default: null });

describe("a wrong signature", () => {
  it.each([
    ["5", "int"],
    ["-1.5e3", "float"],
    ["1e9", "float"],
    ["True", "bool"],
    ["'a, b'", "str"],
    ["[[1, 2], [3]]", "list[list[int]]"],
    ["['a']", "list[str]"],
    ["{'a': 1}", "dict"],
    ["{1, 2}", "set"],
    ["(1, 2)", "tuple"],
    ["", "int"],
  ])("gets its answer %s annotated as %s", (answer, type) => {
    const text = "# %%\n@cache\ndef f(x, n=len('),(')):  # x\n    return x == n\n";
    const pairsOf = () => [queuedPair({ answer })];
    const after = fixed(text, "Annotate the answer", signature(bare("x"), { ...bare("n"), default: "1" }), { pairsOf });
    expect(after).toBe(text.replace("x, n", `x: ${type}, n`));
  });

  it("gets a default of its type for each input without one", () => {
    const text =
      '# %%\ndef f(\n    x: int,\n    n, s: str,  # (\n    xs: List[int], t: "T", k=(1, 2),\n):\n    return x == n\n';
    const inputs = [bare("n"), bare("s", "str"), bare("xs", "List[int]"), bare("t", '"T"')];
    const after = fixed(
      text,
      "Give each input a default",
      signature(bare("x", "int"), ...inputs, { ...bare("k"), default: "(1, 2)" }),
    );
    const expected = text.replace("n, s: str,", 'n=0, s: str = "",').replace("[int],", "[int] = [],");
    expect(after).toBe(expected.replace('t: "T",', 't: "T" = 0,'));
  });

  it("is offered nothing that it does not need", () => {
    expect(titles(UNSOLVED, signature(bare("x"), { ...bare("n"), default: "5" }))).toEqual(["Annotate the answer"]);
    expect(titles(UNSOLVED, signature(bare("x", "int"), bare("n")))).toEqual(["Give each input a default"]);
  });
});

describe("a cell without a puzzle", () => {
  it("has its functions renamed to f and g, wherever they are mentioned as such", () => {
    const text =
      "# %%\ndef sat(x: int):\n    # sat\n    return x == 1 and 'sat' != x.sat\n\n\ndef sol():\n    return 1\n\n\nassert sat(sol())\n\n\n";
    const other = "# %%\ndef f(sat: int):\n    return sat == 1\n";
    const after = fixed(text + other, "Rename sat to f and sol to g");
    expect(after).toBe(
      text.replace("def sat", "def f").replace("def sol", "def g").replace("sat(sol())", "f(g())") + other,
    );
    expect(parseDocument(after).problems).toEqual([]);
  });

  it("has its only other function renamed to f", () => {
    expect(fixed(`# %%\ndef h(x: int):\n    return h != x\n\n\n${G}\n`, "Rename h to f")).toBe(
      `# %%\ndef f(x: int):\n    return f != x\n\n\n${G}\n`,
    );
    expect(titles("# %%\ndef a(): pass\ndef b(): pass\ndef c(): pass\n")).toEqual([]);
  });
});

describe("a name that is not defined", () => {
  const raised = (name: string) =>
    findingsWith("raised", `g raised NameError in line 2: name '${name}' is not defined. Did you?`);

  it.each([
    ["math", CELL, `import math\n\n\n${CELL}`],
    ["List", CELL, `from typing import List\n\n\n${CELL}`],
    ["sqrt", `import re\nfrom math import pi\n\n\n${CELL}`, `import re\nfrom math import pi, sqrt\n\n\n${CELL}`],
    ["math", `# Mine.\n\n${CELL}`, `# Mine.\n\nimport math\n\n\n${CELL}`],
    ["math", `import numpy as np\n\n\n${CELL}`, `import math\n\nimport numpy as np\n\n\n${CELL}`],
    ["math", `import re  # why\n\n\n${CELL}`, `import re  # why\n\nimport math\n\n\n${CELL}`],
  ])("is imported where it is known: %s", (name, text, expected) => {
    expect(fixed(text, `Import ${name}`, raised(name))).toBe(expected);
  });

  it("is imported for f too, and left alone where it is not known", () => {
    const unsound = findingsOf(null, { unsound: "f raised NameError in line 2: name 'math' is not defined" });
    expect(titles(CELL, unsound)).toEqual(["Import math"]);
    expect(titles(CELL, raised("frobnicate"))).toEqual([]);
    expect(titles(CELL, raised("toString"))).toEqual([]);
  });
});

describe("the imports at the head", () => {
  const sorted = (head: string) => fixed(`${head}\n\n\n${CELL}`, "Sort the imports").replace(`\n\n\n${CELL}`, "");

  it("are sorted and merged, one section for each origin", () => {
    expect(
      sorted(
        "from typing import (\n    List,\n    Dict as D,\n)\nimport re, math\nimport numpy as np\nfrom typing import Any, List\n\nfrom __future__ import annotations",
      ),
    ).toBe(
      "from __future__ import annotations\n\nimport math\nimport re\nfrom typing import Any, List\nfrom typing import Dict as D\n\nimport numpy as np",
    );
  });

  it("put constants before classes before functions, and too many names one on a line", () => {
    expect(sorted("from m import b, A, PI, a")).toBe("from m import PI, A, a, b");
    const names = [..."abcdefgh"].map((letter) => letter.repeat(12));
    expect(sorted(`from m import ${[...names].reverse().join(", ")}`)).toBe(
      `from m import (\n${names.map((name) => `    ${name},\n`).join("")})`,
    );
  });

  it("are left alone where they are in order, or where anything else stands among them", () => {
    for (const head of [
      "import math\nimport re",
      "import re\n# why\nimport math",
      "import re\nX = 1\nimport math",
      "import re; import math",
    ])
      expect(titles(`${head}\n\n\n${CELL}`)).toEqual([]);
  });
});

describe("cells", () => {
  it("that were pasted in one block get a line each, two blank lines below what stands before", () => {
    const pasted = `import math\n${F}\n\n\n${G}\n# The next.\nimport re\n${F}\n`;
    const after = fixed(pasted, "Begin each puzzle with a `# %%` line");
    expect(after).toBe(`import math\n\n\n# %%\n${F}\n\n\n${G}\n\n\n# %%\n# The next.\nimport re\n${F}\n`);
    expect(parseDocument(after).problems).toEqual([]);
    expect(fixed(`\n\n${F}\n`, "Begin each puzzle with a `# %%` line")).toBe(`# %%\n${F}\n`);
  });

  const other = "# %% abcdefab\ndef f(x: int):\n    return x == 1\n";
  const findEach: ViewSources["find"] = ({ f }) =>
    f === F
      ? findingsOf(null)
      : { ...findingsOf(null), inspection: { ...findingsOf(null).inspection, id: f } as Inspection };

  it("of the same puzzle are removed, one or all", () => {
    const text = [CELL, other, CELL, CELL].join("\n\n");
    const one = actionsFor(text, undefined, undefined, { find: findEach }).filter(
      ({ title }) => title === "Remove this cell",
    );
    expect(one.map((action) => apply(text, action))).toEqual([
      [CELL, other, CELL].join("\n\n"),
      [CELL, other, CELL].join("\n\n"),
    ]);
    expect(fixed(text, "Remove all 2 duplicates", undefined, { find: findEach })).toBe([CELL, other].join("\n\n"));
    const between = [CELL, CELL, other].join("\n\n");
    expect(fixed(between, "Remove this cell", undefined, { find: findEach })).toBe([CELL, other].join("\n\n"));
  });

  it("lose their second solution, with its decorator", () => {
    const second = "@cache\ndef g(n=5):\n    return n + 0\n\n\n";
    const text = `${CELL}\n\n${second}assert f(g())\n\n\n${other}`;
    expect(fixed(text, "Remove the second solution")).toBe(text.replace(second, ""));
    expect(fixed(`${CELL}\n\n${second}`, "Remove the second solution")).toBe(CELL);
  });

  it("that are unsolved get the header of their solution, which Python can read", () => {
    expect(fixed(UNSOLVED, "Write the solution's header", findingsOf(null))).toBe(
      `${UNSOLVED}\n\ndef g(n=5):\n    pass\n\n\nassert f(g())\n`,
    );
    expect(titles(CELL, findingsWith("verified"))).toEqual([]);
  });
});

describe("actions", () => {
  it("come in the kinds that are asked for, with the finding that they mend", () => {
    const text = `import re\nimport math\n\n\n${UNSOLVED}`;
    expect(titles(text, findingsOf(null), ["source"])).toEqual(["Sort the imports"]);
    expect(titles(text, findingsOf(null), ["refactor"])).toEqual(["Write the solution's header"]);
    expect(titles(text, findingsOf(null), ["source.organizeImports"])).toEqual([]);
    const [action] = actionsFor("# %%\ndef h(x: int): pass\n", undefined, ["quickfix"]);
    expect(action).toMatchObject({ kind: "quickfix", isPreferred: true, diagnostics: [{ code: "noPuzzle" }] });
  });
});

/** Pieces that documents are made of; those with a line of their own are cells. */
const PIECES = [
  CELL,
  UNSOLVED,
  "# %% abcdefab\ndef f(x, n, s='# %%'):\n    return x == n\n",
  "# %%\ndef sat(x: int):\n    return x == 1\n\n\ndef sol():\n    return 1\n",
  `${CELL}\n\n${G}\n`,
  `${F}\n`,
  `import re\n@a\n${F}\n\n\n${G}`,
  '# %%\ndef f(x: int):\n    return x == """\n# %%\n"""\n',
  "# %%\nx = (1,\n",
  "# %%\n\n",
  "import re\nimport math\n",
];

it("no action touches another cell, whatever the document", () => {
  const random = seededRandom(7);
  const pick = () => PIECES[Math.floor(random() * PIECES.length)] ?? "";
  const states = [
    signature(bare("x"), bare("n"), bare("s")),
    findingsWith("raised", "g raised NameError: name 'math' is not defined"),
  ];
  let count = 0;
  for (let round = 0; round < 300; round++) {
    const text = Array.from({ length: 1 + Math.floor(random() * 5) }, pick).join(["\n\n", "\n", ""][round % 3]);
    const findings = states[round % 2];
    const cellsOf = (whole: string) => {
      const lines = whole.split("\n");
      return viewsOf(whole, { find: () => findings }).map((view) => {
        const { start, end } = view.cell.lines;
        const isWhole = view.twin === null && view.problems.length === 0;
        return { start, end, isWhole, text: lines.slice(start, end).join("\n").trimEnd() };
      });
    };
    for (const action of actionsFor(text, findings)) {
      const [change] = action.edit?.documentChanges ?? [];
      const [edit] = TextDocumentEdit.is(change) ? change.edits : [];
      const line = (action.diagnostics?.[0] ?? (edit && "range" in edit ? edit : undefined))?.range.start.line ?? -1;
      const others = cellsOf(text).filter(({ start, end, isWhole }) => isWhole && !(start <= line && line < end));
      const after = cellsOf(apply(text, action)).map((cell) => cell.text);
      expect(after, action.title).toEqual(expect.arrayContaining(others.map((cell) => cell.text)));
      count += 1;
    }
  }
  expect(count).toBeGreaterThan(300);
});
