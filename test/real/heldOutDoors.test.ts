/** A held-out puzzle at every door that leads into prompts or training. Generated ones: unit/generateEvents; review: serverReview. */
import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { buildDataset, forbid } from "../../src/core/dataset.ts";
import { trainRecipeNamed } from "../../src/core/trainRecipe.ts";
import { readHeldOut } from "../../src/node/seedFiles.ts";
import { run, temporaryWorkspace } from "./commandLine.ts";
import { BASE, startSeededOllama } from "./seededOllama.ts";

const HELD_OUT = readHeldOut("media");
const [planted = { id: "", f: "", g: [] as string[] }] = HELD_OUT;
const [solution = ""] = planted.g;
/** The same content in another layout. */
const DISGUISED = `# Mine.\n${planted.f.replace("):\n    return", "):\n    # A comment.\n\n    return")}`;
const MINE = { f: "def f(x: int, n=7):\n    return x == n + 1", g: "def g(n=7):\n    return n + 1" };

function file(name: string, content: string): string {
  const path = join(mkdtempSync(join(tmpdir(), "autodidact-door-")), name);
  writeFileSync(path, content);
  return path;
}

describe("a held-out puzzle", () => {
  it("is refused by the import, and the rest of the file is taken", async () => {
    const workspace = temporaryWorkspace();
    const lines = [{ f: DISGUISED, g: solution }, MINE].map((pair) => JSON.stringify(pair)).join("\n");
    const { code, summary, lines: events } = await run(workspace, ["import", file("pairs.jsonl", lines)]);
    expect(code).toBe(0);
    expect(summary).toMatchObject({ puzzles: 1, pairs: 1, refused: { inHeldOut: 1 } });
    expect(events[0]).toMatchObject({ event: "refused", number: 1, reason: "inHeldOut" });
    expect((await run(workspace, ["queue", "list", "--state", "pending"])).summary).toMatchObject({ pairs: 1 });
  });

  it("is no example of a prompt", async () => {
    await using server = await startSeededOllama({ base: 0, tuned: 0 });
    const examples = file("mine.puzzle.py", `${MINE.f}\n\n\n# %%\n${DISGUISED}\n`);
    const words = [
      "generate",
      "--model",
      BASE.name,
      "--ollama",
      server.url,
      "--count",
      "1",
      "--example-file",
      examples,
    ];
    const { code, log } = await run(temporaryWorkspace(), words);
    expect([code, log]).toEqual([1, expect.stringContaining("One of the examples is a held-out puzzle")]);
    expect(server.prompts.filter(({ prompt }) => `${prompt}`.includes(planted.f.slice(0, 40)))).toEqual([]);
  });

  it("is no row of a training, with other constants either", () => {
    const { format, perPuzzle, alike, evaluationShare } = trainRecipeNamed("adaptive");
    const header = solution.split("\n")[0] ?? "";
    const pair = { id: "1", puzzleId: planted.id, f: planted.f, header, g: solution, round: 1 };
    const other = { ...pair, id: "2", puzzleId: "another", f: planted.f.replaceAll(/\d+/g, "99") };
    const options = { format, perPuzzle, alike, evaluationShare, seed: 1 };
    const { train, evaluation, dropped } = buildDataset([pair, other], options, forbid(HELD_OUT));
    expect([...train, ...evaluation]).toEqual([]);
    expect(dropped.map(({ reason }) => reason)).toEqual(["inHeldOut", "inHeldOut"]);
  });
});
