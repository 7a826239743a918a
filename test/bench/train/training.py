"""Runs both ways to train as processes and times their steps from outside, in the same way."""

import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
SOURCES = HERE.parents[2] / "src" / "python"
sys.path.append(str(SOURCES))
_NOT_COUNTED = 2
"""First steps, in which libraries set themselves up."""


@dataclass(frozen=True)
class Settings:
    """What both ways are given."""

    batch: int
    steps: int
    threads: int


def prepare(gguf: Path, folder: Path) -> Path:
    """The model as both load it."""
    request = {"model": {"gguf": str(gguf)}, "output": str(folder), "dtype": "float32"}
    for _ in _lines([sys.executable, "-m", "trainer", "prepare"], json.dumps(request)):
        pass
    return folder


def tokens_per_second(way: str, model: Path, rows: Path, output: Path, settings: Settings) -> float:
    """From the end of the second step to that of the last; nothing is evaluated or saved in between."""
    ends = list(_trainer(model, rows, output, settings) if way == "trainer" else _plain(model, rows, output, settings))
    (begun, _), (ended, _) = ends[_NOT_COUNTED - 1], ends[settings.steps - 1]
    return sum(tokens for _, tokens in ends[_NOT_COUNTED : settings.steps]) / (ended - begun)


def _trainer(model: Path, rows: Path, output: Path, settings: Settings) -> Iterator[tuple[float, float]]:
    options: dict[str, Any] = {
        "loss": "completion", "rank": 8, "alpha": 16, "dropout": 0, "dora": False, "learningRate": 1e-4,
        "scheduler": "linear", "warmupSteps": 0, "weightDecay": 0, "epochs": 1, "maxSteps": settings.steps,
        "batch": settings.batch, "accumulation": 1, "sequenceLength": 1024, "packing": False, "seed": 42,
        "precision": "float32", "fourBit": False, "gradientCheckpointing": False, "saveEvery": settings.steps,
        "evalEvery": settings.steps, "patience": None, "threads": settings.threads,
    }  # fmt: skip
    request = {"model": {"folder": str(model)}, "rows": str(rows), "evalRows": None, "output": str(output)}
    command = [sys.executable, "-m", "trainer", "train"]
    tokens = _tokens_of_steps(model, rows, settings.batch, options["seed"])
    for at, line in _lines(command, json.dumps({**request, "options": options, "resume": False})):
        event = json.loads(line)
        if event["event"] == "step":
            yield at, tokens[event["step"] - 1]


def _tokens_of_steps(model: Path, rows: Path, batch: int, seed: int) -> list[int]:
    """As many as the trainer reads in each step of its first epoch, whose order the seed decides."""
    from trainer.encoding import Encoder
    from trainer.order import EpochOrder
    from trainer.rows import read_rows

    lengths = [len(row) for row in Encoder(model).rows(read_rows(rows))]
    order = list(EpochOrder([range(length) for length in lengths], batch, seed))
    return [sum(lengths[row] for row in order[at : at + batch]) for at in range(0, len(order), batch)]


def _plain(model: Path, rows: Path, output: Path, settings: Settings) -> Iterator[tuple[float, float]]:
    arguments = [str(value) for value in (model, rows, output, settings.batch, settings.steps, settings.threads)]
    before = 0.0
    for at, line in _lines([sys.executable, str(HERE / "plain_trl.py"), *arguments], ""):
        if line.startswith("step "):
            total = float(line.split()[2])
            yield at, total - before
            before = total


def _lines(command: list[str], text: str) -> Iterator[tuple[float, str]]:
    """The lines that a process writes, with the seconds at which they came. Raises if it fails."""
    environment = {**os.environ, "PYTHONPATH": str(SOURCES), "HF_HUB_OFFLINE": "1", "OMP_WAIT_POLICY": "PASSIVE"}
    pipes: Any = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "stderr": subprocess.DEVNULL}
    with subprocess.Popen(command, env=environment, text=True, **pipes) as process:
        assert process.stdin is not None and process.stdout is not None
        process.stdin.write(text)
        process.stdin.close()
        for line in process.stdout:
            yield time.monotonic(), line
    if process.returncode:
        raise subprocess.CalledProcessError(process.returncode, command)
