/**
 * What a person who edits puzzle documents waits for, and what the language server pays for it, by the number of cells;
 * and each over what it is at ten cells. `--queue`: every pair is in the queue already, as after a run. Linux only.
 *
 * `npm run bench:review` after `npm run build`.
 */
import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import process from "node:process";
import type { VerifiedPair } from "../../src/core/puzzle.ts";
import { openQueue } from "../../src/node/sqliteQueue.ts";
import { LspClient } from "../real/lspClient.ts";
import { cpuMsOf, memoryOf } from "./processCosts.ts";

const SIZES = [10, 100, 1_000, 5_000];
const EDITS = 40;
const URI = "file:///puzzles/bench.puzzle.py";
const CELL_LINES = 12;

const puzzle = (n: number) => `def f(x: List[int], n=${n}):\n    return len(x) == 2 and sum(x) == n + 7`;
const solution = (n: number, more = "") => `def g(n=${n}):\n    return [n, 7]${more}`;
const idOf = (n: number) => (n * 2_654_435_761 + 1).toString(16).padStart(16, "0");
const cell = (n: number) => `# %% ${idOf(n)}\n${puzzle(n)}\n\n\n${solution(n)}\n\n\nassert f(g())\n\n\n`;

/** What was measured at one size; all but memory in milliseconds. */
interface Row {
  readonly cells: number;
  /** From opening the document. */
  readonly symbols: number;
  readonly firstVerdict: number;
  readonly allVerdicts: number;
  /** From an edit to its verdict in the editor: half of all, and 95 of 100. */
  readonly median: number;
  readonly p95: number;
  /** Processor time of the server for one edit and its verdict. */
  readonly cpu: number;
  readonly serverMb: number;
  readonly judgeMb: number;
}

function fillQueue(workspace: string, count: number): void {
  mkdirSync(join(workspace, ".autodidact"));
  const queue = openQueue(join(workspace, ".autodidact/queue.sqlite"));
  for (let n = 0; n < count; n++) {
    const [id, f, g] = [idOf(n), puzzle(n), solution(n)];
    queue.addPuzzle(null, { id, f, header: `def g(n=${n}):`, shown: [] }, 0);
    const pair = { f, g } as VerifiedPair;
    queue.addAttempt(
      null,
      { puzzleId: id, g, tokens: 0 },
      { verdict: "verified", pair, answer: "", detail: "", ms: 1 },
    );
  }
  queue.close();
}

async function measure(cells: number, queued: boolean): Promise<Row> {
  const workspace = mkdtempSync(join(tmpdir(), "autodidact-bench-"));
  if (queued) fillQueue(workspace, cells);
  const client = await LspClient.start(workspace);
  const begun = performance.now();
  const since = () => performance.now() - begun;
  await client.open(URI, Array.from({ length: cells }, (_, n) => cell(n)).join(""));
  await client.request("textDocument/documentSymbol", { textDocument: { uri: URI } });
  const symbols = since();
  await client.hints(URI, [0, 60], (labels) => labels.some((label) => label.startsWith("✓")));
  const firstVerdict = since();
  await untilAllJudged(client);
  const allVerdicts = since();

  const times: number[] = [];
  await edit(client, cells, "first");
  const cpuBefore = cpuMsOf(client.process.pid ?? 0);
  for (let n = 0; n < EDITS; n++) times.push(await edit(client, cells, String(n)));
  const cpu = (cpuMsOf(client.process.pid ?? 0) - cpuBefore) / EDITS;
  const [serverMb, judgeMb] = memoryOf(client.process.pid ?? 0);
  await client.stop();
  rmSync(workspace, { recursive: true });
  times.sort((a, b) => a - b);
  const at = (share: number) => times[Math.floor(times.length * share)] ?? Number.NaN;
  return { cells, symbols, firstVerdict, allVerdicts, median: at(0.5), p95: at(0.95), cpu, serverMb, judgeMb };
}

/** Patience has no end here: thousands of verdicts take a while. */
async function untilAllJudged(client: LspClient): Promise<void> {
  for (;;) {
    const settled = await client.cells(URI).then(
      () => true,
      () => false,
    );
    if (settled) return;
  }
}

/** Milliseconds from an edit of the solution in the middle to its verdict. */
async function edit(client: LspClient, cells: number, word: string): Promise<number> {
  const line = (cells >> 1) * CELL_LINES;
  const end = { line: line + 6, character: 99 };
  const start = { line: line + 6, character: 17 };
  await new Promise((resolve) => setTimeout(resolve, 60));
  const begun = performance.now();
  await client.edit(URI, [{ range: { start, end }, newText: `  # ${word}` }]);
  await client.hints(URI, [line, line + CELL_LINES - 1], (labels) => labels.some((label) => label.startsWith("✓")));
  return performance.now() - begun;
}

function print(rows: readonly Row[]): void {
  const [least] = rows;
  for (const row of rows) {
    const told = Object.entries(row).map(([name, value]) => {
      const base = least?.[name as keyof Row] ?? 1;
      return `${name} ${value < 100 ? value.toPrecision(3) : Math.round(value)} (×${(value / base).toPrecision(2)})`;
    });
    process.stdout.write(`${told.join("  ")}\n`);
  }
}

const rows: Row[] = [];
for (const size of SIZES) rows.push(await measure(size, process.argv.includes("--queue")));
print(rows);
