/** Verdicts follow the text while it is edited, as an editor sees it. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { InlayHint } from "vscode-languageserver";
import { LspClient } from "./lspClient.ts";

let workspace: string;
let client: LspClient;
let uri: string;
let opened = 0;

/** Puzzle `n`; its solution is right where `answer` is `n + 1`. */
const cell = (n: number, answer = "n + 1", more = "") =>
  `# %%\ndef f(x: int, n=${n}):\n    ${more}return x == n + 1 and x > 0\n\n\ndef g(n=${n}):\n    return ${answer}\n\n\n`;
/** Takes most of the time that a puzzle may take. */
const slow = (n: number) => cell(n, "n + 1", "import time; time.sleep(0.3 * (x == n + 1)); ");

beforeAll(async () => {
  workspace = mkdtempSync(join(tmpdir(), "autodidact-test-"));
  client = await LspClient.start(workspace);
});
beforeEach(() => {
  uri = `file:///puzzles/${++opened}.puzzle.py`;
});
afterEach(() => client.close(uri));
afterAll(async () => {
  expect(await client.stop()).toBe(0);
  expect(client.shown).toEqual([]);
  rmSync(workspace, { recursive: true, force: true });
});

const states = async (of = uri) => (await client.cells(of)).map(({ state }) => state);

async function hints(lines = 1_000): Promise<string[]> {
  const range = { start: { line: 0, character: 0 }, end: { line: lines, character: 0 } };
  const found = await client.request<InlayHint[]>("textDocument/inlayHint", { textDocument: { uri }, range });
  return found.map(({ label }) => String(label));
}

describe("an edit", () => {
  it("takes the verdict away at once, and the new text's own comes", async () => {
    await client.open(uri, cell(1));
    expect(await states()).toEqual(["verified"]);
    await client.replace(uri, "return n + 1", "return n + 2");
    expect(await hints()).toEqual(["○ Checking…"]); // asked before any pause is over
    expect(await client.lensTitles(uri)).toEqual(["○ Checking…"]);
    expect(await states()).toEqual(["refuted"]);
    expect(await hints()).toEqual(["✗ Refuted · 3"]);
  });

  it("goes through every verdict that the text goes through", async () => {
    await client.open(uri, cell(2));
    const seen = await states();
    const answers = ["n + 1", "n", "'a'", "n // 0", "n +", "n + 1"];
    for (const [index, answer] of answers.entries()) {
      if (index > 0) await client.replace(uri, `return ${answers[index - 1]}\n`, `return ${answer}\n`);
      seen.push(...(await states()));
    }
    expect(seen).toEqual(["verified", "verified", "refuted", "illTyped", "raised", "malformed", "verified"]);
  });

  it("of one cell has no other judged again", async () => {
    await client.open(uri, `${slow(31)}${slow(32)}${cell(33)}`);
    expect(await states()).toEqual(["verified", "verified", "verified"]);
    const [first, second, third] = (await client.cells(uri)).map(({ key }) => key);
    const before = client.told(uri).length;
    for (const answer of ["n + 2", "n + 3", "n + 4"]) {
      await client.replace(uri, cell(33).slice(-25), cell(33, answer).slice(-25));
      expect(await states()).toEqual(["verified", "verified", "refuted"]);
      await client.replace(uri, cell(33, answer).slice(-25), cell(33).slice(-25));
    }
    expect(await states()).toEqual(["verified", "verified", "verified"]);
    const later = client
      .told(uri)
      .slice(before)
      .flatMap(({ cells }) => cells);
    const statesOf = (key?: string) => new Set(later.filter((each) => each.key === key).map(({ state }) => state));
    expect([...statesOf(first), ...statesOf(second)]).toEqual(["verified", "verified"]);
    expect(statesOf(third)).toContain("refuted");
  });

  it("that moves a cell, or puts lines above it, leaves key and verdict with it", async () => {
    const [one, two] = [slow(41), slow(42)];
    await client.open(uri, `${one}${two}`);
    const before = await client.cells(uri);
    const at = client.told(uri).length;
    await client.replace(uri, `${one}${two}`, `import math\n\n\n${two}${one}`);
    const after = await client.cells(uri, ([first]) => first?.line === 3);
    expect(after.map(({ key }) => key)).toEqual(before.map(({ key }) => key).toReversed());
    const later = client
      .told(uri)
      .slice(at)
      .flatMap(({ cells }) => cells);
    expect(new Set(later.map(({ state }) => state))).toEqual(new Set(["verified"]));
  });

  it("that is undone has the old verdict back at once", async () => {
    await client.open(uri, slow(51));
    expect(await states()).toEqual(["verified"]);
    await client.replace(uri, "return n + 1", "return n");
    await client.replace(uri, "return n\n", "return n + 1\n");
    expect(await hints()).toEqual(["✓ Verified · 52"]);
  });
});

describe("a storm of edits", () => {
  it("leaves the last text's verdict, and the server answers meanwhile", async () => {
    await client.open(uri, `${cell(61)}${cell(62)}`);
    await client.cells(uri);
    const symbols: unknown[][] = [];
    let last = "return n + 1";
    for (let edit = 0; edit < 200; edit++) {
      const next = `return n + ${edit % 2 === 0 ? 1_000 + edit : `1  # ${edit}`}`;
      await client.replace(uri, `${last}\n`, `${next}\n`);
      last = next;
      if (edit % 50 === 0) symbols.push(await client.request("textDocument/documentSymbol", { textDocument: { uri } }));
    }
    expect(symbols.map((each) => each.length)).toEqual([2, 2, 2, 2]);
    expect(await states()).toEqual(["verified", "verified"]);
    expect(await hints()).toEqual(["✓ Verified · 62", "✓ Verified · 63"]);
  });

  it("shows no verdict beside a text that it is not of", async () => {
    await client.open(uri, cell(71));
    await client.cells(uri);
    const at = client.told(uri).length;
    let [from, right] = ["return n + 1", true];
    const rightAt = new Map<number, boolean>([[1, true]]);
    for (let edit = 0; edit < 60; edit++) {
      const to = right ? `return n + ${2 + edit}` : `return n + 1  # ${edit}`;
      await client.replace(uri, `${from}\n`, `${to}\n`);
      [from, right] = [to, !right];
      rightAt.set(edit + 2, right);
      await new Promise((resolve) => setTimeout(resolve, edit % 7 === 0 ? 80 : 5));
    }
    expect(await states()).toEqual(["verified"]);
    const told = client
      .told(uri)
      .slice(at)
      .flatMap(({ version, cells }) => cells.map(({ state }) => ({ version, state })));
    for (const { version, state } of told) {
      if (state !== "checking")
        expect({ version, right: state === "verified" }).toEqual({ version, right: rightAt.get(version) });
    }
  });
});

describe("several documents", () => {
  it("with the same cells have the same verdicts, each with keys of its own", async () => {
    const other = uri.replace("puzzles", "others");
    await client.open(uri, `${cell(81)}${cell(82, "n")}`);
    await client.open(other, `${cell(81)}${cell(82, "n")}`);
    expect([await states(), await states(other)]).toEqual([
      ["verified", "refuted"],
      ["verified", "refuted"],
    ]);
    await client.replace(other, "return n\n", "return n + 1\n");
    expect(await states(other)).toEqual(["verified", "verified"]);
    expect(await states()).toEqual(["verified", "refuted"]);
  });

  it("one closed while it is checked does not keep the others waiting", async () => {
    const other = uri.replace("puzzles", "others");
    await client.open(other, Array.from({ length: 30 }, (_, n) => slow(900 + n)).join(""));
    await client.open(uri, cell(91));
    await client.close(other);
    expect(await states()).toEqual(["verified"]);
    await client.open(other, cell(92));
    expect(await states(other)).toEqual(["verified"]);
  });

  it("one closed and opened again is shown anew", async () => {
    const codes = async () => (await client.diagnostics(uri, (found) => found.length > 0)).map(({ code }) => code);
    await client.open(uri, cell(2_000, "n"));
    expect(await codes()).toEqual(["refuted"]);
    await client.close(uri);
    await client.open(uri, cell(2_000, "n"));
    expect(await codes()).toEqual(["refuted"]);
  });
});
