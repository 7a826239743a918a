"""A small random model that Ollama can serve: `python -m trainer.tiny_served GGUF FOLDER` writes it in both forms."""

import sys
from pathlib import Path
from typing import Any

from transformers.convert_slow_tokenizer import bytes_to_unicode

from .tiny_models import random_model, write_gguf
from .vocabularies import Vocabulary, byte_level

_SIZES: dict[str, Any] = {"num_hidden_layers": 16, "hidden_size": 256, "head_dim": 64, "intermediate_size": 1024}
"""Heads that are together as wide as the layers, as Ollama wants them; and all of a size that takes a moment to write."""
_SPECIAL = 3


def _ascii() -> Vocabulary:
    """Without bytes that are no letters of their own: Ollama says nothing at all where such a one is said alone."""
    whole, spelling = byte_level("qwen2"), bytes_to_unicode()
    letters = {spelling[byte] for byte in range(128)}
    kept = [n for n, token in enumerate(whole.tokens) if n < _SPECIAL or letters.issuperset(token)]
    merges = [merge for merge in whole.merges or [] if letters.issuperset(merge.replace(" ", ""))]
    tokens, types = ([each[n] for n in kept] for each in (whole.tokens, whole.types))
    return Vocabulary("gpt2", tokens, types, whole.fields, merges=merges)  # type: ignore[arg-type]


if __name__ == "__main__":
    vocabulary = _ascii()
    model: Any = random_model("qwen2", len(vocabulary), **_SIZES)
    write_gguf(Path(sys.argv[1]), model, vocabulary)
    model.save_pretrained(sys.argv[2])
