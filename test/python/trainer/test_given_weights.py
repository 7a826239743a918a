import json
import os
import unittest
from pathlib import Path
from typing import Any
from unittest import mock

import torch
from peft import LoraConfig, get_peft_model
from safetensors.torch import load_file, save_file
from transformers import AutoModelForCausalLM

from trainer.architectures import ARCHITECTURES
from trainer.failure import Failure
from trainer.folder_weights import FolderWeights
from trainer.weights import load_gguf

from .support import Process, failure_of, puzzles, run, temporary_folder, write_rows
from .tiny_hub import TinyHub
from .tiny_models import random_model, write_gguf
from .vocabularies import byte_level

VOCABULARY = byte_level("qwen2")
SCALE = {"query_pre_attn_scalar": 32}
"""Gemma's layers attend by a scale that follows from the width of heads in all real models."""


class GivenWeightsCase(unittest.TestCase):
    """A small random model as a GGUF file, and its weights in a folder in Hugging Face's layout."""

    def setUp(self) -> None:
        self.folder = temporary_folder(self)
        self.given = self.folder / "given"

    def make(self, architecture: str = "llama", **changes: Any) -> Path:
        """A coarse GGUF file of the model in the folder, which has all of its precision."""
        scale = SCALE if architecture.startswith("gemma") else {}
        self.model: Any = random_model(architecture, len(VOCABULARY), **scale, **changes)
        self.model.save_pretrained(self.given)
        coarse: Any = random_model(architecture, len(VOCABULARY), **scale, **changes)
        torch.manual_seed(1)
        with torch.no_grad():
            for weight in coarse.parameters():
                weight.add_(torch.randn_like(weight) * 0.02)
        return write_gguf(self.folder / "gguf", coarse, VOCABULARY)

    def match(self, gguf: Path) -> dict[str, str]:
        """The digest, under its name."""
        done, _ = run("match", model={"gguf": str(gguf)}, weights={"folder": str(self.given)})
        return done

    def refusal(self, gguf: Path) -> Failure:
        return failure_of("match", model={"gguf": str(gguf)}, weights={"folder": str(self.given)})

    def change_tensors(self, change: Any) -> None:
        path = self.given / "model.safetensors"
        tensors = load_file(path)
        change(tensors)
        save_file(tensors, path, metadata={"format": "pt"})

    def change_config(self, **changes: Any) -> None:
        path = self.given / "config.json"
        path.write_text(json.dumps({**json.loads(path.read_text()), **changes}))


class FolderTest(GivenWeightsCase):
    def test_are_what_is_prepared_trained_and_written_for_each_architecture(self) -> None:
        ids = torch.arange(40)[None] * 7 % len(VOCABULARY)
        rows, base, adapter, tuned = (str(self.folder / name) for name in ("rows", "base", "adapter", "tuned"))
        write_rows(Path(rows), puzzles(10))
        for architecture in ARCHITECTURES:
            with self.subTest(architecture), torch.inference_mode():
                gguf = self.make(architecture, tie_word_embeddings=architecture != "qwen2")
                given = {"folder": str(self.given), **self.match(gguf)}
                source = {"model": {"gguf": str(gguf)}, "dtype": "float32"}
                run("prepare", **source, output=base, weights=given)
                prepared = AutoModelForCausalLM.from_pretrained(base, attn_implementation="eager")
                torch.testing.assert_close(prepared(ids).logits, self.model(ids).logits, rtol=1e-4, atol=1e-4)
                config = LoraConfig(r=4, target_modules="all-linear", task_type="CAUSAL_LM")
                changed = get_peft_model(prepared, config)
                for name, weight in changed.named_parameters():
                    if "lora_" in name:
                        weight.data = torch.randn_like(weight) * 0.2
                changed.save_pretrained(adapter)
                request = {"model": {"gguf": str(gguf)}, "base": {"folder": base}, "adapter": adapter, "rows": rows}
                request |= {"output": tuned, "type": "F16", "positions": 100}
                done, _ = run("export", **request, given=True)
                self.assertGreaterEqual(done["agreement"], 0.97)
                merged = changed.merge_and_unload().eval()(ids).logits
                torch.testing.assert_close(load_gguf(Path(tuned))(ids).logits, merged, rtol=0.02, atol=0.02)
                self.assertEqual(failure_of("export", **request).code, "disagreement", "without them")

    def test_are_known_by_their_numbers(self) -> None:
        gguf = self.make()
        digest = self.match(gguf)["digest"]
        self.assertRegex(digest, "^[0-9a-f]{64}$")
        self.change_tensors(lambda tensors: tensors["model.norm.weight"].add_(0.01))
        self.assertNotEqual(self.match(gguf)["digest"], digest)
        request = {"model": {"gguf": str(gguf)}, "output": str(self.folder / "base"), "dtype": "float32"}
        failure = failure_of("prepare", **request, weights={"folder": str(self.given), "digest": digest})
        self.assertEqual(failure.code, "otherWeights")
        self.assertFalse((self.folder / "base").exists())

    def test_may_lie_in_several_files_and_leave_out_a_head_that_shares_the_embeddings(self) -> None:
        gguf = self.make(tie_word_embeddings=False)
        self.change_tensors(lambda tensors: tensors.pop("lm_head.weight"))
        self.match(gguf)
        self.assertTrue(
            torch.equal(FolderWeights(self.given).load("lm_head.weight"), self.model.model.embed_tokens.weight)
        )
        (self.given / "model.safetensors").unlink()
        self.model.save_pretrained(self.given, max_shard_size="100KB")
        self.assertGreater(len(list(self.given.glob("*.safetensors"))), 2)
        self.match(gguf)

    def test_of_another_model_are_refused_with_what_is_other(self) -> None:
        gguf = self.make("llama")
        cases: list[tuple[str, Any]] = [
            ("its model_type is qwen2, and there it is llama", lambda: self.change_config(model_type="qwen2")),
            ("its num_attention_heads is 2, and", lambda: self.change_config(num_attention_heads=2)),
            ("its rope_theta is 500000, and there it is 10000", lambda: self.change_config(
                rope_parameters={"rope_type": "default", "rope_theta": 500000.0})),
            ("it lacks model.norm.weight", lambda: self.change_tensors(lambda all: all.pop("model.norm.weight"))),
            ("it has model.layers.9.x, and there is none", lambda: self.change_tensors(
                lambda all: all.update({"model.layers.9.x": torch.ones(1)}))),
            (f"its model.embed_tokens.weight has the shape [7, 64], and there it has [{len(VOCABULARY)}, 64]",
             lambda: self.change_tensors(lambda all: all.update({"model.embed_tokens.weight": torch.ones(7, 64)}))),
            ("the numbers in its model.layers.1.self_attn.q_proj.weight are others", lambda: self.change_tensors(
                lambda all: all["model.layers.1.self_attn.q_proj.weight"].normal_())),
        ]  # fmt: skip
        for why, change in cases:
            self.make("llama")
            change()
            with self.subTest(why):
                failure = self.refusal(gguf)
                self.assertEqual(failure.code, "otherModel")
                self.assertIn(f"{self.given} does not hold the weights of the model in Ollama: {why}", failure.message)

    def test_that_cannot_be_read_are_said(self) -> None:
        gguf = self.make()
        weights = self.given / "model.safetensors"
        weights.write_bytes(weights.read_bytes()[:-100])
        self.assertEqual(self.refusal(gguf).code, "unreadableModel")
        weights.unlink()
        self.assertIn("model.safetensors", self.refusal(gguf).advice)
        self.make()
        self.change_config(num_attention_heads=3)  # which do not divide the layers
        self.assertEqual(self.refusal(gguf).code, "unreadableModel")
        (self.given / "config.json").write_text("{")
        self.assertEqual(self.refusal(gguf).code, "unreadableModel")
        self.given = self.folder / "none"
        self.assertEqual(self.refusal(gguf).code, "unreadableModel")


class HubTest(GivenWeightsCase):
    """A server on this machine speaks as the hub does."""

    def fetch(self, gguf: Path, url: str) -> Process:
        own = {"HF_ENDPOINT": url, "HF_HOME": str(self.folder / "cache"), "HF_HUB_OFFLINE": "0", "NO_PROXY": "*"}
        with mock.patch.dict(os.environ, own):
            return Process("fetch", {"hub": "someone/tiny", "model": {"gguf": str(gguf)}})

    def test_of_a_name_on_the_hub_are_fetched_and_match(self) -> None:
        gguf = self.make()
        with TinyHub("someone/tiny", self.given) as hub:
            process = self.fetch(gguf, hub.url)
            self.assertEqual(process.wait(), 0, process.errors)
            self.assertEqual(hub.whole_downloads("model.safetensors"), 1)
        self.given = Path(process.events[-1]["folder"])
        self.match(gguf)

    def test_of_another_model_on_the_hub_are_not_fetched(self) -> None:
        gguf = self.make("llama")
        self.change_config(num_hidden_layers=3)
        with TinyHub("someone/tiny", self.given) as hub:
            process = self.fetch(gguf, hub.url)
            self.assertEqual(process.wait(), 1, process.errors)
            self.assertEqual(process.events[-1]["code"], "otherModel")
            self.assertEqual(hub.whole_downloads("model.safetensors"), 0)

    def test_a_hub_that_is_not_there_is_said(self) -> None:
        process = self.fetch(self.make(), "http://127.0.0.1:9")
        self.assertEqual(process.wait(), 1, process.errors)
        self.assertEqual(process.events[-1]["code"], "hub")
        self.assertIn("someone/tiny cannot be had from the Hugging Face hub: ", process.events[-1]["message"])
