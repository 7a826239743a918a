"""The weights of a folder in Hugging Face's layout, under transformers' names."""

import hashlib
import json
from collections.abc import Container
from pathlib import Path

import torch
from safetensors import SafetensorError, safe_open

from .failure import Failure, first_line

WEIGHTS = "model.safetensors"
INDEX = f"{WEIGHTS}.index.json"
"""Says in which of several files each tensor lies; one file alone needs none."""
_EMBEDDINGS, _HEAD = "model.embed_tokens.weight", "lm_head.weight"
_PIECE = 16 << 20
"""Bytes read at a time."""


class FolderWeights:
    """Tensors are read when they are asked for. Raises `Failure` (`unreadableModel`)."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        try:
            self._paths = sorted(_files(folder))
            self._files = [safe_open(path, "pt") for path in self._paths]
        except (OSError, ValueError, LookupError, AttributeError, SafetensorError) as problem:
            raise Failure(
                "unreadableModel",
                f"The weights in {folder} cannot be read: {first_line(problem)}",
                "Choose a folder with config.json and model.safetensors, whole, as Hugging Face's libraries write it.",
            ) from None
        self._holders = {name: file for file in self._files for name in file.keys()}
        self.shapes = {name: tuple(file.get_slice(name).get_shape()) for name, file in self._holders.items()}

    def load(self, name: str) -> torch.Tensor:
        """One tensor, float32, in memory of its own."""
        name = stored_name(name, self.shapes)
        return self._holders[name].get_tensor(name).float().contiguous()

    def digest(self) -> str:
        """SHA-256 of all that the files hold, in hexadecimal."""
        found = hashlib.sha256()
        for path in self._paths:
            with open(path, "rb") as file:
                while piece := file.read(_PIECE):
                    found.update(piece)
        return found.hexdigest()


def stored_name(name: str, stored: Container[str]) -> str:
    """Under which name a tensor lies among those stored: a head that shares the embeddings' weights need have no own."""
    return _EMBEDDINGS if name == _HEAD and _HEAD not in stored else name


def _files(folder: Path) -> set[Path]:
    index = folder / INDEX
    if not index.exists():
        return {folder / WEIGHTS}
    return {folder / name for name in json.loads(index.read_text(encoding="utf-8"))["weight_map"].values()}
