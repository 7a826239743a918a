import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { DEFAULT_MODEL } from "../../src/node/setup/defaultModel.ts";
import { type Line, run, temporaryWorkspace } from "./commandLine.ts";

/** What attempts say; the rest is of the run. */
const figuresIn = ({ asked: _, files: __, ...figures }: Line): Line => figures;

it("evaluates a real model on held-out puzzles, asks nothing twice, and gives the same figures from the file", async () => {
  const workspace = temporaryWorkspace();
  const words = ["evaluate", "--model", DEFAULT_MODEL, "--recipe", "quick", "--limit", "3", "--attempts", "2"];
  const { code, log, lines, summary } = await run(workspace, [...words, "--k", "1,2"]);
  expect(code, log).toBe(0);
  expect(summary).toMatchObject({
    ...{ event: "summary", model: DEFAULT_MODEL, n: 2, puzzles: 3, asked: 6, recipe: "quick", prompting: "worked" },
    ...{ digest: expect.stringMatching(/^[0-9a-f]{64}$/), contaminated: [] },
    passAt: { 1: { value: expect.any(Number) }, 2: { value: expect.any(Number) } },
  });
  expect(summary["tokens"]).toBeGreaterThan(0);
  expect(summary["seconds"]).toBeGreaterThan(0);
  expect(lines.filter(({ event }) => event === "attempt")).toHaveLength(6);
  const verdicts = Object.values(summary["verdicts"] as Record<string, number>);
  expect(verdicts.reduce((sum, count) => sum + count, 0)).toBe(6);
  const [file = ""] = summary["files"] as string[];
  const attempts = readFileSync(file, "utf8").trimEnd().split("\n");
  expect(attempts).toHaveLength(6);
  for (const line of attempts) expect(JSON.parse(line)["g"]).toMatch(/^def g\(/);

  const second = await run(workspace, [...words, "--k", "1,2"]);
  expect(second.summary).toMatchObject({ asked: 0 });
  expect(figuresIn(second.summary)).toEqual(figuresIn(summary));
  const recounted = await run(workspace, ["evaluate", "--from", file, "--k", "1,2"]);
  expect(figuresIn(recounted.summary)).toEqual(figuresIn(summary));
});
