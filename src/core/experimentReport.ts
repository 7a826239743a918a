/** An experiment as one HTML page that needs nothing else: figures, differences, trainings, the curve. */
import { listCounts } from "./countList.ts";
import { passFiguresOf } from "./evaluationFigures.ts";
import { ARMS, type Arm, type ArmAttempts, type ExperimentSummary, TRAINED_ARMS } from "./experiment.ts";
import { curvePoints, drawCurves, escaped } from "./passPlot.ts";
import { drawPage, drawTable, shares } from "./reportPage.ts";

export const ARM_NAMES: Readonly<Record<Arm, string>> = {
  base: "base",
  unverified: "tuned on attempts as they came",
  verified: "tuned on verified pairs",
};

/** The page. Names of models and puzzles come from outside and are escaped. */
export function drawReport(summary: ExperimentSummary, attempts: ArmAttempts): string {
  const { base, arms, trainings, differences, contaminated, seed, recipe } = summary;
  const { n, puzzles, recipe: asked } = arms.base;
  const ks = Object.keys(arms.base.passAt);
  const points = { n, ks: curvePoints(n), seed };
  const curves = ARMS.map((arm) => ({ model: ARM_NAMES[arm], passAt: passFiguresOf(attempts[arm], points) }));
  const title = `Verified or not: ${base}`;
  const heads = ks.map((k) => `pass@${k}, %`);
  const body = `<p>${puzzles} puzzles, ${n} attempts at each, recipe ${escaped(asked)}; training by recipe ${escaped(recipe)}; seed ${seed}.
Figures are means over the puzzles, with their 95 % intervals.</p>
${drawTable(
  ["Model", ...heads, "Verdicts"],
  ARMS.map((arm) => [
    ARM_NAMES[arm],
    ...ks.map((k) => shares(arms[arm].passAt[k], "")),
    listCounts(arms[arm].verdicts),
  ]),
)}
<h2>Differences, puzzle by puzzle</h2>
${drawTable(
  ["", ...ks.map((k) => `pass@${k}, points`)],
  differences.map(({ of, less, passAt }) => [
    `${ARM_NAMES[of]} − ${ARM_NAMES[less]}`,
    ...ks.map((k) => shares(passAt[k], "+")),
  ]),
)}
${drawCurves(curves, "pass@k")}
<h2>Trainings</h2>
${drawTable(
  ["Arm", "Model", "Pairs", "Steps", "Evaluation loss", "Seconds"],
  TRAINED_ARMS.map((arm) => {
    const { model, pairs, steps, lossBefore, lossAfter, seconds } = trainings[arm];
    const loss = `${lossBefore.toFixed(3)} → ${lossAfter.toFixed(3)}`;
    return [ARM_NAMES[arm], model, `${pairs}`, `${steps}`, loss, seconds.toFixed(0)];
  }),
)}
<p>${contaminated.length === 0 ? "No puzzle was contaminated." : `${contaminated.length} contaminated puzzles are left out.`}</p>`;
  return drawPage(title, body, false);
}
