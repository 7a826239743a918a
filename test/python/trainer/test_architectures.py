import errno
import unittest
from pathlib import Path
from typing import Any
from unittest import mock

import numpy as np
import torch
from transformers import AutoModelForCausalLM

from trainer import prepare
from trainer.architectures import ARCHITECTURES
from trainer.gguf_file import GgufFile
from trainer.rope import rope_parameters

from .support import failure_of, run, temporary_folder
from .tiny_models import random_model, write_gguf
from .vocabularies import byte_level

VOCABULARY = byte_level("qwen2")
LLAMA3 = {
    "rope_type": "llama3", "rope_theta": 500000.0, "factor": 8.0, "low_freq_factor": 1.0, "high_freq_factor": 4.0,
    "original_max_position_embeddings": 8192,
}  # fmt: skip
VARIANTS = {
    "llama": {},
    "llama, biased": {"attention_bias": True},
    "llama, untied": {"tie_word_embeddings": False},
    "llama, scaled": {"rope_parameters": LLAMA3},
    "qwen2": {},
    "qwen3": {"tie_word_embeddings": True},
    "gemma2": {"sliding_window": 8},
    "gemma3": {"sliding_window": 8, "num_hidden_layers": 7, "query_pre_attn_scalar": 32},
}


def llama3_factors(model: Any) -> np.ndarray:
    """As llama.cpp's converter finds them: what plain frequencies are divided by."""
    plain = 1 / 500000.0 ** (torch.arange(0, 32, 2) / 32)
    return (plain / model.model.rotary_emb.inv_freq).numpy().astype(np.float32)


class ArchitecturesTest(unittest.TestCase):
    def setUp(self) -> None:
        self.folder = temporary_folder(self)

    def prepare(self, path: Path, dtype: str = "float32") -> Path:
        run("prepare", model={"gguf": str(path)}, output=str(self.folder / "prepared"), dtype=dtype)
        return self.folder / "prepared"

    def test_a_prepared_model_says_what_the_original_says(self) -> None:
        self.assertEqual({name.split(",")[0] for name in VARIANTS}, set(ARCHITECTURES))
        ids = torch.arange(40)[None] * 7 % len(VOCABULARY)
        for name, changes in VARIANTS.items():
            with self.subTest(name), torch.inference_mode():
                # Gemma's layers attend by a scale that follows from the width of heads in all real models.
                scale = {"query_pre_attn_scalar": 32} if name == "gemma2" else {}
                model = random_model(name.split(",")[0], len(VOCABULARY), **{**scale, **changes})
                tensors = {"rope_freqs.weight": llama3_factors(model)} if name == "llama, scaled" else {}
                path = write_gguf(self.folder / "model", model, VOCABULARY, tensors=tensors)
                loaded = AutoModelForCausalLM.from_pretrained(self.prepare(path), attn_implementation="eager")
                torch.testing.assert_close(loaded(ids).logits, model(ids).logits, rtol=1e-4, atol=1e-4)

    def test_linear_scaling_is_read(self) -> None:
        fields = {"rope.scaling.type": "linear", "rope.scaling.factor": 4.0}
        path = write_gguf(self.folder / "model", random_model("llama", len(VOCABULARY)), VOCABULARY, fields)
        self.assertEqual(rope_parameters(GgufFile(path)), {"rope_type": "linear", "rope_theta": 10000.0, "factor": 4.0})

    def test_what_is_not_known_is_refused(self) -> None:
        model = random_model("llama", len(VOCABULARY))
        stranger = {"blk.0.attn_sinks.weight": np.ones(4, np.float32)}
        cases = [
            ({"rope.scaling.type": "yarn", "rope.scaling.factor": 4.0}, {}),
            ({"expert_count": 8}, {}),
            ({}, stranger),
            ({}, {"rope_freqs.weight": np.linspace(1, 9, 16, dtype=np.float32)}),
            ({}, {"blk.1.ffn_up.weight": np.ones((4, 64), np.float32)}),
        ]
        for fields, tensors in cases:
            path = write_gguf(self.folder / "model", model, VOCABULARY, fields, tensors)
            with self.subTest(fields=fields, tensors=list(tensors)):
                failure = failure_of("prepare", model={"gguf": str(path)}, output=str(self.folder / "x"), dtype="auto")
                self.assertEqual(failure.code, "unsupportedArchitecture")
        self.assertEqual([entry.name for entry in self.folder.iterdir()], ["model"])

    def test_another_architecture_is_refused_with_the_names_of_those_that_are_not(self) -> None:
        path = write_gguf(self.folder / "model", random_model("llama", len(VOCABULARY)), VOCABULARY)
        path.write_bytes(path.read_bytes().replace(b"llama", b"mamba"))
        failure = failure_of("prepare", model={"gguf": str(path)}, output=str(self.folder / "x"), dtype="auto")
        self.assertEqual(failure.code, "unsupportedArchitecture")
        self.assertIn(", ".join(ARCHITECTURES), failure.advice)
        self.assertFalse(run("inspect", model={"gguf": str(path)})[0]["supported"])

    def test_tensors_of_vision_are_left_alone(self) -> None:
        vision = {"v.blk.0.attn_q.weight": np.ones((4, 4), np.float32), "mm.input.weight": np.ones((4, 4), np.float32)}
        self.prepare(
            write_gguf(self.folder / "model", random_model("llama", len(VOCABULARY)), VOCABULARY, tensors=vision)
        )

    def test_many_weights_are_written_in_parts(self) -> None:
        path = write_gguf(self.folder / "model", random_model("llama", len(VOCABULARY)), VOCABULARY)
        whole = AutoModelForCausalLM.from_pretrained(self.prepare(path)).state_dict()
        with mock.patch.object(prepare, "_SHARD_BYTES", 50_000):
            folder = self.prepare(path)
        self.assertGreater(len(list(folder.glob("*.safetensors"))), 2)
        for name, weight in AutoModelForCausalLM.from_pretrained(folder).state_dict().items():
            self.assertTrue(torch.equal(weight, whole[name]), name)

    def test_a_full_disk_leaves_nothing_behind(self) -> None:
        path = write_gguf(self.folder / "model", random_model("llama", len(VOCABULARY)), VOCABULARY)
        full = OSError(errno.ENOSPC, "No space left on device")
        with mock.patch.object(prepare, "save_file", side_effect=full):
            failure = failure_of("prepare", model={"gguf": str(path)}, output=str(self.folder / "x"), dtype="auto")
        self.assertEqual(failure.code, "diskFull")
        self.assertEqual([entry.name for entry in self.folder.iterdir()], ["model"])
