"""The phase `match`: whether a folder holds the weights of the very model in a GGUF file, and which weights these are."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from huggingface_hub.errors import StrictDataclassError
from transformers import AutoConfig, PretrainedConfig

from .events import Events
from .failure import Failure, first_line
from .folder_weights import FolderWeights
from .gguf_file import GgufFile
from .same_model import compare_numbers, compare_shapes
from .sources import Folder, Gguf
from .weights import NamedWeights, config_of


@dataclass(frozen=True)
class MatchRequest:
    model: Gguf
    weights: Folder


def match(request: MatchRequest, events: Events) -> dict[str, Any]:
    """Compares architecture, sizes and numbers. Raises `Failure` (`otherModel`, `unreadableModel`)."""
    file, folder = GgufFile(request.model.path), request.weights.path
    named, theirs = NamedWeights(file, config_of(file)), FolderWeights(folder)
    compare_shapes(named, _read_config(folder), theirs.shapes, str(folder))
    compare_numbers(named, theirs, str(folder))
    return {"digest": theirs.digest()}


def _read_config(folder: Path) -> PretrainedConfig:
    try:
        return AutoConfig.from_pretrained(folder)
    except (OSError, ValueError, StrictDataclassError) as problem:
        raise Failure(
            "unreadableModel",
            f"The configuration in {folder} cannot be read: {first_line(problem)}",
            "Choose a folder that is whole, with the config.json of its model.",
        ) from None
