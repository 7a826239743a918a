/** The figures that docs/results publishes are those of the attempts beside them. */
import { globSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { describe, expect, it } from "vitest";
import type { KeptAttempt, PassFigures } from "../../src/core/evaluation.ts";
import { figuresOf } from "../../src/core/evaluationFigures.ts";
import type { Arm, ExperimentSummary } from "../../src/core/experiment.ts";
import { differenceOverSeeds } from "../../src/core/seedFigures.ts";
import { ROOT } from "../harness/processes.ts";

interface Result {
  readonly seed: number | null;
  readonly arm: Arm;
  readonly passAt: PassFigures;
}

const results = globSync("docs/results/*/results.jsonl", { cwd: ROOT });
const linesOf = <T>(path: string): T[] =>
  readFileSync(join(ROOT, path), "utf8")
    .trimEnd()
    .split("\n")
    .map((line) => JSON.parse(line));

it("there are published results", () => {
  expect(results.length).toBeGreaterThan(0);
});

describe.each(results)("%s", (path) => {
  const folder = dirname(path);
  const lines = linesOf<Result | ExperimentSummary>(path);
  const summary = lines.at(-1) as ExperimentSummary;
  const { attempts: n, ks, evaluationSeed: seed } = summary.parameters;
  const attemptsOf = (arm: Arm, of: number | null) =>
    linesOf<KeptAttempt>(join(folder, "attempts", `${arm}${of === null ? "" : `-${of}`}.jsonl`));

  it.each(lines.slice(0, -1) as Result[])("has the figures of $arm, seed $seed", ({ arm, seed: of, passAt }) => {
    const figures = figuresOf(attemptsOf(arm, of), { n, ks, seed }).passAt;
    expect(figures).toEqual(passAt);
  });

  it.each(summary.differences)("has the difference of $of and $less", ({ of, less, passAt }) => {
    const bySeed = summary.seeds.map((each) => ({
      first: attemptsOf(of, of === "base" ? null : each.seed),
      second: attemptsOf(less, less === "base" ? null : each.seed),
    }));
    expect(differenceOverSeeds(bySeed, { n, ks, seed }).passAt).toEqual(passAt);
  });

  it("names no machine's folders and shows no solution", () => {
    const texts = globSync("**/*.{jsonl,html}", { cwd: join(ROOT, folder) }).map((file) =>
      readFileSync(join(ROOT, folder, file), "utf8"),
    );
    for (const text of texts) expect(text).not.toMatch(/"\/\w|\/(?:tmp|home|root|work)\/|def g\(/);
  });
});
