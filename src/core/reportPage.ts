/** A report as one HTML page that needs nothing else. */
import { type Figure, sharesOf } from "./bootstrap.ts";
import { escaped } from "./passPlot.ts";

const STYLE = `body{font:16px/1.5 system-ui,sans-serif;max-width:64rem;margin:2rem auto;padding:0 1rem;color:#222;background:#fff}
table{display:block;overflow-x:auto;border-collapse:collapse;margin:1rem 0}td,th{border:1px solid #ccc;padding:.3rem .7rem;text-align:left}
svg{max-width:100%}`;

/** Seconds after which a page that is watched looks for a newer one of itself. */
const REFRESH_SECONDS = 10;

/** The page; `title` is escaped, `body` is HTML. `changes`: it will be written anew, and a browser that shows it follows. */
export function drawPage(title: string, body: string, changes: boolean): string {
  const refresh = changes ? `<meta http-equiv="refresh" content="${REFRESH_SECONDS}">` : "";
  return `<!doctype html>
<html lang="en">
<head><meta charset="utf-8">${refresh}<title>${escaped(title)}</title><style>${STYLE}</style></head>
<body>
<h1>${escaped(title)}</h1>
${body}
</body>
</html>
`;
}

/** A table; its cells are text and escaped. */
export function drawTable(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[], tag: "td" | "th") =>
    `<tr>${cells.map((cell) => `<${tag}>${escaped(cell)}</${tag}>`).join("")}</tr>`;
  return `<table>${[line(head, "th"), ...rows.map((cells) => line(cells, "td"))].join("\n")}</table>`;
}

/** A figure in hundredths with its interval, which no line break parts; empty where there is none. */
export function shares(figure: Figure | undefined, plus: "" | "+"): string {
  return figure === undefined ? "" : sharesOf(figure, plus).replaceAll(" ", "\u00a0");
}
