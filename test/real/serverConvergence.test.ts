/** Whatever was typed on the way, the server ends where a server that has just been started does with the last text. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { afterAll, beforeAll, expect, it } from "vitest";
import { TextDocument } from "vscode-languageserver-textdocument";
import { LspClient } from "./lspClient.ts";

const HEAD = "import math\nfrom typing import List\n\n\n";
/** Puzzle `n` as it is in this run alone, so that no server knows any of it from before. */
const cell = (n: number, run: number) =>
  `# %% 0000000${n}\ndef f(x: int, n=${run}00${n}):\n    return x == n + ${n}\n\n\ndef g(n=${run}00${n}):\n    return n + ${n}\n\n\nassert f(g())\n\n\n`;
const firstText = (run: number) => HEAD + [1, 2, 3, 4].map((n) => cell(n, run)).join("");

const PIECES = [
  "",
  "\n",
  "\r\n",
  " ",
  "1",
  "(",
  '"""',
  "# %%\n",
  "# %% 00000002\n",
  "def f(x: int):\n    return x == 7\n",
  "def g():\n    return 7\n",
  "    return n // 0\n",
  "import random\n",
  "<<<<<<< ours\n",
  "\u2028",
  "é🐍",
  cell(2, 1),
  cell(5, 1),
];

const share = fc.double({ min: 0, max: 1, noNaN: true });
const restMs = fc.constantFrom(0, 0, 0, 10, 60);
/** An edit of any text: of what stands at a share of its length, or of one of its digits, which changes verdicts. */
const edit = fc.oneof(
  fc.record({ at: share, most: fc.constantFrom(0, 0, 1, 5, 60, 400), piece: fc.constantFrom(...PIECES), restMs }),
  fc.record({ at: share, most: fc.constant("digit" as const), piece: fc.constantFrom("1", "2"), restMs }),
);

/** The range that an edit takes. */
function spanOf(text: string, at: number, most: number | "digit"): [start: number, end: number] {
  if (most !== "digit") return [Math.round(at * text.length), Math.round(at * text.length) + most];
  const digits = [...text.matchAll(/\d/g)];
  const start = digits[Math.floor(at * digits.length)]?.index ?? text.length;
  return [start, start + 1];
}

let workspace: string;
let typed: LspClient;
let fresh: LspClient;
let opened = 0;

beforeAll(async () => {
  workspace = mkdtempSync(join(tmpdir(), "autodidact-test-"));
  [typed, fresh] = await Promise.all([LspClient.start(workspace), LspClient.start(workspace)]);
});
afterAll(async () => {
  expect([...typed.shown, ...fresh.shown]).toEqual([]);
  await Promise.all([typed.stop(), fresh.stop()]);
  rmSync(workspace, { recursive: true, force: true });
});

/** All that is shown of a document, but for the cells' keys. */
async function shownBy(client: LspClient, uri: string) {
  const cells = (await client.cells(uri)).map(({ key: _, ...mark }) => mark);
  const lenses = (await client.lenses(uri)).map(({ range, command }) => [range.start.line, command?.title]);
  const range = { start: { line: 0, character: 0 }, end: { line: 9_999, character: 0 } };
  const hints = await client.request("textDocument/inlayHint", { textDocument: { uri }, range });
  const symbols = await client.request("textDocument/documentSymbol", { textDocument: { uri } });
  return { cells, lenses, hints, symbols, diagnostics: client.diagnosticsNow(uri) };
}

it("ends where a fresh server does", async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(edit, { minLength: 1, maxLength: 12 }), async (edits) => {
      const uri = `file:///puzzles/${++opened}.puzzle.py`;
      await typed.open(uri, firstText(opened));
      await typed.cells(uri);
      for (const { at, most, piece, restMs: rest } of edits) {
        const document = TextDocument.create(uri, "python", 1, typed.textOf(uri));
        const [start, end] = spanOf(document.getText(), at, most);
        const range = { start: document.positionAt(start), end: document.positionAt(end) };
        await typed.edit(uri, [{ range, newText: piece }]);
        if (rest > 0) await new Promise((resolve) => setTimeout(resolve, rest));
      }
      await fresh.open(uri, typed.textOf(uri));
      await expect
        .poll(async () => JSON.stringify(await shownBy(typed, uri)), { timeout: 10_000, interval: 50 })
        .toBe(JSON.stringify(await settled(uri)));
      await Promise.all([typed.close(uri), fresh.close(uri)]);
    }),
    { numRuns: 15, endOnFailure: true },
  );
});

/** What the fresh server shows once nothing more comes: probes end after verdicts, and change what is marked. */
async function settled(uri: string) {
  for (let before = ""; ; ) {
    const shown = await shownBy(fresh, uri);
    if (JSON.stringify(shown) === before) return shown;
    before = JSON.stringify(shown);
    await new Promise((resolve) => setTimeout(resolve, 400));
  }
}
