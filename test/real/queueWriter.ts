/** A process of its own that adds pairs and prints each id once the queue has acknowledged it: PATH NAME [COUNT]. */
import { writeSync } from "node:fs";
import process from "node:process";
import { openQueue } from "../../src/node/sqliteQueue.ts";
import { puzzle, verified } from "./queueFixtures.ts";

const [path = "", name = "", count = "1000000"] = process.argv.slice(2);
const queue = openQueue(path);
for (let n = 0; n < Number(count); n += 1) {
  const { id, f, ...rest } = puzzle(`${name}-${n}`);
  queue.addPuzzle(null, { id, f, ...rest }, 0);
  const pair = queue.addAttempt(null, { puzzleId: id, g: "def g(): ...", tokens: 0 }, verified(f, "def g(): ..."));
  writeSync(1, `${pair}\n`);
}
queue.close();
