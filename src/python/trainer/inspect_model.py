"""The phase `inspect`: what a model is, from its metadata alone."""

import json
from dataclasses import dataclass
from math import prod
from pathlib import Path
from typing import Any

from gguf.constants import LlamaFileType

from .events import Events
from .failure import Failure
from .gguf_file import GgufFile
from .sources import Folder, Gguf, Hub, Source


@dataclass(frozen=True)
class InspectRequest:
    model: Source


def inspect_model(request: InspectRequest, events: Events) -> dict[str, Any]:
    """Sizes and kind of a model. One that cannot be tuned is described like any other."""
    if isinstance(request.model, Gguf):
        return _inspect_gguf(GgufFile(request.model.path))
    if isinstance(request.model, Folder):
        return _inspect_folder(request.model.path)
    return _inspect_hub(request.model)


def _inspect_gguf(file: GgufFile) -> dict[str, Any]:
    from .architectures import ARCHITECTURES

    def number(key: str) -> int | None:
        value = file.get(f"{file.architecture}.{key}")
        return int(value) if isinstance(value, (int, float)) else None

    return {
        "architecture": file.architecture,
        "name": file.get("general.name", file.path.name),
        "supported": file.architecture in ARCHITECTURES,
        "parameters": sum(prod(tensor.shape) for tensor in file.tensors),
        "layers": number("block_count"),
        "hidden": number("embedding_length"),
        "heads": number("attention.head_count"),
        "feedForward": number("feed_forward_length"),
        "vocabulary": next((tensor.shape[0] for tensor in file.tensors if tensor.name == "token_embd.weight"), None),
        "contextLength": number("context_length"),
        "fileType": _file_type(file),
        "bytes": file.size,
        "hasChatTemplate": "tokenizer.chat_template" in file.fields,
    }


def _file_type(file: GgufFile) -> str:
    """As Ollama names it, such as Q4_K_M."""
    try:
        return LlamaFileType(file.get("general.file_type")).name.removeprefix("MOSTLY_").removeprefix("ALL_")
    except ValueError:
        return "unknown"


def _inspect_folder(folder: Path) -> dict[str, Any]:
    try:
        config = json.loads((folder / "config.json").read_text(encoding="utf-8"))
    except (OSError, ValueError) as problem:
        raise Failure(
            "unreadableModel",
            f"{folder} holds no model: {problem}.",
            "Choose a folder with config.json and safetensors.",
        ) from None
    files = [file for file in folder.glob("*.safetensors")]
    return {
        **_describe(config),
        "parameters": sum(map(_parameters, files)),
        "name": folder.name,
        "bytes": sum(file.stat().st_size for file in files),
        "hasChatTemplate": _has_chat_template(folder),
    }


def _has_chat_template(folder: Path) -> bool:
    """In a file of its own, or among the settings of the tokenizer, as older folders have it."""
    if (folder / "chat_template.jinja").exists():
        return True
    settings = folder / "tokenizer_config.json"
    return settings.exists() and bool(json.loads(settings.read_text(encoding="utf-8")).get("chat_template"))


def _inspect_hub(model: Hub) -> dict[str, Any]:
    """What the configuration says; the weights are not fetched for it."""
    from transformers import AutoConfig

    try:
        config = AutoConfig.from_pretrained(model.hub).to_dict()
    except (OSError, ValueError) as problem:
        raise Failure(
            "unreadableModel", f"{model.hub} cannot be read from the hub: {problem}", "Check the name and the network."
        ) from None
    return {**_describe(config), "name": model.hub, "parameters": None, "bytes": None, "hasChatTemplate": None}


def _describe(config: dict[str, Any]) -> dict[str, Any]:
    return {
        "architecture": config.get("model_type"),
        "supported": bool(config.get("model_type")),
        "layers": config.get("num_hidden_layers"),
        "hidden": config.get("hidden_size"),
        "heads": config.get("num_attention_heads"),
        "feedForward": config.get("intermediate_size"),
        "vocabulary": config.get("vocab_size"),
        "contextLength": config.get("max_position_embeddings"),
        "fileType": config.get("dtype") or config.get("torch_dtype") or "unknown",
    }


def _parameters(file: Path) -> int:
    """Numbers in a safetensors file, from the table at its head."""
    with open(file, "rb") as stream:
        table = json.loads(stream.read(int.from_bytes(stream.read(8), "little")))
    return sum(prod(entry["shape"]) for name, entry in table.items() if name != "__metadata__")
