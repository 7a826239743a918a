"""Where a model comes from."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from safetensors import SafetensorError

from .failure import Failure, first_line


@dataclass(frozen=True)
class Gguf:
    """A GGUF file, under any name: Ollama's blobs have no ending."""

    gguf: str

    @property
    def path(self) -> Path:
        return Path(self.gguf)


@dataclass(frozen=True)
class Folder:
    """A folder with a model in Hugging Face's layout: config.json, safetensors, tokenizer.json."""

    folder: str

    @property
    def path(self) -> Path:
        return Path(self.folder)


@contextmanager
def reading_prepared(folder: Path) -> Iterator[None]:
    """Turns what the libraries raise for a folder that is missing or damaged into a failure (`unreadableModel`)."""
    try:
        yield
    except (OSError, ValueError, SafetensorError) as problem:
        raise Failure(
            "unreadableModel",
            f"The prepared model in {folder} cannot be read: {first_line(problem)}",
            "Remove that folder and resume the training: the model is prepared again.",
        ) from problem
