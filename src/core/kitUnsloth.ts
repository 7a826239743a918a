/** The kit for Unsloth. */
import { type KitFile, type KitPlan, quoted, TO_GGUF, WAY_BACK } from "./kitText.ts";

/** `train.py`. */
export function unslothFiles({ base, options, evaluation }: KitPlan): KitFile[] {
  const evaluated = evaluation.length > 0;
  const patience = evaluated ? options.patience : null;
  const text = `"""Unsloth: tunes the base on the pairs beside this file. In this folder:

start    python train.py
to GGUF  ${TO_GGUF("merged")}
back     ${WAY_BACK}
"""

from unsloth import FastLanguageModel  # before the libraries that it changes

from datasets import load_dataset
from transformers import ${patience === null ? "" : "EarlyStoppingCallback, "}set_seed
from trl import SFTConfig, SFTTrainer

# The base: its Hugging Face id, or a folder. The same model as in Ollama.
BASE = ${quoted(base)}
SEED = ${options.seed}
SEQUENCE_LENGTH = ${options.sequenceLength}

set_seed(SEED)
# load_in_4bit=True takes less memory.
model, tokenizer = FastLanguageModel.from_pretrained(BASE, max_seq_length=SEQUENCE_LENGTH, load_in_4bit=False)
tokenizer = getattr(tokenizer, "tokenizer", tokenizer)  # of a base that also sees images
model = FastLanguageModel.get_peft_model(
    model,
    r=${options.rank},
    lora_alpha=${options.alpha},
    lora_dropout=${options.dropout},
    target_modules=["q_proj", "k_proj", "v_proj", "o_proj", "gate_proj", "up_proj", "down_proj"],
    use_gradient_checkpointing="unsloth",
    random_state=SEED,
)


def ids(text):
    """The tokens of a text that goes on behind a line break: some tokenizers put a space before every text."""
    before, both = (tokenizer(found, add_special_tokens=False).input_ids for found in ("\\n", "\\n" + text))
    return both[len(before) :] if both[: len(before)] == before else tokenizer(text, add_special_tokens=False).input_ids


def encode(row):
    """Prompt and completion apart, as when the model is asked. The loss falls on the completion and the end token."""
    prompt = tokenizer(row["prompt"]).input_ids
    completion = [*ids(row["completion"]), tokenizer.eos_token_id]
    return {"input_ids": prompt + completion, "completion_mask": [0] * len(prompt) + [1] * len(completion)}


def rows(file):
    """Those that are not too long."""
    found = load_dataset("json", data_files=file, split="train")
    found = found.map(encode, remove_columns=found.column_names)
    return found.filter(lambda row: len(row["input_ids"]) <= SEQUENCE_LENGTH)


trainer = SFTTrainer(
    model=model,
    processing_class=tokenizer,
    train_dataset=rows("train.jsonl"),
${evaluated ? '    eval_dataset=rows("evaluation.jsonl"),\n' : ""}${patience === null ? "" : `    callbacks=[EarlyStoppingCallback(${patience})],\n`}    args=SFTConfig(
        output_dir="outputs",
        max_length=SEQUENCE_LENGTH,
        packing=False,
        completion_only_loss=True,
        num_train_epochs=${options.epochs},
        per_device_train_batch_size=${options.batch},
        gradient_accumulation_steps=${options.accumulation},
        learning_rate=${options.learningRate},
        lr_scheduler_type="${options.scheduler}",
        warmup_steps=${options.warmupSteps},
        weight_decay=${options.weightDecay},
        optim="adamw_torch",
        seed=SEED,
        logging_steps=5,
        save_steps=${options.saveEvery},
${evaluated ? evaluationArguments(options) : ""}        report_to="none",
    ),
)
trainer.train()
# Or save_pretrained_gguf("tuned", tokenizer, quantization_method="q8_0"): Unsloth then builds llama.cpp by itself, and
# installs the system packages that it misses for that.
model.save_pretrained_merged("merged", tokenizer, save_method="merged_16bit")
`;
  return [{ name: "train.py", text }];
}

function evaluationArguments({ batch, evalEvery }: KitPlan["options"]): string {
  return `        per_device_eval_batch_size=${batch},
        eval_strategy="steps",
        eval_steps=${evalEvery},
        load_best_model_at_end=True,
        metric_for_best_model="eval_loss",
`;
}
