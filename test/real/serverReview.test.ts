/** Reviews and solutions through the language server's commands, and what the queue then holds. */
import { mkdirSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { QueuedPair } from "../../src/core/ports.ts";
import { openQueue } from "../../src/node/sqliteQueue.ts";
import { ROOT } from "../harness/processes.ts";
import { LspClient } from "./lspClient.ts";
import { FACTS, REQUEST, verified } from "./queueFixtures.ts";

const URI = "file:///puzzles/one.puzzle.py";
const F = "def f(x: int, n=2000):\n    return x > n";
const solution = (more: number) => `def g(n=2000):\n    return n + ${more}${"0".repeat(more)}`;
const cellOf = (f: string, g: string, id = "") =>
  `# %%${id === "" ? "" : ` ${id}`}\n${f}\n\n\n${g}\n\n\nassert f(g())\n`;

let workspace: string;
let client: LspClient;

beforeEach(async () => {
  workspace = mkdtempSync(join(tmpdir(), "autodidact-test-"));
  client = await LspClient.start(workspace);
});
afterEach(async () => {
  expect(client.shown.splice(0)).toEqual([]);
  expect(await client.stop()).toBe(0);
  rmSync(workspace, { recursive: true, force: true });
});

const queueFile = () => join(workspace, ".autodidact/queue.sqlite");

function pairs(): readonly QueuedPair[] {
  const queue = openQueue(queueFile(), { readOnly: true });
  try {
    return queue.pairs({ limit: 99 });
  } finally {
    queue.close();
  }
}

/** The id by which the judge knows a puzzle. */
async function idOf(f: string): Promise<string> {
  const uri = "file:///puzzles/other.puzzle.py";
  await client.open(uri, `# %%\n${f}\n`);
  const [cell] = await client.cells(uri, ([first]) => first?.puzzle !== null);
  await client.close(uri);
  return cell?.puzzle ?? "";
}

/** Puts a puzzle with these solutions into the queue, as a run does. */
async function fill(f: string, solutions: readonly string[]): Promise<string> {
  const id = await idOf(f);
  mkdirSync(join(workspace, ".autodidact"), { recursive: true });
  const queue = openQueue(queueFile());
  const run = queue.startRun(REQUEST, FACTS);
  queue.addPuzzle(run.id, { id, f, header: "def g(n=2000):", shown: [] }, 9);
  for (const g of solutions) queue.addAttempt(run.id, { puzzleId: id, g, tokens: 9 }, verified(f, g));
  queue.close();
  const changes = [{ uri: pathToFileURL(queueFile()).href, type: 2 }];
  await client.connection.sendNotification("workspace/didChangeWatchedFiles", { changes });
  return id;
}

const reviewed = (state: string | null) => client.cells(URI, ([first]) => first?.review === state);

describe("reviews", () => {
  it("go from one to another and back, with lenses to match", async () => {
    await client.open(URI, cellOf(F, solution(1)));
    for (const [action, state] of [
      ["accept", "accepted"],
      ["reject", "rejected"],
      ["accept", "accepted"],
      ["reconsider", "pending"],
    ] as const) {
      expect(await client.run(action, URI, 0)).toEqual({ done: 1, refused: [] });
      await reviewed(state);
      expect((await client.lensTitles(URI))[0]).toBe(`✓ Verified · ${state}`);
      expect(pairs()).toMatchObject([{ state, verdict: "verified", puzzle: F, solution: solution(1) }]);
    }
  });

  it("of a pair that a run made are those of its record, which shows without a check", async () => {
    const id = await fill(F, [solution(1), solution(2)]);
    await client.open(URI, cellOf(F, solution(2), id));
    const [cell] = await client.cells(URI);
    expect(cell).toMatchObject({ state: "verified", review: "pending", puzzle: id });
    expect(client.told(URI).flatMap(({ cells }) => cells.map(({ state }) => state))).not.toContain("checking");
    expect(await client.run("reject", URI, 0)).toEqual({ done: 1, refused: [] });
    await reviewed("rejected");
    expect(pairs().map(({ solution: g, state }) => [g, state])).toEqual([
      [solution(2), "rejected"],
      [solution(1), "pending"],
    ]);
  });

  it("of an edited cell are of the text as it stands, which is judged first", async () => {
    const id = await fill(F, [solution(1)]);
    await client.open(URI, cellOf(F, solution(1), id));
    await client.cells(URI);
    await client.replace(URI, solution(1), "def g(n=2000):\n    return n");
    expect(await client.run("accept", URI, 0)).toMatchObject({ done: 0, refused: [{ why: /^Refuted/ }] });
    expect(await client.shownNext()).toHaveLength(1);
    expect(pairs()).toMatchObject([{ state: "pending" }]);
    await client.replace(URI, "return n\n", "return n + 7\n");
    expect(await client.run("accept", URI, 0)).toEqual({ done: 1, refused: [] });
    expect(pairs().map(({ solution: g, state }) => [g, state])).toEqual([
      ["def g(n=2000):\n    return n + 7", "accepted"],
      [solution(1), "pending"],
    ]);
  });

  it("of many cells at once are all made, and every refusal is told with its cell", async () => {
    const texts = [1, 2, 3, 4].map((n) => cellOf(F.replace("> n", `> n + ${n}`), solution(5)));
    await client.open(URI, [...texts, cellOf(F, "def g(n=2000):\n    return 0"), `# %%\n${F}\n`, "# %%\n"].join("\n"));
    const outcome = await client.run("accept", URI, 0, 1, 2, 3, 4, 5, 6);
    const keys = (await client.cells(URI)).map(({ key }) => key);
    expect(outcome.done).toBe(4);
    expect(outcome.refused).toEqual([
      { key: keys[4], why: expect.stringMatching(/^Refuted/) },
      { key: keys[5], why: "This puzzle has no solution yet." },
      { key: keys[6], why: "There is no puzzle in this cell." },
    ]);
    expect(await client.shownNext()).toEqual([expect.stringMatching(/^3 cells were left as they are\./)]);
    expect(pairs().map(({ state }) => state)).toEqual(["accepted", "accepted", "accepted", "accepted"]);
  });

  it("refuse a puzzle of the held-out set, and only its acceptance", async () => {
    const line = readFileSync(join(ROOT, "media/heldout.jsonl"), "utf8").split("\n")[0] ?? "";
    const { f, g } = JSON.parse(line) as { f: string; g: string[] };
    await client.open(URI, cellOf(f, g[0] ?? ""));
    expect(await client.cells(URI)).toMatchObject([{ state: "verified", duplicate: true }]);
    expect(await client.run("accept", URI, 0)).toMatchObject({ done: 0, refused: [{ why: /held-out/ }] });
    expect(await client.shownNext()).toEqual([expect.stringContaining("held-out")]);
    const codes = (await client.diagnostics(URI, (found) => found.length > 0)).map(({ code }) => code);
    expect(codes).toContain("inHeldOut");
  });
});

describe("the way through solutions", () => {
  const text = () => client.textOf(URI);

  it("goes through the queue's solutions of the puzzle and round, each with its verdict and review", async () => {
    const id = await fill(F, [solution(1), solution(2), solution(3)]);
    await client.open(URI, cellOf(F, solution(1), id));
    const shown: (string | undefined)[] = [];
    for (const action of ["nextSolution", "nextSolution", "nextSolution", "previousSolution"] as const) {
      await client.cells(URI);
      expect(await client.run(action, URI, 0)).toEqual({ done: 1, refused: [] });
      shown.push(/return n \+ \d+/.exec(text())?.[0]);
      expect(await client.cells(URI)).toMatchObject([{ state: "verified", review: "pending" }]);
    }
    expect(shown).toEqual(["return n + 200", "return n + 3000", "return n + 10", "return n + 3000"]);
    expect(await client.lensTitles(URI)).toEqual(expect.arrayContaining(["‹", "3/3", "›"]));
    expect(text()).toBe(cellOf(F, solution(3), id));
  });

  it("puts a solution below a puzzle without one, and in place of one that the queue does not have", async () => {
    await fill(F, [solution(1)]);
    await client.open(URI, `# %%\n${F}\n\n\n# %%\n${F.replace("> n", "> n ")}\n\n\ndef g(n=2000):\n    return 1\n`);
    await client.cells(URI, (all) => all.every(({ puzzle }) => puzzle !== null));
    expect(await client.run("nextSolution", URI, 0, 1)).toEqual({ done: 2, refused: [] });
    expect(text().split(solution(1))).toHaveLength(3);
    expect((await client.cells(URI)).map(({ state }) => state)).toEqual(["verified", "verified"]);
  });
});
