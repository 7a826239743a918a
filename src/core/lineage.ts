/** Where a tuned model comes from. */
import type { DropReason } from "./dataset.ts";
import type { TrainedArm } from "./experiment.ts";
import type { SmokeReport } from "./trainEvents.ts";
import type { GivenWeights } from "./trainPorts.ts";
import type { TrainOptions } from "./trainRecipe.ts";

/** Which base, which pairs and which recipe made a tuned model, and how that went. */
export interface Lineage {
  /** The name that Ollama serves it under. */
  readonly name: string;
  readonly digest: string;
  readonly base: string;
  readonly baseDigest: string;
  /** What was tuned instead of the base's weights in Ollama. */
  readonly weights?: GivenWeights | undefined;
  readonly run: string;
  readonly recipe: string;
  readonly options: TrainOptions;
  /** Ids of the pairs that it was trained on, and those of the evaluation loss. */
  readonly pairs: readonly string[];
  readonly evaluationPairs: readonly string[];
  readonly dropped: Readonly<Partial<Record<DropReason, number>>>;
  readonly steps: number;
  readonly lossBefore: number;
  readonly lossAfter: number;
  readonly seconds: number;
  readonly quantisation: string;
  /** Share of next tokens at which the served file and the merged weights agree. */
  readonly agreement: number;
  readonly smoke: SmokeReport;
  /** The experiment that it was made for; its pairs do not count as trained on. */
  readonly experiment?: { readonly id: string; readonly arm: TrainedArm } | undefined;
  /** Of the trainer's libraries. */
  readonly versions: Readonly<Record<string, string>>;
  /** Milliseconds since the epoch. */
  readonly createdAt: number;
}

const MARK = "-autodidact";

/**
 * A name for the model that is tuned from `base` on pairs up to `round`, which no model of `taken` has:
 * `qwen:7b` → `qwen-autodidact:7b-r3-20261123`.
 */
export function tunedName(base: string, round: number, now: Date, taken: readonly string[]): string {
  const [repository = base, tag = "latest"] = base.split(":");
  const family = repository.endsWith(MARK) ? repository : repository + MARK;
  const size = tag === "latest" ? "" : `${tag.replace(/-r\d+-\d{8}(-\d+)?$/, "")}-`;
  const name = `${family}:${size}r${round}-${now.toISOString().slice(0, 10).replaceAll("-", "")}`;
  let unique = name;
  for (let n = 2; taken.includes(unique); n++) unique = `${name}-${n}`;
  return unique;
}

/** The newest round of the pairs that a model was tuned on, as `tunedName` says it; undefined where the name does not. */
export function roundOf({ name }: Pick<Lineage, "name">): number | undefined {
  const [, round] = /(?:^|[:-])r(\d+)-\d{8}(?:-\d+)?$/.exec(name) ?? [];
  return round === undefined ? undefined : Number(round);
}
