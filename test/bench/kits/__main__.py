"""Has a trainer take the kit that was exported for it: `python -m kits TRAINER FOLDER`, by a Python with that trainer.

FOLDER is what `autodidact export --for TRAINER --base small --out FOLDER` wrote. The trainer tunes a small random base on
the processor, without what needs a GPU, for a step where it can be told so, and merges what came of it.
"""

import argparse
import os
import subprocess
import sys
from pathlib import Path

from .small_base import make_base

AXOLOTL_ON_CPU = """
max_steps: 1
bf16: false
use_cpu: true
lora_mlp_kernel: false
lora_qkv_kernel: false
lora_o_kernel: false
"""
COMMANDS = {
    "unsloth": ["train.py"],
    "axolotl": ["-m axolotl.cli.train cpu.yml", "-m axolotl.cli.merge_lora cpu.yml"],
    "llama-factory": [
        "-m llamafactory.cli train train.yaml use_cpu=true bf16=false max_steps=1",
        "-m llamafactory.cli export merge.yaml",
    ],
    "mlx-lm": [
        "prepare.py",
        "-m mlx_lm lora --config lora.yaml --iters 8",
        "-m mlx_lm fuse --model base --adapter-path adapters --save-path merged",
    ],
}
SURROUNDINGS = {
    "HF_HUB_OFFLINE": "1",
    "CUDA_VISIBLE_DEVICES": "",
    "UNSLOTH_DISABLE_STATISTICS": "1",
    "AXOLOTL_DO_NOT_TRACK": "1",
}

arguments = argparse.ArgumentParser(prog="python -m kits", description=__doc__)
arguments.add_argument("trainer", choices=COMMANDS)
arguments.add_argument("folder", type=Path)
given = arguments.parse_args()
make_base(given.folder / "small")
if given.trainer == "axolotl":
    (given.folder / "cpu.yml").write_text((given.folder / "config.yml").read_text() + AXOLOTL_ON_CPU)
for command in COMMANDS[given.trainer]:
    subprocess.run([sys.executable, *command.split()], cwd=given.folder, env={**os.environ, **SURROUNDINGS}, check=True)
weights = [path for path in given.folder.glob("**/merged/*.safetensors")]
print(f"{given.trainer}: trained and merged into {weights[0].parent}" if weights else "nothing was merged")
sys.exit(0 if weights else 1)
