/** What two models did with one puzzle, in a few of their attempts. */
import { comment } from "./attemptsText.ts";
import type { KeptAttempt } from "./evaluation.ts";

/** How often each of the two solved a puzzle. */
export interface PuzzleTally {
  /** Content id. */
  readonly id: string;
  /** What people call it: what it is about, its name in the set, or its id. */
  readonly title: string;
  readonly skill: string | undefined;
  readonly level: string | undefined;
  /** Verified attempts of each. */
  readonly tuned: number;
  readonly base: number;
}

export type Sample = Pick<KeptAttempt, "g" | "verdict" | "detail">;

/** One model's part. */
export interface ModelSamples {
  readonly model: string;
  readonly verified: number;
  /** Attempts that count. */
  readonly n: number;
  readonly samples: readonly Sample[];
}

export interface PuzzleSamples {
  readonly title: string;
  /** Undefined where the puzzle is of a set that does not ship. */
  readonly f: string | undefined;
  readonly models: readonly ModelSamples[];
}

/** At most `most` distinct texts, verified ones first and short ones before long ones. */
export function samplesOf(attempts: readonly Sample[], most: number): readonly Sample[] {
  const distinct = new Map(attempts.map(({ g, verdict, detail }) => [g, { g, verdict, detail }]));
  const rank = ({ g, verdict }: Sample) => (verdict === "verified" ? 0 : g === "" ? 2 : 1);
  return [...distinct.values()].sort((a, b) => rank(a) - rank(b) || a.g.length - b.g.length).slice(0, most);
}

/** As plain Python that a person reads: the puzzle, and each sample below what became of it. */
export function renderSamples({ title, f, models }: PuzzleSamples): string {
  const head = [title, ...models.map(countsOf)].map(comment).join("\n");
  const puzzle = f?.trimEnd() ?? comment("The text of this puzzle is in the set that was evaluated on.");
  const samples = models.flatMap(({ model, samples }) => samples.map((sample) => renderSample(model, sample)));
  return `${[head, puzzle, ...samples].join("\n\n\n")}\n`;
}

function countsOf({ model, verified, n }: ModelSamples): string {
  return `${model}: ${verified} of ${n} attempts verified`;
}

function renderSample(model: string, { g, verdict, detail }: Sample): string {
  const lines = [`${model} · ${verdict}`, detail].filter((line) => line !== "");
  return [...lines.map(comment), g.trimEnd() || comment("nothing was written")].join("\n");
}
