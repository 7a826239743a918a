"""Where a model comes from."""

from dataclasses import dataclass
from pathlib import Path


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


@dataclass(frozen=True)
class Hub:
    """The name of a model on the Hugging Face hub; the only kind that needs the network."""

    hub: str


Source = Gguf | Folder | Hub
