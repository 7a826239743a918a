"""The phase `prepare`: a model in the form from which it is trained, made once."""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

import torch
from huggingface_hub import split_torch_state_dict_into_shards
from safetensors.torch import save_file

from .events import Events
from .failure import Failure
from .files import whole_folder
from .folder_weights import INDEX, FolderWeights
from .gguf_file import GgufFile
from .gguf_tokenizer import build_tokenizer
from .machine import accelerator, free_memory
from .sources import Gguf
from .weights import NamedWeights, config_of, model_class

_SHARD_BYTES = 2 << 30
"""Weights in one file: so many are in memory at a time."""


@dataclass(frozen=True)
class GivenWeights:
    """Those of a folder that `match` has found to hold the same model."""

    folder: str
    digest: str


@dataclass(frozen=True)
class PrepareRequest:
    model: Gguf
    output: str
    dtype: Literal["float32", "bfloat16", "auto"]
    weights: GivenWeights | None = None
    """Taken instead of the file's own."""


def prepare(request: PrepareRequest, events: Events) -> dict[str, Any]:
    """Writes a plain Hugging Face folder: from then on every phase loads the model like any other.

    Configuration and tokenizer are always the file's: they are what the tuned model is served with.
    """
    output, file = Path(request.output), GgufFile(request.model.path)
    config = config_of(file)
    weights = NamedWeights(file, config)
    given = None if request.weights is None else _read(request.weights)
    dtype = _dtype(request.dtype, weights.parameters)
    with whole_folder(output) as folder:
        build_tokenizer(file).save_pretrained(folder)
        config.dtype, config.architectures = dtype, [model_class(config).__name__]
        config.save_pretrained(folder)
        _write_weights(weights, given, folder, dtype, events)
    size = sum(file.stat().st_size for file in output.iterdir())
    return {"folder": str(output), "bytes": size, "parameters": weights.parameters, "dtype": _NAMES[dtype]}


def _read(given: GivenWeights) -> FolderWeights:
    weights = FolderWeights(Path(given.folder))
    if weights.digest() != given.digest:
        raise Failure(
            "otherWeights",
            f"The weights in {given.folder} are not those with which this training began.",
            "Put those back and resume, or start a new training.",
        )
    return weights


_NAMES = {torch.float32: "float32", torch.bfloat16: "bfloat16"}


def _write_weights(
    weights: NamedWeights, given: FolderWeights | None, folder: Path, dtype: torch.dtype, events: Events
) -> None:
    on_meta = {name: torch.empty(tensor.shape, dtype=dtype, device="meta") for name, tensor in weights.tensors.items()}
    plan = split_torch_state_dict_into_shards(on_meta, max_shard_size=_SHARD_BYTES)
    done = 0
    for shard, names in plan.filename_to_tensors.items():
        held = {}
        for name in names:
            weight = weights.load(weights.tensors[name]) if given is None else given.load(name)
            held[name] = weight.to(dtype)
            done += 1
            events.emit("tensor", done=done, total=len(on_meta))
        save_file(held, folder / shard, metadata={"format": "pt"})
    if plan.is_sharded:
        index = {"metadata": plan.metadata, "weight_map": plan.tensor_to_filename}
        (folder / INDEX).write_text(json.dumps(index), encoding="utf-8")


def _dtype(wanted: str, parameters: int) -> torch.dtype:
    """Half precision where the weights would be brought to it for training, or would leave little room in memory."""
    if wanted == "auto":
        half = accelerator() == "cuda" or parameters * 4 > free_memory() // 2
        return torch.bfloat16 if half else torch.float32
    return torch.bfloat16 if wanted == "bfloat16" else torch.float32
