import type { ModelChoice } from "./catalog.ts";
import { findModel } from "./catalog.ts";

/** Families trained on code, the best at writing Python first. Matched at the start of the name, without its namespace. */
const CODE_FAMILIES = [
  /^qwen3(\.\d+)?-coder/,
  /^devstral/,
  /^qwen2\.5-coder/,
  /^codestral/,
  /^deepseek-coder/,
  /^codegemma/,
  /^granite.*code/,
  /^starcoder2/,
  /^codeqwen/,
  /^yi-coder/,
  /^opencoder/,
  /^codellama/,
  /^starcoder/,
  /coder?\b/,
];

/** Billions of parameters: fewer write hardly any puzzle that runs, more are too slow for thousands of attempts. */
const USABLE = { least: 1, most: 40 };
/** Billions of parameters up to which more is better; beyond it, speed counts for more. */
const COMFORTABLE = 9;

/**
 * The model to work with: the one named, else the promoted one if the server has it, else the best that the server has,
 * else undefined.
 *
 * Best is, in this order: of a usable size (1 to 40 billion parameters) and trained on code; of a usable size; trained on
 * code; any other. Then the better code family; then the largest up to 9 billion parameters, else the smallest above; of
 * equals the first in the list. A model that was tuned here (`BASE-autodidact:…`) comes after all others: whether it got
 * better is for an evaluation and a person to say, who promotes it.
 *
 * @throws {UserError} when the named model is not there; it lists those that are
 */
export function chooseModel(
  models: readonly ModelChoice[],
  named?: string,
  promoted?: string,
): ModelChoice | undefined {
  if (named !== undefined && named !== "") {
    return findModel(models, named);
  }
  const best = models
    .map((model) => ({ model, rank: rankOf(model) }))
    .sort((a, b) => compare(a.rank, b.rank))[0]?.model;
  return models.find(({ name }) => name === promoted) ?? best;
}

/** Smaller is better, compared from the left. */
function rankOf(model: ModelChoice): readonly number[] {
  const family = CODE_FAMILIES.findIndex((pattern) => pattern.test(baseName(model.name)));
  const code = family !== -1;
  const size = billions(model);
  const usable = size >= USABLE.least && size <= USABLE.most;
  return [
    TUNED.test(pathOf(model.name)) ? 1 : 0,
    usable ? 0 : 1,
    code ? 0 : 1,
    code ? family : 0,
    size <= COMFORTABLE ? 0 : 1,
    size <= COMFORTABLE ? -size : size,
  ];
}

function compare(a: readonly number[], b: readonly number[]): number {
  const at = a.findIndex((value, index) => value !== b[index]);
  return at === -1 ? 0 : (a[at] ?? 0) - (b[at] ?? 0);
}

/** `library/qwen2.5-coder-autodidact:r3-20261123` → `qwen2.5-coder` */
function baseName(name: string): string {
  return (pathOf(name).split("/").at(-1) ?? "").replace(TUNED, "");
}

/** How the names of tuned models end, before the tag. */
const TUNED = /-autodidact$/;

function pathOf(name: string): string {
  const [path = ""] = name.toLowerCase().split(":");
  return path;
}

const UNITS: Readonly<Record<string, number>> = { K: 1e-6, M: 1e-3, B: 1, T: 1e3 };
/** Bytes of a parameter in the common 4-bit formats. */
const BYTES_PER_PARAMETER = 0.6;

function billions(model: ModelChoice): number {
  const [, digits, unit] = /^([\d.]+)\s*([KMBT])$/i.exec(model.parameters) ?? [];
  if (digits === undefined || unit === undefined) {
    return model.bytes / BYTES_PER_PARAMETER / 1e9;
  }
  return Number(digits) * (UNITS[unit.toUpperCase()] ?? 1);
}
