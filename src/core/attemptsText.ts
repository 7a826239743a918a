/** The log of a puzzle's attempts as text that a person reads: plain Python, each attempt below what became of it. */
import type { AttemptsLog, JudgedAttempt } from "./review.ts";

/** `day` writes a time of milliseconds since the epoch. */
export function renderAttempts({ counts, attempts }: AttemptsLog, day: (time: number) => string): string {
  const total = Object.values(counts).reduce((sum, count) => sum + count, 0);
  const shown = attempts.length < total ? `, the newest ${attempts.length}` : "";
  const verdicts = Object.entries(counts).map(([verdict, count]) => `${count} ${verdict}`);
  const head = comment(`${total} attempts${shown}: ${verdicts.join(", ")}`);
  return `${[head, ...attempts.map((attempt) => renderAttempt(attempt, day))].join("\n\n\n")}\n`;
}

function renderAttempt(
  { g, verdict, detail, answer, ms, model, addedAt }: JudgedAttempt,
  day: (time: number) => string,
): string {
  const origin = [verdict, model ?? "by hand", `${ms.toFixed(1)} ms`, day(addedAt)].join(" · ");
  const lines = [origin, detail, ...(answer === null ? [] : [`answer: ${answer}`])].filter((line) => line !== "");
  return [...lines.map(comment), g.trimEnd() || comment("nothing was written")].join("\n");
}

/** What a model wrote cannot leave the comment: every line of it begins with the sign. */
export function comment(text: string): string {
  return text
    .split(/\r\n|[\n\r\u2028\u2029]/)
    .map((line) => `# ${line}`)
    .join("\n");
}
