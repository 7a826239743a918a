import unittest
from pathlib import Path
from unittest import mock

from transformers import PreTrainedTokenizerFast

from trainer.architectures import ARCHITECTURES
from trainer.gguf_file import GgufFile

from .support import OPTIONS, Event, failure_of, puzzles, run, temporary_folder, write_rows
from .tiny_models import random_model, write_gguf
from .vocabularies import byte_level

VOCABULARY = byte_level("qwen2")


class WholeWayTest(unittest.TestCase):
    """A small random model of each architecture, from its GGUF file to the tuned one."""

    def setUp(self) -> None:
        self.folder = temporary_folder(self)
        self.rows = write_rows(self.folder / "rows", puzzles(8))
        self.base, self.run_folder, self.output = (self.folder / name for name in ("base", "run", "tuned"))

    def tune(self, gguf: Path) -> tuple[Event, Event]:
        """What `train` and `export` say when they are done."""
        run("prepare", model={"gguf": str(gguf)}, output=str(self.base), dtype="float32")
        base, rows = {"folder": str(self.base)}, str(self.rows)
        options = {**OPTIONS, "maxSteps": 2}
        request = {"model": base, "rows": rows, "evalRows": None, "output": str(self.run_folder), "resume": True}
        trained, _ = run("train", **request, options=options)
        there = {"adapter": trained["adapter"], "output": str(self.output), "rows": rows}
        exported, _ = run("export", model={"gguf": str(gguf)}, base=base, **there, type="F16", positions=100)
        return trained, exported

    def test_each_architecture_is_prepared_trained_and_exported(self) -> None:
        for architecture in ARCHITECTURES:
            with self.subTest(architecture):
                # Gemma's layers attend by a scale that follows from the width of heads in all real models.
                scale = {"query_pre_attn_scalar": 32} if architecture.startswith("gemma") else {}
                model = random_model(architecture, len(VOCABULARY), **scale)
                gguf = write_gguf(self.folder / "gguf", model, VOCABULARY)
                trained, exported = self.tune(gguf)
                self.assertLess(trained["lossAfter"], trained["lossBefore"])
                self.assertEqual(exported["tuned"], 14)
                self.assertGreaterEqual(exported["agreement"], 0.97, "two tokens may be as likely")
                self.assertLess(abs(exported["divergence"]), 1e-4)
                changed = {tensor.name for tensor in GgufFile(self.output).tensors if tensor.kind.name == "F16"}
                self.assertEqual(len(changed), 14, "of seven matrices in each of two blocks")
                (self.run_folder / "checkpoint-2" / "whole.json").unlink()

    def test_a_prepared_model_that_is_gone_or_damaged_is_said_with_what_to_do(self) -> None:
        gguf = write_gguf(self.folder / "gguf", random_model("qwen2", len(VOCABULARY)), VOCABULARY)
        trained, _ = self.tune(gguf)
        base, rows = {"folder": str(self.base)}, str(self.rows)
        there = {"adapter": trained["adapter"], "output": str(self.output), "rows": rows}
        train = {"rows": rows, "evalRows": None, "output": str(self.run_folder), "options": OPTIONS, "resume": False}

        def failures(*phases: str) -> None:
            requests = {
                "measure": {"model": base, "rows": rows, "parity": []},
                "train": {"model": base, **train},
                "export": {"model": {"gguf": str(gguf)}, "base": base, **there, "type": "auto", "positions": 9},
            }
            for phase in phases:
                failure = failure_of(phase, **requests[phase])
                self.assertEqual(failure.code, "unreadableModel", phase)
                self.assertIn(str(self.base), failure.message)
                self.assertIn("Remove that folder", failure.advice)

        with mock.patch.object(PreTrainedTokenizerFast, "from_pretrained", side_effect=OSError()):
            failures("measure")  # a fault that says nothing
        weights = self.base / "model.safetensors"
        weights.write_bytes(weights.read_bytes()[:-100])
        failures("train", "export")
        (self.base / "tokenizer.json").unlink()
        failures("measure", "train", "export")

    def test_what_a_killed_process_left_half_written_is_removed_by_the_next(self) -> None:
        gguf = write_gguf(self.folder / "gguf", random_model("qwen2", len(VOCABULARY)), VOCABULARY)
        half = self.folder / ".base.0123abcd.draft"
        half.mkdir()
        (half / "model.safetensors").write_text("half")
        (self.folder / ".tuned.0123abcd.draft").write_text("half")
        self.tune(gguf)
        self.assertEqual({entry.name for entry in self.folder.iterdir()}, {"gguf", "rows", "base", "run", "tuned"})
