/** The kit for Axolotl. */
import { type KitFile, type KitPlan, quoted, TO_GGUF, WAY_BACK } from "./kitText.ts";

/** A dataset of Axolotl whose texts are taken as they are, each completion with an end token. */
const dataset = (file: string) => `
  - path: ${file}
    ds_type: json
    split: train
    type:
      field_instruction: prompt
      field_output: completion
      format: "{instruction}"
      no_input_format: "{instruction}"`;

/** `config.yml`. */
export function axolotlFiles({ base, options, evaluation }: KitPlan): KitFile[] {
  const evaluated = `
test_datasets:${dataset("evaluation.jsonl")}
eval_steps: ${options.evalEvery}
save_steps: ${options.saveEvery}
early_stopping_patience: ${options.patience}
`;
  const text = `# Axolotl: tunes the base on the pairs beside this file. In this folder:
#   start    axolotl train config.yml
#   merge    axolotl merge-lora config.yml
#   to GGUF  ${TO_GGUF("outputs/merged")}
#   back     ${WAY_BACK}

# The base: its Hugging Face id, or a folder. The same model as in Ollama.
base_model: ${quoted(base)}

adapter: lora
lora_r: ${options.rank}
lora_alpha: ${options.alpha}
lora_dropout: ${options.dropout}
lora_target_linear: true

# The loss falls on completions alone.
train_on_inputs: false
datasets:${dataset("train.jsonl")}
dataset_prepared_path: prepared
val_set_size: 0
sequence_len: ${options.sequenceLength}
sample_packing: false
pad_to_sequence_len: false

num_epochs: ${options.epochs}
micro_batch_size: ${options.batch}
gradient_accumulation_steps: ${options.accumulation}
learning_rate: ${options.learningRate}
lr_scheduler: ${options.scheduler}
warmup_steps: ${options.warmupSteps}
weight_decay: ${options.weightDecay}
optimizer: adamw_torch
seed: ${options.seed}
bf16: auto
logging_steps: 5
output_dir: outputs
`;
  return [{ name: "config.yml", text: evaluation.length === 0 ? text : text + evaluated }];
}
