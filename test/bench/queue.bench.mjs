/**
 * What the queue costs at 100,000 pairs over what it costs at 1,000: adding a verified pair, a page, the stats, and the
 * memory of the process. Run: node test/bench/queue.bench.mjs. Prints one JSON line and fails above the limit of 2.
 */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import process from "node:process";
import { openQueue } from "../../src/node/sqliteQueue.ts";
import { fillQueue, G, idOf } from "./filledQueue.ts";

const SIZES = [1_000, 100_000];
const ROUNDS = 200;
const LIMIT = 2;
const F = `def f(x: List[int], n=5):\n    return len(x) == n and sum(x) == 10  # ${"-".repeat(200)}`;

function median(times) {
  return times.sort((a, b) => a - b)[times.length >> 1];
}

function open(size) {
  const folder = mkdtempSync(join(tmpdir(), "autodidact-bench-"));
  const path = join(folder, "queue.sqlite");
  const runId = fillQueue(path, size, () => F);
  const queue = openQueue(path);
  const middle = idOf(size >> 1);
  const work = {
    add(n) {
      const id = `new-${n}`;
      queue.addPuzzle(runId, { id, f: F, header: "def g(n=5):", shown: [] }, 50);
      queue.addAttempt(
        runId,
        { puzzleId: id, g: G, tokens: 20 },
        { verdict: "verified", answer: "[]", detail: "", ms: 1 },
      );
    },
    page: () => queue.pairs({ state: "accepted", limit: 50 }),
    deepPage: () => queue.pairs({ after: middle, limit: 50 }),
    deepPageByRate: () => queue.pairs({ after: middle, sort: "hardest", limit: 50 }),
    pageOfRound: () => queue.pairs({ state: "accepted", round: 1, sort: "shortest", limit: 50 }),
    filteredPage: () => queue.pairs({ state: "pending", filter: "sum(", limit: 50 }),
    onePerPuzzle: () => queue.pairs({ state: "pending", onePerPuzzle: true, limit: 50 }),
    ofPuzzle: () => [queue.pairsOf(middle), queue.attemptsOf(middle, { limit: 50 })],
    stats: () => [queue.stats(), queue.tallyOf(runId), queue.rounds(), queue.canUndoReview()],
    review: () => [queue.review([middle], "rejected"), queue.undoReview()],
  };
  const end = () => {
    queue.close();
    rmSync(folder, { recursive: true });
  };
  return { work, times: {}, end };
}

const queues = SIZES.map(open);
for (const name of Object.keys(queues[0].work)) {
  for (const queue of queues) queue.times[name] = [];
  // Both sizes in turn, so that whatever else the machine does falls on both.
  for (let n = 0; n < ROUNDS; n += 1) {
    for (const queue of queues) {
      const start = performance.now();
      queue.work[name](n);
      queue.times[name].push(performance.now() - start);
    }
  }
}
const memory = process.memoryUsage().rss;
for (const page of [1, 2, 3]) for (const queue of queues) for (let n = 0; n < 1000 * page; n += 1) queue.work.page();
const growth = process.memoryUsage().rss / memory;

const [small, large] = queues;
const report = { rssGrowth: Number(growth.toFixed(2)) };
for (const name of Object.keys(small.work)) {
  const [at1k, at100k] = [median(small.times[name]), median(large.times[name])];
  report[name] = {
    ms1k: Number(at1k.toFixed(3)),
    ms100k: Number(at100k.toFixed(3)),
    ratio: Number((at100k / at1k).toFixed(2)),
  };
}
for (const queue of queues) queue.end();
process.stdout.write(`${JSON.stringify(report)}\n`);
if (Object.values(report).some(({ ratio }) => ratio > LIMIT)) process.exitCode = 1;
