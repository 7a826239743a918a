"""What one would write with TRL without a trainer of one's own: `plain_trl.py MODEL ROWS OUTPUT BATCH STEPS THREADS`."""

import sys

import torch
from datasets import load_dataset
from peft import LoraConfig
from transformers import TrainerCallback
from trl import SFTConfig, SFTTrainer

model, rows, output, batch, steps, threads = sys.argv[1:]
torch.set_num_threads(int(threads))


class Say(TrainerCallback):
    """Tells when each step is done, and how many tokens have been read until then."""

    def on_log(self, args, state, control, logs=None, **_):
        if logs and "loss" in logs:
            print(f"step {state.global_step} {logs['num_tokens']}", flush=True)


SFTTrainer(
    model=model,
    args=SFTConfig(
        output_dir=output,
        per_device_train_batch_size=int(batch),
        max_steps=int(steps),
        max_length=1024,
        learning_rate=1e-4,
        model_init_kwargs={"dtype": torch.float32},
        bf16=False,
        gradient_checkpointing=False,
        use_cpu=not torch.cuda.is_available(),
        save_strategy="no",
        logging_steps=1,
        disable_tqdm=True,
        report_to="none",
    ),
    train_dataset=load_dataset("json", data_files=rows, split="train").remove_columns("id"),
    peft_config=LoraConfig(r=8, lora_alpha=16, target_modules="all-linear", task_type="CAUSAL_LM"),
    callbacks=[Say()],
).train()
