/** The kit for LLaMA-Factory. */
import { type KitFile, type KitPlan, quoted, TO_GGUF, WAY_BACK } from "./kitText.ts";

const BASE = `# The base: its Hugging Face id, or a folder. The same model as in Ollama.
model_name_or_path: `;
/** The only template that adds nothing but an end token: two line breaks before it, which solving cuts off. */
const TEMPLATE = "fewshot";

/** `train.yaml`, `merge.yaml` and `dataset_info.json`. */
export function llamaFactoryFiles({ base, options, evaluation }: KitPlan): KitFile[] {
  const evaluated = `
eval_dataset: evaluation
eval_strategy: steps
eval_steps: ${options.evalEvery}
per_device_eval_batch_size: ${options.batch}
early_stopping_steps: ${options.patience}
load_best_model_at_end: true
metric_for_best_model: eval_loss
greater_is_better: false
`;
  const train = `# LLaMA-Factory: tunes the base on the pairs beside this file. In this folder:
#   start    llamafactory-cli train train.yaml
#   merge    llamafactory-cli export merge.yaml
#   to GGUF  ${TO_GGUF("merged")}
#   back     ${WAY_BACK}

${BASE}${quoted(base)}

stage: sft
do_train: true
finetuning_type: lora
lora_rank: ${options.rank}
lora_alpha: ${options.alpha}
lora_dropout: ${options.dropout}
lora_target: all

# The texts as they are, then an end token; the loss falls on completions alone.
template: ${TEMPLATE}
train_on_prompt: false
# A base whose tokenizer begins every text with a start token (Llama, Gemma, Mistral) wants that token here:
# default_system: "<|begin_of_text|>"

dataset_dir: .
dataset: train
cutoff_len: ${options.sequenceLength}
packing: false

num_train_epochs: ${options.epochs}
per_device_train_batch_size: ${options.batch}
gradient_accumulation_steps: ${options.accumulation}
learning_rate: ${options.learningRate}
lr_scheduler_type: ${options.scheduler}
warmup_steps: ${options.warmupSteps}
weight_decay: ${options.weightDecay}
optim: adamw_torch
seed: ${options.seed}
# A card without bfloat16 wants fp16 instead.
bf16: true
logging_steps: 5
save_steps: ${options.saveEvery}
report_to: none
output_dir: outputs
`;
  const merge = `# The base with what was learnt, for llama.cpp: llamafactory-cli export merge.yaml

${BASE}${quoted(base)}
adapter_name_or_path: outputs
finetuning_type: lora
template: ${TEMPLATE}
export_dir: merged
`;
  const columns = { prompt: "prompt", response: "completion" };
  const datasets = {
    train: { file_name: "train.jsonl", columns },
    ...(evaluation.length > 0 && { evaluation: { file_name: "evaluation.jsonl", columns } }),
  };
  return [
    { name: "train.yaml", text: evaluation.length === 0 ? train : train + evaluated },
    { name: "merge.yaml", text: merge },
    { name: "dataset_info.json", text: `${JSON.stringify(datasets, null, 2)}\n` },
  ];
}
