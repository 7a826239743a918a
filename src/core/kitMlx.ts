/** The kit for mlx-lm. */
import { type KitFile, type KitPlan, quoted, TO_GGUF, WAY_BACK } from "./kitText.ts";

/** `prepare.py` and `lora.yaml`. */
export function mlxFiles(plan: KitPlan): KitFile[] {
  return [
    { name: "prepare.py", text: prepareText(plan.base) },
    { name: "lora.yaml", text: loraText(plan) },
  ];
}

/**
 * mlx-lm wants at least a batch of rows in either file and takes whole batches only, so few rows have smaller batches
 * and more of them in a step.
 */
function batching({ options, train, evaluation }: KitPlan): { batch: number; accumulation: number; steps: number } {
  const inStep = options.batch * options.accumulation;
  const most = Math.min(options.batch, train.length, evaluation.length === 0 ? train.length : evaluation.length);
  let batch = most;
  while (inStep % batch !== 0) batch -= 1;
  return { batch, accumulation: inStep / batch, steps: Math.ceil((options.epochs * train.length) / inStep) };
}

function loraText(plan: KitPlan): string {
  const { options } = plan;
  const { batch, accumulation, steps } = batching(plan);
  const falling = Math.max(1, steps - options.warmupSteps);
  return `# mlx-lm: tunes the base on the pairs beside this file. In this folder:
#   once     python prepare.py
#   start    mlx_lm.lora --config lora.yaml
#   merge    mlx_lm.fuse --model base --adapter-path adapters --save-path merged
#   to GGUF  ${TO_GGUF("merged")}
#   back     ${WAY_BACK}

# What prepare.py makes of the base that is named there.
model: base
train: true
data: .

fine_tune_type: lora
num_layers: -1
lora_parameters:
  rank: ${options.rank}
  # alpha / rank
  scale: ${options.alpha / options.rank}
  dropout: ${options.dropout}

# The loss falls on completions alone.
mask_prompt: true
max_seq_length: ${options.sequenceLength}

# ${options.epochs} epochs of ${plan.train.length} rows: ${steps} steps of ${accumulation} batches. An iteration is a batch.
iters: ${steps * accumulation}
batch_size: ${batch}
grad_accumulation_steps: ${accumulation}
optimizer: adamw
optimizer_config:
  adamw:
    weight_decay: ${options.weightDecay}
    bias_correction: true
learning_rate: ${options.learningRate}
lr_schedule:
  name: linear_schedule
  warmup: ${options.warmupSteps}
  arguments: [${options.learningRate}, 0.0, ${falling}]
seed: ${options.seed}

val_batches: -1
steps_per_eval: ${options.evalEvery * accumulation}
steps_per_report: ${5 * accumulation}
save_every: ${options.saveEvery * accumulation}
adapter_path: adapters
`;
}

function prepareText(base: string): string {
  return `"""Makes the folder \`base\`: the base with a chat template that adds nothing but the start and the end token.

mlx-lm learns completions alone only where a chat template parts them from prompts. Autodidact asks without one.
"""

import json
from pathlib import Path

from mlx_lm import convert
from transformers import AutoTokenizer

# The base: its Hugging Face id, or a folder. The same model as in Ollama.
BASE = ${quoted(base)}

convert(BASE, mlx_path="base")
tokenizer = AutoTokenizer.from_pretrained("base")
start = tokenizer.decode(tokenizer("").input_ids)
Path("base", "chat_template.jinja").write_text(
    "{{ %s }}" % json.dumps(start)
    + "{% for message in messages %}{{ message.content }}"
    + "{% if message.role == 'assistant' %}{{ eos_token }}{% endif %}{% endfor %}"
)
`;
}
