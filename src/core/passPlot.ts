/** pass@k over k as a picture: a line for each model, with its intervals. No library here draws SVG without a page. */
import type { PassFigures } from "./evaluation.ts";

export interface PassCurve {
  readonly model: string;
  readonly passAt: PassFigures;
}

/** Most points of a curve; the axis of k is logarithmic. */
const MOST_POINTS = 24;
const SIZE = { width: 720, height: 440, left: 64, right: 24, top: 48, bottom: 56 };
/** Told apart by people who see red and green alike; source: Okabe and Ito. */
const COLOURS = ["#0072b2", "#d55e00", "#009e73", "#cc79a7", "#e69f00", "#56b4e9", "#000000"];
/** Ticks nearer to the last k than this share of it would touch its own. */
const LAST_TICK = 0.8;
const TICKS = [1, 2, 5, 10, 20, 50, 100, 200, 500, 1_000];
const ROWS = 5;
/** Bands of more curves hide each other: their intervals are bars at both ends, beside each other. */
const MOST_BANDS = 2;
const BAR_GAP = 9;

/** The k at which a curve over n attempts is computed: evenly spaced on a logarithmic axis, 1 and n among them. */
export function curvePoints(n: number): number[] {
  const points = Array.from({ length: MOST_POINTS }, (_, index) => Math.round(n ** (index / (MOST_POINTS - 1))));
  return [...new Set(points)];
}

/** An SVG document of its own. */
export function drawCurves(curves: readonly PassCurve[], title: string): string {
  const points = curves.map(({ passAt }) => Object.entries(passAt).map(([k, figure]) => ({ k: Number(k), ...figure })));
  const all = points.flat();
  const mostK = Math.max(2, ...all.map(({ k }) => k));
  const top = Math.min(1, Math.max(0.05, Math.ceil(20 * Math.max(...all.map(({ high }) => high))) / 20));
  const { width, height, left, right, bottom } = SIZE;
  const x = (k: number) => rounded(left + (Math.log(k) / Math.log(mostK)) * (width - left - right));
  const y = (share: number) => rounded(height - bottom - (share / top) * (height - bottom - SIZE.top));
  const drawn = points.map((curve, index) => {
    const colour = COLOURS[index % COLOURS.length] ?? "";
    const line = curve.map(({ k, value }) => `${x(k)},${y(value)}`).join(" ");
    const bars = [curve[0], curve.at(-1)].map((point, end) => {
      if (point === undefined) return "";
      const at = x(point.k) + (end === 0 ? 1 : -1) * BAR_GAP * (index + 1);
      return `<path d="M${at - 3} ${y(point.high)}h6m-3 0V${y(point.low)}m-3 0h6" fill="none" stroke="${colour}" stroke-width="1.5"/>`;
    });
    const band = [...curve.map(({ k, high }) => [k, high]), ...curve.toReversed().map(({ k, low }) => [k, low])];
    const edge = band.map(([k = 1, share = 0]) => `${x(k)},${y(share)}`).join(" ");
    const dots = curve.map(({ k, value }) => `<circle cx="${x(k)}" cy="${y(value)}" r="3" fill="${colour}"/>`).join("");
    const row = SIZE.top + 8 + 20 * index;
    const intervals =
      curves.length > MOST_BANDS ? bars.join("") : `<polygon points="${edge}" fill="${colour}" fill-opacity="0.15"/>`;
    return `${intervals}
<polyline points="${line}" fill="none" stroke="${colour}" stroke-width="2"/>${dots}
<rect x="${left + 16}" y="${row - 9}" width="10" height="10" fill="${colour}"/>
<text x="${left + 32}" y="${row}">${escaped(curves[index]?.model ?? "")}</text>`;
  });
  const rows = Array.from({ length: ROWS + 1 }, (_, index) => (top * index) / ROWS).map(
    (share) => `<line x1="${left}" x2="${width - right}" y1="${y(share)}" y2="${y(share)}" stroke="#ddd"/>
<text x="${left - 8}" y="${y(share) + 4}" text-anchor="end">${rounded(100 * share)} %</text>`,
  );
  const ticks = TICKS.filter((k) => k < LAST_TICK * mostK);
  const columns = [...ticks, mostK].map(
    (k) => `<text x="${x(k)}" y="${height - bottom + 20}" text-anchor="middle">${k}</text>`,
  );
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" role="img" font-family="sans-serif" font-size="13">
<title>${escaped(title)}</title>
<rect width="${width}" height="${height}" fill="#fff"/>
<text x="${left}" y="24" font-size="15">${escaped(title)}</text>
${rows.join("\n")}
${columns.join("\n")}
<text x="${(left + width - right) / 2}" y="${height - 12}" text-anchor="middle">k attempts; ${curves.length > MOST_BANDS ? "bars" : "bands"} are 95 % intervals</text>
${drawn.join("\n")}
</svg>
`;
}

/** Two digits after the point are finer than any screen. */
function rounded(value: number): number {
  return Math.round(100 * value) / 100;
}

export function escaped(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}
