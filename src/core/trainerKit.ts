/** A folder that another trainer starts from: rows, its configuration with a recipe's parameters, and the way back. */
import { axolotlFiles } from "./kitAxolotl.ts";
import { llamaFactoryFiles } from "./kitLlamaFactory.ts";
import { mlxFiles } from "./kitMlx.ts";
import { type KitFile, type KitPlan, rowLines } from "./kitText.ts";
import { unslothFiles } from "./kitUnsloth.ts";

export const TRAINERS = ["unsloth", "axolotl", "llama-factory", "mlx-lm"] as const;
export type TrainerName = (typeof TRAINERS)[number];

interface KitKind {
  /** What the trainer is configured by; its first lines say how to start. */
  readonly first: string;
  /** The name of the rows for the evaluation loss. */
  readonly evaluation: string;
  files(plan: KitPlan): KitFile[];
}

const KINDS: Readonly<Record<TrainerName, KitKind>> = {
  unsloth: { first: "train.py", evaluation: "evaluation.jsonl", files: unslothFiles },
  axolotl: { first: "config.yml", evaluation: "evaluation.jsonl", files: axolotlFiles },
  "llama-factory": { first: "train.yaml", evaluation: "evaluation.jsonl", files: llamaFactoryFiles },
  "mlx-lm": { first: "lora.yaml", evaluation: "valid.jsonl", files: mlxFiles },
};

/**
 * The files of the kit. Every trainer gets the very prompts that tuned models are asked with, and learns completions
 * alone with an end token. `first` is the file to read first.
 */
export function trainerKit(trainer: TrainerName, plan: KitPlan): { readonly first: string; readonly files: KitFile[] } {
  const { first, evaluation, files } = KINDS[trainer];
  const rows = [{ name: "train.jsonl", text: rowLines(plan.train) }];
  if (plan.evaluation.length > 0) rows.push({ name: evaluation, text: rowLines(plan.evaluation) });
  return { first, files: [...rows, ...files(plan)] };
}
