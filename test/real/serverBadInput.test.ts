/** Texts that nobody should write, which the language server reads all the same. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { DocumentSymbol } from "vscode-languageserver";
import { LspClient } from "./lspClient.ts";

const F = "def f(x: int, n=2000):\n    return x == n";
const CELL = `# %%\n${F}\n\n\ndef g(n=2000):\n    return n\n\n\n`;
/** Its line with an id ends whatever is open above it. */
const LAST = CELL.replaceAll("2000", "3000").replace("# %%", "# %% 0123456789abcdef");

let workspace: string;
let client: LspClient;
let uri: string;
let opened = 0;

beforeAll(async () => {
  workspace = mkdtempSync(join(tmpdir(), "autodidact-test-"));
  client = await LspClient.start(workspace);
});
beforeEach(() => {
  uri = `file:///puzzles/${++opened}.puzzle.py`;
});
afterEach(() => client.close(uri));
afterAll(async () => {
  expect(client.shown).toEqual([]);
  expect(await client.stop()).toBe(0);
  rmSync(workspace, { recursive: true, force: true });
});

/** What every request answers about the document. */
async function askAll(): Promise<DocumentSymbol[]> {
  const textDocument = { uri };
  const range = { start: { line: 0, character: 0 }, end: { line: 100, character: 0 } };
  const symbols = await client.request<DocumentSymbol[]>("textDocument/documentSymbol", { textDocument });
  await client.request("textDocument/foldingRange", { textDocument });
  await client.request("textDocument/inlayHint", { textDocument, range });
  await client.request("textDocument/hover", { textDocument, position: range.start });
  await client.request("textDocument/definition", { textDocument, position: { line: 1, character: 0 } });
  await client.lenses(uri);
  return symbols;
}

describe("a cell with", () => {
  it.each([
    ["half-typed code", "unreadable", "# %%\ndef f(x: int, n=("],
    ["a string that nothing ends", "malformed", `${CELL.replace("return n\n", 'return """n\n')}`],
    [
      "a conflict",
      "empty",
      CELL.replace("    return n\n", "<<<<<<< a\n    return n\n=======\n    return 1\n>>>>>>> b\n"),
    ],
    ["no puzzle", "empty", "# %%\nx = 1\n"],
    ["a solution alone", "empty", "# %%\ndef g():\n    return 1\n"],
    ["tabs", "verified", CELL.replaceAll("    ", "\t")],
    ["tabs and blanks", "malformed", CELL.replace("    return n\n", "    n = n\n\treturn n\n")],
    ["CRLF", "verified", CELL.replaceAll("\n", "\r\n")],
    ["lone CR", "verified", CELL.replaceAll("\n", "\r")],
    ["all line ends", "verified", CELL.replace("\n", "\r\n").replace("\n", "\r")],
    ["a byte order mark", "verified", `\uFEFF${CELL}`],
    ["NUL in code", "malformed", CELL.replace("return n\n", "return \0n\n")],
    ["NUL in a puzzle", "unreadable", CELL.replace("x == n", "x == \0n")],
    ["a lone surrogate", "malformed", CELL.replace("return n\n", "return '\uD800'\n")],
    ["a lone surrogate in a puzzle", "unreadable", CELL.replace("x == n", "x == n or x == '\uDC00'")],
    ["U+2028", "verified", CELL.replace("return n\n", "return n  # \u2028\n")],
    ["U+2028 in code", "malformed", CELL.replace("return n\n", "return \u2028n\n")],
    ["a form feed", "verified", CELL.replace("def g", "\f\ndef g")],
    ["deep brackets", "malformed", CELL.replace("return n\n", `return ${"(".repeat(3_000)}n${")".repeat(3_000)}\n`)],
    ["deep operators", "verified", CELL.replace("return n\n", `return n${" + 0".repeat(20_000)}\n`)],
    ["a line of a megabyte", "verified", CELL.replace("return n\n", `return n  # ${"x".repeat(1 << 20)}\n`)],
  ])("%s: %s, and its neighbour is judged", async (name, state, text) => {
    await client.open(uri, `${text}${name.includes("CR") || name === "all line ends" ? "\r" : "\n"}${LAST}`);
    const cells = await client.cells(uri);
    expect([cells[0]?.state, cells.at(-1)?.state]).toEqual([state, "verified"]);
    await askAll();
  });

  it("two puzzles is two cells, and one with two solutions has the first", async () => {
    await client.open(
      uri,
      `${CELL}${F.replaceAll("2000", "4000")}\n\n\ndef g(n=4000):\n    return n\n\n\ndef g():\n    return 1\n`,
    );
    const cells = await client.cells(uri);
    expect(cells.map(({ state, line, g }) => [state, line, g])).toEqual([
      ["verified", 0, 5],
      ["verified", 9, 13],
    ]);
    const found = await client.diagnostics(uri, (all) => all.length >= 2);
    expect(found.map(({ code }) => code)).toEqual(["noCellLine", "secondSolution"]);
  });
});

describe("a document of", () => {
  it("ten megabytes is read, and an edit in it is judged", async () => {
    const cells = Array.from(
      { length: 40 },
      (_, n) => `${CELL.replaceAll("2000", String(5_000 + n))}"""${`${"x = 1; ".repeat(10)}\n`.repeat(3_600)}"""\n`,
    );
    await client.open(uri, cells.join(""));
    expect(await askAll()).toHaveLength(40);
    await client.replace(uri, "return n\n", "return n + 0\n");
    expect(await askAll()).toHaveLength(40);
    const marks = await client.cells(uri, ([first]) => first?.state === "verified");
    expect(marks).toHaveLength(40);
  });

  it("a megabyte without a line end is no puzzle", async () => {
    await client.open(uri, "x".repeat(1 << 20));
    expect(await askAll()).toEqual([]);
    expect(await client.cells(uri)).toEqual([]);
  });

  it("5,000 broken cells has 5,000 findings, each at its place", async () => {
    const count = 5_000;
    await client.open(uri, "# %%\ndef f(x: int:\n    return (\n".repeat(count));
    expect(await askAll()).toHaveLength(count);
    const found = await client.diagnostics(uri, (all) => all.filter(({ code }) => code === "syntax").length === count);
    const lines = found.filter(({ code }) => code === "syntax").map(({ range }) => range.start.line);
    expect(lines.every((line, index) => line === index * 3 + 1)).toBe(true);
  });

  it("nothing becomes one of something, and nothing again", async () => {
    const all = { range: { start: { line: 0, character: 0 }, end: { line: 99_999, character: 0 } } };
    await client.open(uri, "");
    expect(await client.cells(uri)).toEqual([]);
    for (const [text, states] of [
      [CELL, ["verified"]],
      ["", []],
      ["\r", []],
      [CELL, ["verified"]],
    ] as const) {
      await client.edit(uri, [{ ...all, newText: text }]);
      expect((await client.cells(uri)).map(({ state }) => state)).toEqual(states);
    }
  });
});
