"""Whether weights in Hugging Face's layout are of the very model that a GGUF file holds."""

import math
from collections.abc import Mapping
from typing import Any

import torch
from transformers import PretrainedConfig

from .failure import Failure
from .folder_weights import FolderWeights, stored_name
from .weights import NamedWeights

_SAME = (
    *("model_type", "hidden_size", "intermediate_size", "num_hidden_layers"),
    *("num_attention_heads", "num_key_value_heads", "head_dim"),
)
"""What both configurations have to say alike; tensors alone do not show how they are divided into heads."""
_COPIES = ("lm_head.weight", "rotary_emb.inv_freq")
"""How tensors end that some folders have besides, made of others."""
_LEAST_COSINE = 0.8
"""Between matrices of both. Two bits a weight leave 0.95; further training changes less; other models have about 0."""
_COMPARED = "q_proj.weight"
"""One matrix of each block."""


def compare_shapes(
    named: NamedWeights, theirs: PretrainedConfig, shapes: Mapping[str, tuple[int, ...]], where: str
) -> None:
    """Compares architecture and sizes. Raises `Failure` (`otherModel`)."""
    for field in _SAME:
        here, there = _value(theirs, field), _value(named.config, field)
        if here != there:
            raise _other(where, f"its {field} is {here}, and there it is {there}")
    if not math.isclose(here := _rope_theta(theirs), there := _rope_theta(named.config), rel_tol=1e-3):
        raise _other(where, f"its rope_theta is {here:g}, and there it is {there:g}")
    for name, tensor in named.tensors.items():
        if (shape := shapes.get(stored_name(name, shapes))) is None:
            raise _other(where, f"it lacks {name}")
        if shape != tensor.shape:
            raise _other(where, f"its {name} has the shape {list(shape)}, and there it has {list(tensor.shape)}")
    if more := sorted(name for name in set(shapes) - set(named.tensors) if not name.endswith(_COPIES)):
        raise _other(where, f"it has {more[0]}, and there is none")


def compare_numbers(named: NamedWeights, theirs: FolderWeights, where: str) -> None:
    """Compares a part of the weights, but for their precision. Raises `Failure` (`otherModel`)."""
    for name, tensor in named.tensors.items():
        if name.endswith(_COMPARED):
            one, other = named.load(tensor).flatten(), theirs.load(name).flatten()
            if not torch.cosine_similarity(one, other, dim=0) >= _LEAST_COSINE:
                raise _other(where, f"the numbers in its {name} are others")


def _value(config: PretrainedConfig, field: str) -> Any:
    """What a configuration says, or what it means where it says nothing."""
    found = getattr(config, field, None)
    if found is None and field == "num_key_value_heads":
        return config.num_attention_heads
    if found is None and field == "head_dim":
        return config.hidden_size // config.num_attention_heads
    return found


def _rope_theta(config: PretrainedConfig) -> float:
    """Of the layers that see everything, where others have one of their own."""
    parameters = config.rope_parameters
    return float(parameters.get("full_attention", parameters)["rope_theta"])


def _other(where: str, why: str) -> Failure:
    return Failure(
        "otherModel",
        f"{where} does not hold the weights of the model in Ollama: {why}.",
        "Name what this very model was made from, or train on the weights that Ollama holds.",
    )
