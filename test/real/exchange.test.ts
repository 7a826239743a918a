import { readFileSync, writeFileSync } from "node:fs";
import { availableParallelism } from "node:os";
import { join } from "node:path";
import process from "node:process";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { UserError } from "../../src/core/errors.ts";
import type { Queue } from "../../src/core/ports.ts";
import { parseDocument } from "../../src/core/puzzleDocument.ts";
import { type ImportCounts, type ImportEvent, importItems } from "../../src/node/exchange/importItems.ts";
import { renderJsonLines } from "../../src/node/exchange/jsonLines.ts";
import { renderPuzzleFile } from "../../src/node/exchange/puzzleFile.ts";
import { readImport } from "../../src/node/exchange/readImport.ts";
import { writeExport } from "../../src/node/exchange/writeExport.ts";
import { type PythonJudge, startPythonJudge } from "../../src/node/pythonJudge.ts";
import { openQueue } from "../../src/node/sqliteQueue.ts";
import { temporaryFolder } from "./queueFixtures.ts";

const HELLO = { f: 'def f(s: str):\n    return "Hello " + s == "Hello world"', g: 'def g():\n    return "world"' };
const SUM = {
  f: "def f(x: List[int], n=5):\n    return len(x) == n and sum(x) == 10",
  g: "def g(n=5):\n    return [2] * n",
};

let judge: PythonJudge;
beforeAll(async () => {
  judge = await startPythonJudge(
    {
      python: process.env["AUTODIDACT_PYTHON"] ?? "python3",
      judgePath: join(import.meta.dirname, "../../src/python/judge"),
      workers: availableParallelism(),
      log: () => {},
    },
    AbortSignal.timeout(60_000),
  );
});
afterAll(() => judge.close());

function newQueue(): Queue {
  return openQueue(join(temporaryFolder(), "queue.sqlite"));
}

function fileOf(name: string, content: string | Uint8Array): string {
  const path = join(temporaryFolder(), name);
  writeFileSync(path, content);
  return path;
}

function fileOfLines(...values: unknown[]): string {
  return fileOf("pairs.jsonl", values.map((value) => `${JSON.stringify(value)}\n`).join(""));
}

async function take(queue: Queue, path: string, signal = new AbortController().signal) {
  const events: ImportEvent[] = [];
  const options = {
    queue,
    judge,
    heldOut: new Set<string>(),
    signal,
    lanes: 2,
    onProgress: (event: ImportEvent) => events.push(event),
  };
  const counts: ImportCounts = await importItems(readImport(path), options);
  return { counts, events };
}

/** What an export and an import have to keep. */
function essence(queue: Queue) {
  return queue
    .pairs({ limit: 1000 })
    .map(({ id, puzzleId, puzzle, solution, answer, state, note, tags }) => ({
      ...{ id, puzzleId, puzzle, solution, answer, state, note, tags },
    }))
    .sort((a, b) => a.id.localeCompare(b.id));
}

describe("import", () => {
  it("takes what the judge verifies and counts the rest by reason", async () => {
    const queue = newQueue();
    const path = fileOf(
      "pairs.jsonl",
      [
        JSON.stringify(HELLO),
        "",
        JSON.stringify({ puzzle: SUM.f, solution: SUM.g, verdict: "verified" }),
        "{ half",
        JSON.stringify({ f: HELLO.f, g: "def g():\n    return 1" }),
        JSON.stringify({ f: "def f(x: int) return", g: "" }),
        JSON.stringify({ f: 'def f(s: str):\n    return s == "unsolved"' }),
        JSON.stringify(HELLO),
        JSON.stringify({ question: 1 }),
        JSON.stringify({ f: "def f():\n    return True" }),
      ].join("\r\n"),
    );
    const { counts, events } = await take(queue, path);
    expect(counts).toMatchObject({ read: 9, puzzles: 3, pairs: 2, duplicates: 1 });
    expect(counts.refused).toEqual({ unreadable: 2, illTyped: 1, syntax: 1, signature: 1 });
    const unreadable = events.filter((event) => event.event === "refused" && event.reason === "unreadable");
    expect(unreadable.map(({ number }) => number)).toEqual([4, 9]);
    expect(essence(queue).map(({ solution }) => solution)).toEqual(expect.arrayContaining([HELLO.g, SUM.g]));
    expect(queue.stats()).toMatchObject({ puzzles: 3, solved: 2, pairs: { pending: 2 } });
  });

  it("reads P3's form, with every known-good solution", async () => {
    const list = [
      {
        name: "A:0",
        sat: "def sat(li: List[int], n=3):\n    return len(li) == n and all(i == 1 for i in li)",
        sol_header: "def sol(n=3):",
        sol_bodies: [
          "    return [1] * n",
          "    def sat(x):\n        return x\n\n    return [sat(1) for _ in range(n)]",
        ],
      },
      { name: "B:0", sat: "def sat(x: int):\n    return x * x == 49", sol_header: "def sol():", sol_bodies: [] },
    ];
    const queue = newQueue();
    const { counts } = await take(queue, fileOf("p3.json", `\uFEFF\n${JSON.stringify(list, null, 1)}`));
    expect(counts).toEqual({ read: 2, puzzles: 2, pairs: 2, duplicates: 0, refused: {} });
    expect(essence(queue)[0]?.puzzle).toMatch(/^def f\(li: List\[int\], n=3\):/);
  });

  it("reads a puzzle document with its imports and tells which cells it cannot", async () => {
    const path = fileOf(
      "mine.puzzle.py",
      `import math\n\n# %%\ndef f(x: float):\n    return x == math.pi\n\ndef g():\n    return math.pi\n\n# %%\nx = 1\n`,
    );
    const queue = newQueue();
    const { counts, events } = await take(queue, path);
    expect(counts).toMatchObject({ read: 2, puzzles: 1, pairs: 1, refused: { unreadable: 1 } });
    expect(events).toContainEqual(expect.objectContaining({ event: "refused", number: 10 }));
  });

  it("reports a line that is not UTF-8 and takes the others", async () => {
    const line = Buffer.from(`${JSON.stringify(HELLO)}\n`);
    const { counts } = await take(newQueue(), fileOf("p.jsonl", Buffer.concat([Buffer.from([0xff, 0x0a]), line])));
    expect(counts).toMatchObject({ read: 2, pairs: 1, refused: { unreadable: 1 } });
    const whole = fileOf("p.puzzle.py", Buffer.from([0x23, 0x0a, 0xff]));
    await expect(take(newQueue(), whole)).rejects.toThrow(/not UTF-8: see line 2/);
  });

  it("passes over notes and tags that are not ours", async () => {
    const queue = newQueue();
    await take(queue, fileOfLines({ ...HELLO, note: { text: 1 }, tags: "one" }));
    expect(essence(queue)).toMatchObject([{ note: "", tags: [] }]);
  });

  it("adds nothing the second time", async () => {
    const queue = newQueue();
    const path = fileOfLines(HELLO, SUM);
    await take(queue, path);
    const before = essence(queue);
    expect((await take(queue, path)).counts).toMatchObject({ puzzles: 0, pairs: 0, duplicates: 2 });
    expect(essence(queue)).toEqual(before);
  });

  it("keeps what was taken when it is cancelled", async () => {
    const queue = newQueue();
    const controller = new AbortController();
    const solutions = Array.from({ length: 30 }, (_, n) => ({ ...SUM, g: `${SUM.g}  # ${n}` }));
    const onProgress = (_event: ImportEvent, { pairs }: ImportCounts) => {
      if (pairs === 3) controller.abort();
    };
    const options = { queue, judge, heldOut: new Set<string>(), signal: controller.signal, lanes: 1, onProgress };
    await expect(importItems(readImport(fileOfLines(...solutions)), options)).rejects.toThrow(/abort/i);
    expect(queue.stats().pairs.pending).toBe(3);
  });

  it("says that a file is missing", async () => {
    await expect(take(newQueue(), join(temporaryFolder(), "none.jsonl"))).rejects.toBeInstanceOf(UserError);
  });
});

describe("export", () => {
  async function reviewedQueue(): Promise<Queue> {
    const queue = newQueue();
    const other = {
      f: "def f(x: int, n=7):\n    return x == n * n",
      g: "import math\n\n\ndef g(n=7):\n    return n ** 2",
    };
    await take(queue, fileOfLines(HELLO, SUM, other, { ...SUM, g: "def g(n=5):\n    return [10 // n] * n" }));
    const ids = queue.pairs({ limit: 10 }).map(({ id }) => id);
    queue.review(ids.slice(0, 1), "accepted");
    queue.review(ids.slice(1, 2), "rejected");
    queue.annotate(ids[2] ?? "", { note: "neat, but long", tags: ["lists", "n = 5"] });
    return queue;
  }

  it("as JSON lines gives the same pairs, reviews, notes and tags included, in a new workspace", async () => {
    const queue = await reviewedQueue();
    const path = join(temporaryFolder(), "pairs.jsonl");
    await writeExport(path, renderJsonLines(queue));
    const again = newQueue();
    expect((await take(again, path)).counts).toMatchObject({ pairs: 4, refused: {} });
    expect(essence(again)).toEqual(essence(queue));
    expect(again.canUndoReview()).toBe(false); // nobody reviewed anything here
  });

  it("as a puzzle document gives the same pairs, to be reviewed again", async () => {
    const queue = await reviewedQueue();
    const path = join(temporaryFolder(), "pairs.puzzle.py");
    await writeExport(path, renderPuzzleFile(queue));
    expect(parseDocument(readFileSync(path, "utf8"))).toMatchObject({
      head: "from typing import List\n\n",
      problems: [],
    });
    const again = newQueue();
    await take(again, path);
    expect(essence(again)).toEqual(essence(queue).map((pair) => ({ ...pair, state: "pending", note: "", tags: [] })));
  });

  it("holds only the pairs of the state asked for", async () => {
    const queue = await reviewedQueue();
    const lines = [...renderJsonLines(queue, "accepted")].join("").trim().split("\n");
    expect(lines.map((line) => JSON.parse(line))).toEqual(queue.pairs({ state: "accepted", limit: 10 }));
  });

  it("leaves the file that was there when it fails", async () => {
    const path = fileOf("pairs.jsonl", "before");
    const failing = (function* () {
      yield "half";
      throw new Error("gone");
    })();
    await expect(writeExport(path, failing)).rejects.toThrow("gone");
    expect(readFileSync(path, "utf8")).toBe("before");
    await expect(writeExport(join(path, "x"), [""])).rejects.toBeInstanceOf(UserError);
  });
});
