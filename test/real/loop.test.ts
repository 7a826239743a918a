import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { openQueue } from "../../src/node/sqliteQueue.ts";
import { createWorkspaceFiles } from "../../src/node/workspaceFiles.ts";
import { type Line, run, start, temporaryWorkspace } from "./commandLine.ts";
import { addSolved } from "./queueFixtures.ts";
import { BASE, useTunableOllama } from "./tunableOllama.ts";

const PUZZLES = 4;

const ollamaUrl = useTunableOllama();

/** Has a run solve all its puzzles at once, which the small model would take minutes for. */
function solveAll(workspace: string, run: string): void {
  const queue = openQueue(createWorkspaceFiles(workspace).queue);
  for (let n = 0; n < PUZZLES; n++) addSolved(queue, run, `puzzle${n}`);
  queue.close();
}

const phases = (lines: readonly Line[]) => lines.filter(({ event }) => event === "phase").map(({ phase }) => phase);

const ofRun = ({ lines }: { readonly lines: readonly Line[] }) =>
  lines
    .filter(({ event }) => event === "generation")
    .map(({ of }) => of as Line)
    .find(({ event }) => event === "started");

it("goes through a round, alone in its workspace, and goes on after kills in the phase that it was in", async () => {
  const workspace = temporaryWorkspace();
  const words = [
    ...["loop", "--model", BASE, "--ollama", ollamaUrl(), "--rounds", "1", "--count", `${PUZZLES}`, "--max-steps", "2"],
    ...["--asked", "quick", "--limit", "2", "--attempts", "2", "--k", "1,2"],
  ];
  const killedAt = async (event: string) => {
    const killed = start(workspace, words);
    killed.child.stdin.end();
    await killed.untilEvent(event);
    const second = await run(workspace, words);
    expect([second.code, second.log]).toEqual([1, expect.stringContaining("A loop runs in this workspace already.")]);
    killed.child.kill("SIGKILL");
    return killed.ended;
  };
  const first = await killedAt("generation");
  expect(phases(first.lines)).toEqual(["generate"]);
  const id = ofRun(first)?.["run"] as string;
  solveAll(workspace, id);

  const second = await killedAt("training");
  expect(ofRun(second)).toMatchObject({ run: id, resumed: true });
  expect(phases(second.lines)).toEqual(["generate", "train"]);
  const report = second.lines.find(({ event }) => event === "loop")?.["report"] as string;
  expect(readFileSync(report, "utf8")).toContain("Round 1: the base is tuned.");

  const { code, log, lines, summary } = await run(workspace, words);
  expect(code, log).toBe(0);
  expect(phases(lines)).toEqual(["train", "evaluate"]);
  const figures = { 1: { value: expect.any(Number) }, 2: { value: expect.any(Number) } };
  expect(summary).toMatchObject({ event: "summary", base: BASE, end: "rounds", report });
  const [round] = summary["rounds"] as Line[];
  expect(round).toMatchObject({
    ...{ round: 1, generator: BASE, trained: { steps: 2 } },
    evaluated: { n: 2, puzzles: 2, passAt: { tuned: figures, base: figures }, less: { base: figures } },
    decided: { promoted: expect.any(Boolean), why: expect.stringMatching(/pass@1 differs|gibberish/) },
  });
  const { trained, reviewed } = round as { trained: { model: string }; reviewed: { fresh: number } };
  expect(reviewed.fresh).toBeGreaterThanOrEqual(PUZZLES);
  expect(readFileSync(report, "utf8")).toContain("<svg");
  const listed = await run(workspace, ["models", "list"]);
  expect(listed.lines).toContainEqual(expect.objectContaining({ name: trained.model }));

  const again = await run(workspace, words);
  expect(phases(again.lines)).toEqual([]);
  expect(again.summary).toEqual(summary);
}, 600_000);

it("refuses, before anything is spent, a base that is not there and a set that cannot be evaluated on", async () => {
  const workspace = temporaryWorkspace();
  const loop = (model: string, ...words: string[]) =>
    run(workspace, ["loop", "--model", model, "--ollama", ollamaUrl(), ...words]);
  const unknown = await loop("nobody:1b");
  expect([unknown.code, unknown.log]).toEqual([1, expect.stringContaining("nobody:1b")]);
  const file = join(workspace, "set.jsonl");
  writeFileSync(file, '{"f":"x = 1"}\n');
  const badSet = await loop(BASE, "--puzzles", file);
  expect([badSet.code, badSet.log]).toEqual([2, expect.stringContaining("cannot be evaluated on")]);
  const badK = await loop(BASE, "--attempts", "2", "--k", "3");
  expect([badK.code, badK.log]).toEqual([2, expect.stringContaining("pass@3")]);
  expect(existsSync(join(workspace, ".autodidact", "queue.sqlite"))).toBe(false);
});
