"""Small random models of each architecture, as transformers has them and as llama.cpp's converter would write them."""

from pathlib import Path
from typing import Any

import gguf
import numpy as np
import torch
from transformers import AutoConfig, AutoModelForCausalLM

from .vocabularies import Vocabulary, byte_level

SIZES: dict[str, Any] = {
    "hidden_size": 64,
    "intermediate_size": 96,
    "num_hidden_layers": 2,
    "num_attention_heads": 4,
    "num_key_value_heads": 2,
    "head_dim": 32,
    "max_position_embeddings": 512,
    "rms_norm_eps": 1e-5,
    "pad_token_id": 0,
    "bos_token_id": 0,
    "eos_token_id": 1,
}
MODEL_TYPES = {"llama": "llama", "qwen2": "qwen2", "qwen3": "qwen3", "gemma2": "gemma2", "gemma3": "gemma3_text"}


def random_model(architecture: str, vocabulary: int, **changes: Any) -> torch.nn.Module:
    """Every parameter random, norms and biases, too: one that is left out or mixed up shows."""
    config = AutoConfig.for_model(MODEL_TYPES[architecture], **{**SIZES, "vocab_size": vocabulary, **changes})
    torch.manual_seed(0)
    model = AutoModelForCausalLM.from_config(config, attn_implementation="eager", dtype=torch.float32).eval()
    with torch.no_grad():
        for weight in model.parameters():
            weight.normal_(0, 0.1)
    return model


def write_gguf(
    path: Path,
    model: torch.nn.Module,
    vocabulary: Vocabulary | None = None,
    fields: dict[str, Any] | None = None,
    tensors: dict[str, np.ndarray] | None = None,
    kind: gguf.GGMLQuantizationType = gguf.GGMLQuantizationType.F32,
) -> Path:
    """The model as a GGUF file. `fields` and `tensors` come on top, or take the place of those of the same name."""
    config: Any = model.config
    architecture = {model_type: name for name, model_type in MODEL_TYPES.items()}[config.model_type]
    writer = gguf.GGUFWriter(path, architecture)
    for key, value in {**_fields(config), **(fields or {})}.items():
        name = key if "." in key and key.split(".")[0] in ("general", "tokenizer") else f"{architecture}.{key}"
        add = {bool: writer.add_bool, int: writer.add_uint32, float: writer.add_float32, str: writer.add_string}
        add[type(value)](name, value)
    (vocabulary or byte_level("gpt-2")).write(writer)
    for name, weight in {**_tensors(architecture, model), **(tensors or {})}.items():
        as_is = weight.ndim == 1
        stored = weight if as_is else gguf.quants.quantize(weight, kind)
        writer.add_tensor(name, stored, raw_dtype=gguf.GGMLQuantizationType.F32 if as_is else kind)
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()
    return path


def _fields(config: Any) -> dict[str, Any]:
    rope = config.rope_parameters
    fields = {
        "general.name": "Tiny",
        "general.file_type": 0,
        "context_length": config.max_position_embeddings,
        "embedding_length": config.hidden_size,
        "block_count": config.num_hidden_layers,
        "feed_forward_length": config.intermediate_size,
        "attention.head_count": config.num_attention_heads,
        "attention.head_count_kv": config.num_key_value_heads,
        "attention.key_length": config.head_dim,
        "attention.value_length": config.head_dim,
        "attention.layer_norm_rms_epsilon": float(config.rms_norm_eps),
        "rope.freq_base": float(rope.get("full_attention", rope)["rope_theta"]),
    }
    if config.model_type.startswith("gemma"):
        fields["attention.sliding_window"] = config.sliding_window
    if config.model_type == "gemma2":
        fields |= {"attn_logit_softcapping": 50.0, "final_logit_softcapping": 30.0}
    return fields


def _tensors(architecture: str, model: torch.nn.Module) -> dict[str, np.ndarray]:
    config: Any = model.config
    kind = next(kind for kind, name in gguf.MODEL_ARCH_NAMES.items() if name == architecture)
    names = gguf.get_tensor_name_map(kind, config.num_hidden_layers)
    tensors = {}
    for name, value in model.state_dict().items():
        if name == "lm_head.weight" and config.tie_word_embeddings:
            continue
        stored, weight = names.get_name(name, try_suffixes=(".weight", ".bias")), value.numpy()
        assert stored is not None
        if architecture.startswith("gemma") and name.endswith("norm.weight"):
            weight = weight + 1
        if architecture == "llama" and (".attn_q." in stored or ".attn_k." in stored):
            heads = config.num_attention_heads if ".attn_q." in stored else config.num_key_value_heads
            weight = weight.reshape(heads, 2, -1, *weight.shape[1:]).swapaxes(1, 2).reshape(weight.shape)
        tensors[stored] = np.ascontiguousarray(weight)
    return tensors
