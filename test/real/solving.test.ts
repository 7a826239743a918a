import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import {
  WorkDoneProgress,
  type WorkDoneProgressBegin,
  WorkDoneProgressCreateRequest,
  type WorkDoneProgressEnd,
  type WorkDoneProgressReport,
} from "vscode-languageserver";
import { DEFAULT_MODEL } from "../../src/node/setup/defaultModel.ts";
import { openQueue } from "../../src/node/sqliteQueue.ts";
import { LspClient } from "./lspClient.ts";

type Told = WorkDoneProgressBegin | WorkDoneProgressReport | WorkDoneProgressEnd;

const URI = "file:///puzzles/one.puzzle.py";
/** So much like a worked example that the small model solves it nine times of ten. */
const EASY = '# %%\ndef f(s: str, word="river", n=3):\n    return s.startswith(word) and s.count(word) == n\n';
const IMPOSSIBLE = "# %%\ndef f(x: int):\n    return x == 5 and x == 6\n";

let workspace: string;
let client: LspClient;
const told: Told[] = [];
let onTold = (_token: string, _told: Told): void => {};

beforeEach(async () => {
  workspace = mkdtempSync(join(tmpdir(), "autodidact-test-"));
  client = await LspClient.start(workspace, { model: DEFAULT_MODEL });
  told.length = 0;
  onTold = () => {};
  client.connection.onRequest(WorkDoneProgressCreateRequest.type, ({ token }) => {
    client.connection.onProgress(WorkDoneProgress.type, token, (value) => {
      told.push(value);
      onTold(String(token), value);
    });
  });
});
afterEach(async () => {
  expect(await client.stop()).toBe(0);
  rmSync(workspace, { recursive: true, force: true });
});

it("puts a verified solution of the real model into the cell, and every attempt into the queue", async () => {
  await client.open(URI, EASY);
  expect(await client.run("solve", URI, 0)).toEqual({ done: 1, refused: [] });
  expect(await client.cells(URI)).toMatchObject([{ state: "verified", review: "pending" }]);
  const [start, solution, end] = client.textOf(URI).split("\n\n\n");
  expect([`${start}\n`, end]).toEqual([EASY, "assert f(g())\n"]);
  expect(solution).toMatch(/^def g\(word="river", n=3\):\n {4}/);
  const queue = openQueue(join(workspace, ".autodidact/queue.sqlite"), { readOnly: true });
  expect(queue.pairs({ limit: 9 })).toContainEqual(
    expect.objectContaining({ state: "pending", answer: "'riverriverriver'" }),
  );
  queue.close();
  expect(told[0]).toMatchObject({ kind: "begin", cancellable: true });
  expect(told.at(-2)).toMatchObject({ kind: "report", message: expect.stringMatching(/^[1-9] verified of \d+ att/) });
  expect(told.at(-1)).toEqual({ kind: "end" });
  expect(client.shown).toEqual([]);
});

it("is cancelled by the person, and offers to try harder where attempts have failed", async () => {
  await client.open(URI, IMPOSSIBLE);
  await client.cells(URI);
  expect(await client.lensTitles(URI)).toEqual(["○ Unsolved", "Solve"]);
  onTold = (token, { kind }) => {
    if (kind === "report") void client.connection.sendNotification("window/workDoneProgress/cancel", { token });
  };
  expect(await client.run("solve", URI, 0)).toEqual({ done: 0, refused: [] });
  expect(client.textOf(URI)).toBe(IMPOSSIBLE);
  expect(told.filter(({ kind }) => kind === "report").length).toBeLessThan(4);
  expect(client.shown).toEqual([]);
  await expect.poll(() => client.lensTitles(URI)).toEqual(["○ Unsolved", "Solve", "Solve Harder"]);
});

it("says which model is not there", async () => {
  await client.connection.sendNotification("workspace/didChangeConfiguration", {
    settings: { workspace, model: "no-such" },
  });
  await client.open(URI, EASY);
  await client.cells(URI);
  expect(await client.run("solve", URI, 0)).toEqual({ done: 0, refused: [] });
  expect(client.shown.splice(0)).toEqual([expect.stringContaining("no-such")]);
});

it("solves nothing in a workspace that is not trusted", async () => {
  await client.stop();
  client = await LspClient.start(workspace, { model: DEFAULT_MODEL, trusted: false });
  await client.open(URI, EASY);
  expect(await client.run("solve", URI, 0)).toEqual({ done: 0, refused: [] });
  expect(client.shown.splice(0)).toEqual([expect.stringContaining("not trusted")]);
});
