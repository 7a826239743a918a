/** An experiment as one HTML page that needs nothing else: figures, differences, the curve, seeds, trainings, parameters. */
import { inGigabytes } from "./bytes.ts";
import { listCounts } from "./countList.ts";
import type { PassFigures } from "./evaluation.ts";
import type { FigureOptions } from "./evaluationFigures.ts";
import {
  ARMS,
  type Arm,
  type ArmDifference,
  type ExperimentSummary,
  type SeedResult,
  TRAINED_ARMS,
} from "./experiment.ts";
import type { SeedAttempts } from "./experimentSummary.ts";
import { curvePoints, drawCurves } from "./passPlot.ts";
import { drawPage, drawTable, shares } from "./reportPage.ts";
import { passOverSeeds, type SeedSpread } from "./seedFigures.ts";

export const ARM_NAMES: Readonly<Record<Arm, string>> = {
  base: "base",
  unverified: "tuned on attempts as they came",
  verified: "tuned on verified pairs",
  selected: "tuned on selected verified pairs",
};

/** A difference's name. */
export function nameDifference({ of, less }: Pick<ArmDifference, "of" | "less">): string {
  return `${ARM_NAMES[of]} − ${ARM_NAMES[less]}`;
}

/** How far the seeds are apart, in points: their least and most, and the standard deviation. */
export function tellSpread({ least, most, deviation }: SeedSpread): string {
  const [low, high, apart] = [least, most, deviation].map((share) => (100 * share).toFixed(1));
  return `${low} to ${high}, deviation ${apart}`;
}

/** The page. Names of models and puzzles come from outside and are escaped. */
export function drawReport(
  summary: ExperimentSummary,
  bySeed: readonly SeedAttempts[],
  counting: FigureOptions,
): string {
  const { base, arms, seeds, contaminated } = summary;
  const ks = counting.ks.map(String);
  const points = { ...counting, ks: curvePoints(counting.n) };
  const curves = ARMS.map((arm) => {
    const { passAt } = passOverSeeds(
      bySeed.map(({ attempts }) => attempts[arm]),
      points,
    );
    return { model: ARM_NAMES[arm], passAt };
  });
  const figures = (passAt: PassFigures, plus: "" | "+") => ks.map((k) => shares(passAt[k], plus));
  const heads = ks.map((k) => `pass@${k}, %`);
  const seedNames = seeds.map(({ seed }) => seed).join(", ");
  const body = `<p>${arms.base.puzzles} puzzles, ${counting.n} attempts at each; ${seeds.length === 1 ? "seed" : "seeds"} ${seedNames}.
Figures are means over the puzzles${seeds.length === 1 ? "" : " and the seeds"}, with their 95 % intervals over the puzzles.</p>
${drawTable(
  ["Model", ...heads],
  ARMS.map((arm) => [ARM_NAMES[arm], ...figures(arms[arm].passAt, "")]),
)}
<h2>Differences, puzzle by puzzle</h2>
${drawDifferences(summary, ks)}
${drawCurves(curves, "pass@k")}
<h2>Seed by seed</h2>
${drawTable(
  ["Seed", "Model", ...heads, "Verdicts"],
  seeds.flatMap((one) =>
    ARMS.map((arm) => [`${one.seed}`, ARM_NAMES[arm], ...figures(one.arms[arm].passAt, ""), verdictsOf(one, arm)]),
  ),
)}
${drawTable(
  ["Seed", "", ...ks.map((k) => `pass@${k}, points`)],
  seeds.flatMap((one) =>
    one.differences.map((each) => [`${one.seed}`, nameDifference(each), ...figures(each.passAt, "+")]),
  ),
)}
<h2>Trainings</h2>
${drawTrainings(seeds)}
<h2>Cost</h2>
${drawCost(seeds)}
<h2>Machine and versions</h2>
${drawTable(["", ""], machineRows(summary))}
<h2>Parameters</h2>
${drawTable(
  ["Parameter", "Value"],
  [["experiment", summary.experiment], ["base", base], ["seeds", seedNames], ...rowsOf("", summary.parameters)],
)}
<p>${contaminated.length === 0 ? "No puzzle was contaminated." : `${contaminated.length} contaminated puzzles are left out.`}</p>`;
  return drawPage(`Verified or not, selected or not: ${base}`, body, false);
}

function drawDifferences({ differences, seeds }: ExperimentSummary, ks: readonly string[]): string {
  const several = seeds.length > 1;
  return drawTable(
    ["", ...ks.flatMap((k) => [`pass@${k}, points`, ...(several ? [`between seeds, @${k}`] : [])])],
    differences.map((each) => [
      nameDifference(each),
      ...ks.flatMap((k) => {
        const spread = each.spread?.[k];
        return [shares(each.passAt[k], "+"), ...(spread === undefined ? [] : [tellSpread(spread)])];
      }),
    ]),
  );
}

function drawTrainings(seeds: readonly SeedResult[]): string {
  const head = ["Seed", "Arm", "Model", "Pairs", "in the window", "as verified", "Skills"];
  return drawTable(
    [...head, "Steps", "Evaluation loss", "Seconds"],
    seeds.flatMap(({ seed, trainings, pairs: described }) =>
      TRAINED_ARMS.map((arm) => {
        const { model, pairs, steps, lossBefore, lossAfter, seconds } = trainings[arm];
        const { inWindow, asVerified, skills } = described[arm];
        return [
          ...[`${seed}`, ARM_NAMES[arm], model, `${pairs}`, `${inWindow}`, `${asVerified}`],
          ...[`${Object.keys(skills).length}`, `${steps}`],
          ...[`${lossBefore.toFixed(3)} → ${lossAfter.toFixed(3)}`, seconds.toFixed(0)],
        ];
      }),
    ),
  );
}

/** The base is asked once, for all seeds. */
function drawCost(seeds: readonly SeedResult[]): string {
  const evaluation = ({ arms }: SeedResult, arm: Arm) => [`${arms[arm].tokens}`, arms[arm].seconds.toFixed(0)];
  const [first] = seeds;
  const rows = seeds.flatMap((one) =>
    TRAINED_ARMS.map((arm) => {
      const { seconds, tokensPerSecond, peakMemory } = one.trainings[arm];
      const training = [seconds.toFixed(0), tokensPerSecond.toFixed(0), inGigabytes(peakMemory)];
      return [`${one.seed}`, ARM_NAMES[arm], ...training, ...evaluation(one, arm)];
    }),
  );
  const head = ["Seed", "Model", "Training, s", "tokens/s", "most memory"];
  const base = first === undefined ? [] : [["", ARM_NAMES.base, "", "", "", ...evaluation(first, "base")]];
  return drawTable([...head, "Evaluation: tokens", "the model's seconds"], [...base, ...rows]);
}

function machineRows({ machine, versions, seeds }: ExperimentSummary): [string, string][] {
  const { processor, cores, memory, system } = machine;
  const libraries = Object.entries(seeds[0]?.trainings.verified.versions ?? {});
  return [
    ["processor", `${processor}, ${cores} cores`],
    ["memory", inGigabytes(memory)],
    ["system", system],
    ["Autodidact", versions.autodidact],
    ["Ollama", versions.ollama],
    ...libraries,
  ];
}

function verdictsOf({ arms }: SeedResult, arm: Arm): string {
  return listCounts(arms[arm].verdicts);
}

/** A row for each value that is not made of others, named by its way there. */
function rowsOf(name: string, value: unknown): [string, string][] {
  if (value === null || typeof value !== "object" || Array.isArray(value)) {
    return [[name, Array.isArray(value) ? value.join(", ") : `${value ?? "none"}`]];
  }
  return Object.entries(value).flatMap(([key, each]) => rowsOf(name === "" ? key : `${name}.${key}`, each));
}
