"""The phase `fetch`: a model's weights from the Hugging Face hub. It alone asks the network, and only for a name given."""

from dataclasses import dataclass
from typing import Any

import httpx2  # what the hub's library asks by; it lets its errors through
from huggingface_hub import HfApi, hf_hub_download
from huggingface_hub.errors import NotASafetensorsRepoError, SafetensorsParsingError, StrictDataclassError
from transformers import AutoConfig

from .events import Events
from .failure import Failure, first_line, noticing_full_disk
from .folder_weights import INDEX
from .gguf_file import GgufFile
from .same_model import compare_shapes
from .sources import Gguf
from .weights import NamedWeights, config_of

_FAULTS = (
    *(OSError, ValueError, httpx2.HTTPError),
    *(NotASafetensorsRepoError, SafetensorsParsingError, StrictDataclassError),
)
"""What the libraries raise for names, networks and files that are not as they should be."""


@dataclass(frozen=True)
class FetchRequest:
    hub: str
    """Owner and name."""
    model: Gguf


def fetch(request: FetchRequest, events: Events) -> dict[str, Any]:
    """Loads the weights into the hub's own cache, unless they are there, once their sizes are seen to be the model's.

    Raises `Failure` (`hub`, `otherModel`).
    """
    name, file = request.hub, GgufFile(request.model.path)
    named = NamedWeights(file, config_of(file))
    try:
        with noticing_full_disk():
            return {"folder": _fetch(name, named, events)}
    except _FAULTS as problem:
        raise Failure(
            "hub",
            f"{name} cannot be had from the Hugging Face hub: {first_line(problem)}",
            "Check its name and the network, or name a folder that holds the weights.",
        ) from problem


def _fetch(name: str, named: NamedWeights, events: Events) -> str:
    """The folder in which all files lie."""
    revision = HfApi().model_info(name).sha
    config = AutoConfig.from_pretrained(name, revision=revision)
    found = HfApi().get_safetensors_metadata(name, revision=revision)
    headers = found.files_metadata.values()
    shapes = {tensor: tuple(info.shape) for header in headers for tensor, info in header.tensors.items()}
    compare_shapes(named, config, shapes, f"{name} on the hub")
    wanted = ["config.json", *([INDEX] if found.sharded else []), *found.files_metadata]
    paths = []
    for done, file in enumerate(wanted, 1):
        paths.append(hf_hub_download(name, file, revision=revision))
        events.emit("tensor", done=done, total=len(wanted))
    return paths[0].removesuffix("config.json")
