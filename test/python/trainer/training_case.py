"""What tests of training share."""

import signal
import unittest
from pathlib import Path
from typing import Any

import torch
from safetensors.torch import load_file

from .support import OPTIONS, Event, Recorder, puzzles, run, temporary_folder, write_rows
from .tiny_models import random_model, write_gguf
from .vocabularies import byte_level


class TrainingCase(unittest.TestCase):
    """A small random model, which learns the rows by heart."""

    @classmethod
    def setUpClass(cls) -> None:
        cls.folder = temporary_folder(cls)
        vocabulary = byte_level("qwen2")
        gguf = write_gguf(cls.folder / "gguf", random_model("qwen2", len(vocabulary)), vocabulary)
        run("prepare", model={"gguf": str(gguf)}, output=str(cls.folder / "model"), dtype="float32")
        write_rows(cls.folder / "rows", puzzles(24))

    def setUp(self) -> None:
        handlers = {number: signal.getsignal(number) for number in (signal.SIGTERM, signal.SIGINT)}
        self.addCleanup(lambda: [signal.signal(number, handler) for number, handler in handlers.items()])
        self.output = temporary_folder(self) / "run"

    def request(self, output: Path | None = None, resume: bool = False, **options: Any) -> dict[str, Any]:
        return {
            "model": {"folder": str(self.folder / "model")},
            "rows": str(self.folder / "rows"),
            "evalRows": None,
            "output": str(output or self.output),
            "options": {**OPTIONS, **options},
            "resume": resume,
        }

    def train(self, output: Path | None = None, resume: bool = False, **options: Any) -> tuple[Event, Recorder]:
        return run("train", **self.request(output, resume, **options))

    def weights(self, done: Event) -> dict[str, torch.Tensor]:
        return load_file(Path(done["adapter"]) / "adapter_model.safetensors")

    def assert_same_weights(self, one: Event, other: Event) -> None:
        mine, others = self.weights(one), self.weights(other)
        self.assertEqual(set(mine), set(others))
        for name, weight in mine.items():
            torch.testing.assert_close(weight, others[name], rtol=0, atol=1e-6, msg=name)
