/** What ends, fails or is missing around the language server, and what it still does then. */
import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import process from "node:process";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { openQueue } from "../../src/node/sqliteQueue.ts";
import { CELL_COMMANDS, type ServerOptions } from "../../src/protocol/lspMessages.ts";
import { LspClient } from "./lspClient.ts";

const URI = "file:///puzzles/one.puzzle.py";
const cell = (n: number, more = "") =>
  `# %%\ndef f(x: int, n=${n}):\n    ${more}return x == n + 1\n\n\ndef g(n=${n}):\n    return n + 1\n\n\n`;
/** Takes a while for the right answer, and none for those that are tried without a model. */
const slow = (n: number) => cell(n, "import time; time.sleep(0.2 * (x == n + 1)); ");
const cells = (count: number, make = cell) => Array.from({ length: count }, (_, n) => make(1_000 + n)).join("");

let workspace: string;
const clients: LspClient[] = [];

async function start(options: ServerOptions = {}): Promise<LspClient> {
  const client = await LspClient.start(workspace, options);
  clients.push(client);
  return client;
}

beforeEach(() => {
  workspace = mkdtempSync(join(tmpdir(), "autodidact-test-"));
});
afterEach(async () => {
  for (const client of clients.splice(0)) {
    expect(client.shown).toEqual([]);
    await client.stop();
  }
  rmSync(workspace, { recursive: true, force: true });
});

const statesOf = async (client: LspClient) => new Set((await client.cells(URI)).map(({ state }) => state));
const childrenOf = (client: LspClient) =>
  execFileSync("ps", ["-o", "pid=", "--ppid", String(client.process.pid)], { encoding: "utf8" })
    .split("\n")
    .map(Number)
    .filter((pid) => pid > 0 && isPython(pid));
const isPython = (pid: number) => {
  try {
    return execFileSync("ps", ["-o", "args=", "-p", String(pid)], { encoding: "utf8" }).includes("python");
  } catch {
    return false; // ended meanwhile
  }
};

describe("the judge", () => {
  it("that is killed while it judges is started again, and every verdict still comes", async () => {
    const client = await start();
    await client.open(URI, cells(20, slow));
    await client.cells(URI, (all) => all.some(({ state }) => state === "verified"));
    const [judge = 0] = childrenOf(client);
    process.kill(judge, "SIGKILL");
    expect(await statesOf(client)).toEqual(new Set(["verified"]));
    expect(childrenOf(client)).not.toContain(judge);
  });

  it("that cannot be started is told of once, and every cell gets its verdict once it can", async () => {
    const client = await start({ pythonPath: "/nowhere/python3" });
    await client.open(URI, cells(20));
    expect(await client.shownNext()).toEqual([expect.stringContaining("/nowhere/python3")]);
    expect(await statesOf(client)).toEqual(new Set(["unjudged"]));
    await client.replace(URI, "return n + 1", "return 1 + n");
    expect(await statesOf(client)).toEqual(new Set(["unjudged"]));
    expect(client.shown).toEqual([]);
    await client.connection.sendNotification("workspace/didChangeConfiguration", { settings: { workspace } });
    expect(await statesOf(client)).toEqual(new Set(["unjudged"])); // what was told before it
    await client.cells(URI, (all) => all.every(({ state }) => state === "verified"));
  });

  it("that cannot be started says so to who asks for a verdict, and decides nothing", async () => {
    const client = await start({ pythonPath: "/nowhere/python3" });
    await client.open(URI, cell(1));
    await client.shownNext();
    expect(await client.run("accept", URI, 0)).toEqual({ done: 0, refused: [] });
    expect(await client.shownNext()).toEqual([expect.stringContaining("/nowhere/python3")]);
  });

  it("ends with its server, however that ends", async () => {
    const client = await start();
    await client.open(URI, cell(1));
    await client.cells(URI);
    const judges = childrenOf(client);
    expect(judges).toHaveLength(1);
    await client.kill();
    await expect.poll(() => judges.filter(isPython), { timeout: 10_000 }).toEqual([]);
  });
});

describe("a server that is killed", () => {
  it("has lost no review that it had answered", async () => {
    const client = await start();
    await client.open(URI, cells(12));
    await client.cells(URI);
    const accepted: number[] = [];
    for (const place of [0, 1, 2, 3, 4]) {
      if ((await client.run("accept", URI, place)).done === 1) accepted.push(place);
    }
    void client.run("accept", URI, 5, 6, 7).catch(() => {}); // nobody learns whether this was done
    await client.kill();

    const next = await start();
    await next.open(URI, cells(12));
    const reviews = (await next.cells(URI)).map(({ review }) => review);
    expect(accepted).toEqual([0, 1, 2, 3, 4]);
    expect(accepted.map((place) => reviews[place])).toEqual(accepted.map(() => "accepted"));
    expect(reviews.slice(8)).toEqual([null, null, null, null]);
    const queue = openQueue(join(workspace, ".autodidact/queue.sqlite"), { readOnly: true });
    expect(queue.pairs({ limit: 99, state: "accepted" }).length).toBeGreaterThanOrEqual(5);
    queue.close();
  });
});

describe("where reviews cannot be written", () => {
  it.each([
    ["another window has the queue", { readOnly: true }, "verified", "Another window"],
    ["no folder is open", { workspace: null }, "verified", "No folder is open"],
    ["the workspace is not trusted", { trusted: false }, "unjudged", "not trusted"],
  ] as const)("because %s, the editor is told so", async (_name, options, state, sentence) => {
    const client = await start(options);
    await client.open(URI, cell(1));
    expect(await statesOf(client)).toEqual(new Set([state]));
    expect((await client.lensTitles(URI)).filter((title) => /Accept|Reject/.test(title))).toEqual([]);
    expect(await client.run("accept", URI, 0)).toEqual({ done: 0, refused: [] });
    expect(await client.shownNext()).toEqual([expect.stringContaining(sentence)]);
  });

  it("because its file is damaged, that is told once and all else goes on", async () => {
    mkdirSync(join(workspace, ".autodidact"));
    writeFileSync(join(workspace, ".autodidact/queue.sqlite"), "this is no queue ".repeat(500));
    const client = await start();
    await client.open(URI, cells(30));
    expect(await statesOf(client)).toEqual(new Set(["verified"]));
    expect(await client.shownNext()).toEqual([expect.stringContaining("queue")]);
    await client.replace(URI, "return n + 1", "return n");
    await client.cells(URI, ([first]) => first?.state === "refuted");
    expect(client.shown).toEqual([]);
    expect(await client.run("accept", URI, 1)).toEqual({ done: 0, refused: [] });
    expect(await client.shownNext()).toHaveLength(1);
    expect(await client.request("textDocument/documentSymbol", { textDocument: { uri: URI } })).toHaveLength(30);
  });
});

describe("arguments of a wrong form", () => {
  it("are refused, and the server goes on", async () => {
    const client = await start();
    await client.open(URI, cell(1));
    await client.cells(URI);
    const run = (command: string, args?: unknown) =>
      client.request("workspace/executeCommand", { command, arguments: args });
    for (const args of [undefined, [], [URI], [URI, "c1"], [1, ["c1"]], [URI, []], [URI, [null]], {}]) {
      await expect(run(CELL_COMMANDS.accept, args)).rejects.toThrow();
    }
    await expect(run("autodidact.cell.nothing", [URI, ["c1"]])).rejects.toThrow();
    expect(client.shown).toEqual([]);
    expect(await run(CELL_COMMANDS.accept, ["file:///other.puzzle.py", ["c1"]])).toMatchObject({ done: 0 });
    expect(await run(CELL_COMMANDS.accept, [URI, ["c99"]])).toMatchObject({ done: 0, refused: [{ key: "c99" }] });
    expect(await client.shownNext(2)).toHaveLength(2);
    expect(await run(CELL_COMMANDS.accept, [URI, ["c1"]])).toEqual({ done: 1, refused: [] });
  });

  it("in settings are told, and the settings stay", async () => {
    const client = await start();
    await client.open(URI, cell(1));
    await client.connection.sendNotification("workspace/didChangeConfiguration", { settings: { trusted: "yes" } });
    expect(await client.shownNext()).toHaveLength(1);
    expect(await statesOf(client)).toEqual(new Set(["verified"]));
  });
});
