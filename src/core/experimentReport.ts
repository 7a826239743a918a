/** An experiment as one HTML page that needs nothing else: figures, differences, trainings, the curve. */
import { type Figure, sharesOf } from "./bootstrap.ts";
import { listCounts } from "./countList.ts";
import { passFiguresOf } from "./evaluationFigures.ts";
import { ARMS, type Arm, type ArmAttempts, type ExperimentSummary, TRAINED_ARMS } from "./experiment.ts";
import { curvePoints, drawCurves, escaped } from "./passPlot.ts";

export const ARM_NAMES: Readonly<Record<Arm, string>> = {
  base: "base",
  unverified: "tuned on attempts as they came",
  verified: "tuned on verified pairs",
};

const STYLE = `body{font:16px/1.5 system-ui,sans-serif;max-width:50rem;margin:2rem auto;padding:0 1rem;color:#222;background:#fff}
table{border-collapse:collapse;margin:1rem 0}td,th{border:1px solid #ccc;padding:.3rem .7rem;text-align:left}
svg{max-width:100%}`;

/** The page. Names of models and puzzles come from outside and are escaped. */
export function drawReport(summary: ExperimentSummary, attempts: ArmAttempts): string {
  const { base, arms, trainings, differences, contaminated, seed, recipe } = summary;
  const { n, puzzles, recipe: asked } = arms.base;
  const ks = Object.keys(arms.base.passAt);
  const points = { n, ks: curvePoints(n), seed };
  const curves = ARMS.map((arm) => ({ model: ARM_NAMES[arm], passAt: passFiguresOf(attempts[arm], points) }));
  const title = `Verified or not: ${base}`;
  const heads = ks.map((k) => `pass@${k}, %`);
  return `<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><title>${escaped(title)}</title><style>${STYLE}</style></head>
<body>
<h1>${escaped(title)}</h1>
<p>${puzzles} puzzles, ${n} attempts at each, recipe ${escaped(asked)}; training by recipe ${escaped(recipe)}; seed ${seed}.
Figures are means over the puzzles, with their 95 % intervals.</p>
${table(
  ["Model", ...heads, "Verdicts"],
  ARMS.map((arm) => [
    ARM_NAMES[arm],
    ...ks.map((k) => shares(arms[arm].passAt[k], "")),
    listCounts(arms[arm].verdicts),
  ]),
)}
<h2>Differences, puzzle by puzzle</h2>
${table(
  ["", ...ks.map((k) => `pass@${k}, points`)],
  differences.map(({ of, less, passAt }) => [
    `${ARM_NAMES[of]} − ${ARM_NAMES[less]}`,
    ...ks.map((k) => shares(passAt[k], "+")),
  ]),
)}
${drawCurves(curves, "pass@k")}
<h2>Trainings</h2>
${table(
  ["Arm", "Model", "Pairs", "Steps", "Evaluation loss", "Seconds"],
  TRAINED_ARMS.map((arm) => {
    const { model, pairs, steps, lossBefore, lossAfter, seconds } = trainings[arm];
    const loss = `${lossBefore.toFixed(3)} → ${lossAfter.toFixed(3)}`;
    return [ARM_NAMES[arm], model, `${pairs}`, `${steps}`, loss, seconds.toFixed(0)];
  }),
)}
<p>${contaminated.length === 0 ? "No puzzle was contaminated." : `${contaminated.length} contaminated puzzles are left out.`}</p>
</body>
</html>
`;
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[], tag: "td" | "th") =>
    `<tr>${cells.map((cell) => `<${tag}>${escaped(cell)}</${tag}>`).join("")}</tr>`;
  return `<table>${[line(head, "th"), ...rows.map((cells) => line(cells, "td"))].join("\n")}</table>`;
}

function shares(figure: Figure | undefined, plus: "" | "+"): string {
  return figure === undefined ? "" : sharesOf(figure, plus);
}
