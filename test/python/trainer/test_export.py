import errno
import os
import unittest
from pathlib import Path
from typing import Any
from unittest import mock

import gguf
import numpy as np
import torch
from peft import LoraConfig, get_peft_model
from transformers import AutoModelForCausalLM

from trainer.adapter import Adapter
from trainer.gguf_file import GgufFile
from trainer.weights import load_gguf

from .support import Event, Recorder, failure_of, puzzles, run, temporary_folder, write_rows
from .tiny_models import random_model, write_gguf
from .vocabularies import byte_level

VOCABULARY = byte_level("qwen2")
Q8_0 = gguf.GGMLQuantizationType.Q8_0


class ExportTest(unittest.TestCase):
    """Small random models and random adapters."""

    def setUp(self) -> None:
        self.folder = temporary_folder(self)
        self.base, self.adapter, self.output = (self.folder / name for name in ("base", "adapter", "tuned"))
        self.rows = write_rows(self.folder / "rows", puzzles(10))

    def make(self, architecture: str, dora: bool = False, kind: gguf.GGMLQuantizationType = Q8_0) -> Path:
        """A base as GGUF and prepared, and an adapter that changes much."""
        changes = {"query_pre_attn_scalar": 32} if architecture.startswith("gemma") else {}
        path = write_gguf(
            self.folder / "gguf", random_model(architecture, len(VOCABULARY), **changes), VOCABULARY, kind=kind
        )
        run("prepare", model={"gguf": str(path)}, output=str(self.base), dtype="float32")
        config = LoraConfig(r=4, lora_alpha=8, target_modules="all-linear", use_dora=dora, task_type="CAUSAL_LM")
        tuned = get_peft_model(AutoModelForCausalLM.from_pretrained(self.base), config)
        torch.manual_seed(1)
        for name, weight in tuned.named_parameters():
            if "lora_" in name:
                weight.data = weight.data * 1.3 if "magnitude" in name else torch.randn_like(weight) * 0.2
        tuned.save_pretrained(str(self.adapter))
        self.tuned = tuned.merge_and_unload().eval()
        return path

    def request(self, path: Path, **changes: Any) -> dict[str, Any]:
        names = {"adapter": str(self.adapter), "output": str(self.output), "rows": str(self.rows)}
        return {
            "model": {"gguf": str(path)},
            "base": {"folder": str(self.base)},
            "type": "auto",
            "positions": 200,
            **names,
            **changes,
        }

    def export(self, path: Path, **changes: Any) -> tuple[Event, Recorder]:
        return run("export", **self.request(path, **changes))

    def test_the_file_says_what_the_tuned_model_says(self) -> None:
        ids = torch.arange(40)[None] * 7 % len(VOCABULARY)
        for architecture in ("llama", "qwen2", "qwen3", "gemma2", "gemma3"):
            for dora in (False, True):
                with self.subTest(architecture, dora=dora), torch.inference_mode():
                    done, _ = self.export(self.make(architecture, dora), type="F16")
                    self.assertEqual((done["type"], done["tuned"]), ("F16", 14))
                    torch.testing.assert_close(
                        load_gguf(self.output)(ids).logits, self.tuned(ids).logits, rtol=0.02, atol=0.02
                    )

    def test_merges_as_peft_does(self) -> None:
        for dora in (False, True):
            path = self.make("llama", dora)
            adapter, weights = Adapter(self.adapter), load_gguf(path).state_dict()
            for name, weight in self.tuned.state_dict().items():
                if name in adapter.tuned:
                    torch.testing.assert_close(adapter.merged(name, weights[name]), weight, rtol=1e-5, atol=1e-5)

    def test_all_else_is_copied_byte_for_byte(self) -> None:
        path = self.make("llama")
        done, said = self.export(path)
        self.assertEqual((done["type"], done["bytes"]), ("Q8_0", self.output.stat().st_size))
        before, after = GgufFile(path), GgufFile(self.output)
        kept = [key for key in before.fields if key != "general.file_type"]
        self.assertEqual([*kept, "general.file_type", "general.quantization_version"], list(after.fields))
        for key in kept:
            np.testing.assert_array_equal(before.get(key), after.get(key), key)
        self.assertEqual(after.get("general.file_type"), gguf.LlamaFileType.MOSTLY_Q8_0)
        tuned = 0
        for one, other in zip(before.tensors, after.tensors, strict=True):
            self.assertEqual((one.name, one.shape), (other.name, other.shape))
            same = before.raw(one.start, one.start + one.size) == after.raw(other.start, other.start + other.size)
            tuned += not same
            self.assertTrue(same or other.kind == Q8_0)
        self.assertEqual(tuned, done["tuned"])
        gguf.GGUFReader(self.output)
        self.assertEqual([event["done"] for event in said.named("tensor")], list(range(1, len(before.tensors) + 1)))
        self.assertGreaterEqual(done["positions"], 200)

    def test_auto_keeps_a_plain_model_plain(self) -> None:
        done, _ = self.export(self.make("qwen3", kind=gguf.GGMLQuantizationType.F16))
        self.assertEqual((done["type"], done["agreement"]), ("F16", 1.0))

    def test_rows_that_are_no_whole_blocks_are_kept_in_half_precision(self) -> None:
        model = random_model("llama", len(VOCABULARY), intermediate_size=80)
        self.make("llama")
        path = write_gguf(self.folder / "other", model, VOCABULARY)
        self.assertEqual(failure_of("export", **self.request(path)).code, "unreadableAdapter", "of another size")
        run("prepare", model={"gguf": str(path)}, output=str(self.base), dtype="float32")
        tuned = get_peft_model(model, LoraConfig(r=2, target_modules="all-linear", task_type="CAUSAL_LM"))
        tuned.save_pretrained(str(self.adapter))
        self.export(path, type="Q8_0")
        kinds = {tensor.name: tensor.kind.name for tensor in GgufFile(self.output).tensors}
        self.assertEqual((kinds["blk.0.ffn_down.weight"], kinds["blk.0.ffn_up.weight"]), ("F16", "Q8_0"))

    def test_a_file_that_says_something_else_gets_no_name(self) -> None:
        path = self.make("llama")
        self.output.write_text("earlier")
        with mock.patch.object(Adapter, "merged", lambda self, name, weight: weight.flip(0)):
            failure = failure_of("export", **self.request(path))
        self.assertEqual(failure.code, "disagreement")
        self.assertEqual(self.output.read_text(), "earlier")
        self.assertFalse([entry for entry in self.folder.iterdir() if entry.name.startswith(".")])

    def test_predictions_that_are_no_numbers_never_agree(self) -> None:
        path = self.make("llama")
        with mock.patch.object(Adapter, "merged", lambda self, name, weight: weight * float("nan")):
            self.assertEqual(failure_of("export", **self.request(path, type="F16")).code, "disagreement")

    def test_an_adapter_that_is_missing_or_of_another_model_is_unreadable(self) -> None:
        path = self.make("llama")
        self.assertEqual(
            failure_of("export", **self.request(path, adapter=str(self.folder / "none"))).code, "unreadableAdapter"
        )
        weights = self.adapter / "adapter_model.safetensors"
        whole = weights.read_bytes()
        weights.write_bytes(whole[: len(whole) // 2])
        self.assertEqual(failure_of("export", **self.request(path)).code, "unreadableAdapter")
        weights.write_bytes(whole.replace(b"layers.1.", b"layers.9."))
        self.assertEqual(failure_of("export", **self.request(path)).code, "unreadableAdapter")

    def test_a_full_disk_is_said(self) -> None:
        path = self.make("llama")
        with mock.patch.object(os, "replace", side_effect=OSError(errno.ENOSPC, "No space left on device")):
            self.assertEqual(failure_of("export", **self.request(path)).code, "diskFull")
        self.assertFalse(self.output.exists())
