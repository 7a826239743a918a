"""Rotary position embeddings: what a GGUF file says of them, in transformers' words."""

from typing import Any

import numpy as np

from .failure import Failure
from .gguf_file import GgufFile

_GEMMA3_LOCAL_BASE = 10_000.0
"""Base of Gemma 3's sliding layers where the file does not name it, as in llama.cpp."""
_LLAMA3 = {"low_freq_factor": 1.0, "high_freq_factor": 4.0, "original_max_position_embeddings": 8192}
"""What all models of Llama 3.1 to 3.3 share. A GGUF holds only the factors that come of it (`rope_freqs`)."""


def rope_parameters(file: GgufFile) -> dict[str, Any]:
    """The configuration's `rope_parameters`. Raises `Failure` for a scaling that cannot be told from the file."""
    prefix = f"{file.architecture}.rope"
    base = file.get(f"{prefix}.freq_base", 10_000.0)
    scaling = {"rope_type": "default", "rope_theta": base, **_scaling(file, prefix, base)}
    if file.architecture != "gemma3":
        return scaling
    local = file.get(f"{prefix}.freq_base_swa", _GEMMA3_LOCAL_BASE)
    return {"full_attention": scaling, "sliding_attention": {"rope_type": "default", "rope_theta": local}}


def _scaling(file: GgufFile, prefix: str, base: float) -> dict[str, Any]:
    kind, factor = file.get(f"{prefix}.scaling.type", "none"), file.get(f"{prefix}.scaling.factor", 0.0)
    if kind == "linear" and factor:
        return {"rope_type": "linear", "factor": factor}
    if kind not in ("none", "linear"):
        raise _unsupported(file, f"scaled by {kind}")
    tensor = next((tensor for tensor in file.tensors if tensor.name == "rope_freqs.weight"), None)
    if tensor is None:
        return {}
    stored = file.dequantized(tensor)
    parameters = {**_LLAMA3, "factor": float(stored.max())}
    if not np.allclose(stored, _llama3_factors(len(stored), base, parameters), rtol=1e-3):
        raise _unsupported(file, "scaled by factors that are not Llama 3's")
    return {"rope_type": "llama3", **parameters}


def _llama3_factors(count: int, base: float, parameters: dict[str, Any]) -> np.ndarray:
    """What frequencies are divided by: 1 for short waves, `factor` for long ones, and a slope between them."""
    waves = 2 * np.pi * base ** (np.arange(count) / count)
    low, high, context = (parameters[name] for name in _LLAMA3)
    share = np.clip((context / waves - low) / (high - low), 0, 1)
    return 1 / ((1 - share) / parameters["factor"] + share)


def _unsupported(file: GgufFile, how: str) -> Failure:
    return Failure(
        "unsupportedArchitecture",
        f"The model {file.get('general.name', file.path.name)} cannot be tuned: its positions are {how}.",
        "Choose a model with plain, linear or Llama 3's rotary positions.",
    )
