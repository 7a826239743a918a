"""What is special about each architecture: its configuration in transformers, and how llama.cpp stores its weights.

Sources: `convert_hf_to_gguf.py` and `src/llama-model.cpp` of llama.cpp, which are what GGUF files are made and read by.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np

from .failure import Failure
from .gguf_file import GgufFile
from .rope import rope_parameters


@dataclass(frozen=True)
class Architecture:
    """An architecture of GGUF files that the trainer can tune."""

    model_type: str
    """Its name in transformers."""
    special: Callable[[GgufFile], dict[str, Any]]
    """The part of the configuration that other architectures do not have."""
    permuted: bool = False
    """Whether rows of the query and key projections lie as llama.cpp's rotary embedding wants them."""
    norm_offset: float = 0.0
    """What llama.cpp's converter added to the weights of norms."""

    def config(self, file: GgufFile) -> dict[str, Any]:
        """The configuration for transformers, complete but for its defaults. Raises `Failure`."""
        number = _numbers(file)
        hidden, heads = number("embedding_length"), number("attention.head_count")
        embeddings = {tensor.name: tensor.shape for tensor in file.tensors}.get("token_embd.weight")
        if embeddings is None:
            raise unsupported(file, "it has no token embeddings")
        if number("expert_count", 0):
            raise unsupported(file, "it is a mixture of experts")
        return {
            "model_type": self.model_type,
            "hidden_size": hidden,
            "intermediate_size": number("feed_forward_length"),
            "num_hidden_layers": number("block_count"),
            "num_attention_heads": heads,
            "num_key_value_heads": number("attention.head_count_kv", heads),
            "head_dim": number("attention.key_length", number("rope.dimension_count", hidden // heads)),
            "max_position_embeddings": number("context_length"),
            "rms_norm_eps": number("attention.layer_norm_rms_epsilon"),
            "rope_parameters": rope_parameters(file),
            "vocab_size": embeddings[0],
            "tie_word_embeddings": all(tensor.name != "output.weight" for tensor in file.tensors),
            "bos_token_id": file.get("tokenizer.ggml.bos_token_id"),
            "eos_token_id": file.get("tokenizer.ggml.eos_token_id"),
            "pad_token_id": file.get("tokenizer.ggml.padding_token_id"),
            **self.special(file),
        }

    def to_transformers(self, name: str, weight: np.ndarray, file: GgufFile) -> np.ndarray:
        """A dequantized tensor as transformers has it. `name` is the one in the GGUF."""
        if self.norm_offset and name.endswith("norm.weight"):
            return weight - self.norm_offset
        if heads := self._permuted_heads(name, file):
            split = weight.reshape(heads, weight.shape[0] // heads // 2, 2, *weight.shape[1:])
            return split.swapaxes(1, 2).reshape(weight.shape)
        return weight

    def to_gguf(self, name: str, weight: np.ndarray, file: GgufFile) -> np.ndarray:
        """The other way."""
        if self.norm_offset and name.endswith("norm.weight"):
            return weight + self.norm_offset
        if heads := self._permuted_heads(name, file):
            split = weight.reshape(heads, 2, weight.shape[0] // heads // 2, *weight.shape[1:])
            return split.swapaxes(1, 2).reshape(weight.shape)
        return weight

    def _permuted_heads(self, name: str, file: GgufFile) -> int:
        """Heads whose rows are permuted in this tensor; 0 where none are."""
        if not self.permuted or not (".attn_q." in name or ".attn_k." in name):
            return 0
        number = _numbers(file)
        heads = number("attention.head_count")
        return heads if ".attn_q." in name else number("attention.head_count_kv", heads)


def _plain(_: GgufFile) -> dict[str, Any]:
    return {}


def _llama(file: GgufFile) -> dict[str, Any]:
    biased = any(".attn_q.bias" in tensor.name for tensor in file.tensors)
    return {"attention_bias": biased}


def _gemma2(file: GgufFile) -> dict[str, Any]:
    number = _numbers(file)
    return {
        "sliding_window": number("attention.sliding_window", 4096),
        "attn_logit_softcapping": number("attn_logit_softcapping", 50.0),
        "final_logit_softcapping": number("final_logit_softcapping", 30.0),
        "query_pre_attn_scalar": _attention_scale(file, layers_of_exception=46),
    }


def _gemma3(file: GgufFile) -> dict[str, Any]:
    window = _numbers(file)("attention.sliding_window")
    return {"sliding_window": window, "query_pre_attn_scalar": _attention_scale(file, layers_of_exception=62)}


def _attention_scale(file: GgufFile, layers_of_exception: int) -> int:
    """Gemma's attention divides by the root of the head's width, but the 27B models by that of hidden size per head.

    The file does not say so: llama.cpp knows those models by their number of layers.
    """
    number = _numbers(file)
    if number("block_count") == layers_of_exception:
        return number("embedding_length") // number("attention.head_count")
    return number("attention.key_length")


ARCHITECTURES = {
    "llama": Architecture("llama", _llama, permuted=True),  # Mistral and SmolLM2, too
    "qwen2": Architecture("qwen2", _plain),
    "qwen3": Architecture("qwen3", _plain),
    "gemma2": Architecture("gemma2", _gemma2, norm_offset=1.0),
    "gemma3": Architecture("gemma3_text", _gemma3, norm_offset=1.0),
}


def architecture_of(file: GgufFile) -> Architecture:
    """Raises `Failure` (`unsupportedArchitecture`)."""
    if (known := ARCHITECTURES.get(file.architecture)) is None:
        raise unsupported(file, f"its architecture is {file.architecture or 'not named'}")
    return known


def unsupported(file: GgufFile, why: str) -> Failure:
    """The failure for a model that cannot be tuned."""
    return Failure(
        "unsupportedArchitecture",
        f"The model {file.get('general.name', file.path.name)} cannot be tuned: {why}.",
        f"Choose a model of one of these architectures: {', '.join(ARCHITECTURES)}.",
    )


_REQUIRED = object()


def _numbers(file: GgufFile) -> Callable[..., Any]:
    """Reads numbers among the fields of the file's architecture."""

    def number(key: str, default: Any = _REQUIRED) -> Any:
        value = file.get(f"{file.architecture}.{key}")
        if value is None and default is not _REQUIRED:
            return default
        if not isinstance(value, (int, float)):
            raise unsupported(file, f"it has no single {key.replace('_', ' ')}")
        return value

    return number
