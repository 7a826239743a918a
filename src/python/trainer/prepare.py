"""The phase `prepare`: a model in the form from which it is trained, made once."""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

import torch
from huggingface_hub import split_torch_state_dict_into_shards
from safetensors.torch import save_file
from transformers import AutoModelForCausalLM, AutoTokenizer

from .events import Events
from .failure import Failure
from .files import whole_folder
from .gguf_file import GgufFile
from .gguf_tokenizer import build_tokenizer
from .machine import accelerator, free_memory
from .sources import Folder, Gguf, Hub, Source
from .weights import NamedWeights, config_of, model_class

_SHARD_BYTES = 2 << 30
"""Weights in one file: so many are in memory at a time."""


@dataclass(frozen=True)
class PrepareRequest:
    model: Source
    output: str
    dtype: Literal["float32", "bfloat16", "auto"]


def prepare(request: PrepareRequest, events: Events) -> dict[str, Any]:
    """Writes a plain Hugging Face folder: from then on every phase loads the model like any other."""
    output = Path(request.output)
    with whole_folder(output) as folder:
        if isinstance(request.model, Gguf):
            parameters, dtype = _from_gguf(request.model.path, folder, request.dtype, events)
        else:
            parameters, dtype = _from_transformers(request.model, folder, request.dtype)
    size = sum(file.stat().st_size for file in output.iterdir())
    return {"folder": str(output), "bytes": size, "parameters": parameters, "dtype": _NAMES[dtype]}


_NAMES = {torch.float32: "float32", torch.bfloat16: "bfloat16"}


def _from_gguf(path: Path, folder: Path, wanted: str, events: Events) -> tuple[int, torch.dtype]:
    file = GgufFile(path)
    config = config_of(file)
    weights = NamedWeights(file, config)
    dtype = _dtype(wanted, weights.parameters)
    build_tokenizer(file).save_pretrained(folder)
    config.dtype, config.architectures = dtype, [model_class(config).__name__]
    config.save_pretrained(folder)
    on_meta = {name: torch.empty(tensor.shape, dtype=dtype, device="meta") for name, tensor in weights.tensors.items()}
    plan = split_torch_state_dict_into_shards(on_meta, max_shard_size=_SHARD_BYTES)
    done = 0
    for shard, names in plan.filename_to_tensors.items():
        held = {}
        for name in names:
            held[name] = weights.load(weights.tensors[name]).to(dtype)
            done += 1
            events.emit("tensor", done=done, total=len(on_meta))
        save_file(held, folder / shard, metadata={"format": "pt"})
    if plan.is_sharded:
        index = {"metadata": plan.metadata, "weight_map": plan.tensor_to_filename}
        (folder / "model.safetensors.index.json").write_text(json.dumps(index), encoding="utf-8")
    return weights.parameters, dtype


def _from_transformers(source: Folder | Hub, folder: Path, wanted: str) -> tuple[int, torch.dtype]:
    name = source.folder if isinstance(source, Folder) else source.hub
    try:
        model = AutoModelForCausalLM.from_pretrained(name, dtype="auto")
        tokenizer = AutoTokenizer.from_pretrained(name)
    except (OSError, ValueError) as problem:
        raise Failure(
            "unreadableModel",
            f"{name} cannot be loaded as a language model: {problem}",
            "Check the name and the network, or choose a model that Ollama holds.",
        ) from None
    dtype = _dtype(wanted, model.num_parameters())
    model.to(dtype).save_pretrained(folder, max_shard_size=_SHARD_BYTES)
    tokenizer.save_pretrained(folder)
    return model.num_parameters(), dtype


def _dtype(wanted: str, parameters: int) -> torch.dtype:
    """Half precision where the weights would be brought to it for training, or would leave little room in memory."""
    if wanted == "auto":
        half = accelerator() == "cuda" or parameters * 4 > free_memory() // 2
        return torch.bfloat16 if half else torch.float32
    return torch.bfloat16 if wanted == "bfloat16" else torch.float32
