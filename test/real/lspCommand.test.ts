/** `autodidact lsp`, as an editor starts it. */
import { spawnSync } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import process from "node:process";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { ROOT } from "../harness/processes.ts";
import { LspClient } from "./lspClient.ts";

const CLI = join(ROOT, "dist/cli.js");
const URI = "file:///puzzles/one.puzzle.py";
const CELL = "# %%\ndef f(x: int, n=5):\n    return x == n * 2 + 1\n\n\ndef g(n=5):\n    return n * 2 + 1\n";

let workspace: string;

beforeEach(() => {
  workspace = mkdtempSync(join(tmpdir(), "autodidact-test-"));
});
afterEach(() => {
  rmSync(workspace, { recursive: true, force: true });
});

describe("lsp --stdio", () => {
  it("serves an editor, and ends as the server ends", async () => {
    const client = await LspClient.start(workspace, {}, [CLI, "lsp", "--stdio"]);
    await client.open(URI, CELL);
    expect(await client.cells(URI)).toMatchObject([{ state: "verified" }]);
    expect(await client.stop()).toBe(0);
    expect(client.shown).toEqual([]);
  });

  it("gives the server what its options say", async () => {
    const client = await LspClient.start(workspace, {}, [CLI, "--python", "/nowhere/python3", "lsp", "--stdio"]);
    await client.open(URI, CELL);
    expect(await client.shownNext()).toEqual([expect.stringContaining("/nowhere/python3")]);
    expect(await client.stop()).toBe(0);
  });

  it("hands on the signal that ends it", async () => {
    const client = await LspClient.start(workspace, {}, [CLI, "lsp", "--stdio"]);
    client.process.kill("SIGTERM");
    expect(await once(client.process, "exit")).toEqual([128 + 15, null]);
  });
});

it("lsp without --stdio says how it is to be started", () => {
  const { status, stderr } = spawnSync(process.execPath, [CLI, "lsp"], { encoding: "utf8" });
  expect(stderr).toBe(
    "error: the language server speaks over standard input and output alone: autodidact lsp --stdio\n",
  );
  expect(status).toBe(2);
});
