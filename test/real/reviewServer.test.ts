import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { openQueue } from "../../src/node/sqliteQueue.ts";
import { LspClient } from "./lspClient.ts";

const URI = "file:///puzzles/one.puzzle.py";
const VERIFIED = "# %%\ndef f(x: int, n=5):\n    return x == n * 2 + 1\n\n\ndef g(n=5):\n    return n * 2 + 1\n";
const cell = (answer: string) =>
  `# %%\ndef f(x: int, n=5):\n    return x == n * 2 + 1\n\n\ndef g(n=5):\n    return ${answer}\n`;

let workspace: string;
let client: LspClient;

beforeEach(async () => {
  workspace = mkdtempSync(join(tmpdir(), "autodidact-test-"));
  client = await LspClient.start(workspace);
});
afterEach(async () => {
  expect(await client.stop()).toBe(0);
  expect(client.shown.splice(0)).toEqual([]);
  rmSync(workspace, { recursive: true, force: true });
});

describe("what is shown of a cell", () => {
  it("verdict, answer and what can be done, for a verified pair", async () => {
    await client.open(URI, VERIFIED);
    expect(await client.cells(URI)).toMatchObject([{ state: "verified", review: null, line: 0, f: 1, g: 5 }]);
    expect(await client.lensTitles(URI)).toEqual(["✓ Verified", "Accept", "Reject"]);
    const range = { start: { line: 0, character: 0 }, end: { line: 9, character: 0 } };
    const hints = await client.request<{ label: string; position: object }[]>("textDocument/inlayHint", {
      textDocument: { uri: URI },
      range,
    });
    expect(hints).toMatchObject([{ label: "✓ Verified · 11", position: { line: 5, character: 11 } }]);
  });

  it("the answer that did not solve the puzzle, at g", async () => {
    await client.open(URI, cell("n"));
    const found = await client.diagnostics(URI, (all) => all.length > 0);
    expect(found).toMatchObject([
      { code: "refuted", severity: 1, range: { start: { line: 5 } }, message: expect.stringContaining("5") },
    ]);
  });

  it("the line that raised", async () => {
    await client.open(URI, cell("n // 0"));
    const found = await client.diagnostics(URI, (all) => all.length > 0);
    expect(found).toMatchObject([{ code: "raised", range: { start: { line: 6 } } }]);
  });
});

describe("review", () => {
  it("accepts a verified pair into the queue, and only a verified one", async () => {
    await client.open(URI, `${VERIFIED}\n\n${cell("n").replace("2 + 1", "3 + 1")}`);
    await client.cells(URI);
    expect(await client.run("accept", URI, 0, 1)).toMatchObject({ done: 1, refused: [{ why: /Refuted/ }] });
    expect(client.shown.splice(0)).toEqual([expect.stringContaining("Refuted")]);
    const queue = openQueue(join(workspace, ".autodidact/queue.sqlite"), { readOnly: true });
    expect(queue.pairs({ limit: 9 })).toMatchObject([{ state: "accepted", verdict: "verified", answer: "11" }]);
    queue.close();
    await client.cells(URI, ([first]) => first?.review === "accepted");
    expect((await client.lensTitles(URI))[0]).toBe("✓ Verified · accepted");
  });
});
