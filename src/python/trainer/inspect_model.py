"""The phase `inspect`: what a model is, from its metadata alone."""

from dataclasses import dataclass
from math import prod
from typing import Any

from gguf.constants import LlamaFileType

from .events import Events
from .gguf_file import GgufFile
from .sources import Gguf


@dataclass(frozen=True)
class InspectRequest:
    model: Gguf


def inspect_model(request: InspectRequest, events: Events) -> dict[str, Any]:
    """Sizes and kind of a model. One that cannot be tuned is described like any other."""
    from .architectures import ARCHITECTURES

    file = GgufFile(request.model.path)

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
