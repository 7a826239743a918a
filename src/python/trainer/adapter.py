"""A trained adapter, merged into one weight at a time."""

from pathlib import Path

import torch
from peft import LoraConfig
from safetensors import SafetensorError, safe_open

from .failure import Failure

_PREFIX = "base_model.model."
_FILE = "adapter_model.safetensors"


class Adapter:
    """LoRA or DoRA as PEFT saves it. Raises `Failure` (`unreadableAdapter`)."""

    def __init__(self, folder: Path) -> None:
        try:
            self._config = LoraConfig.from_pretrained(folder)
            self._weights = safe_open(folder / _FILE, "pt")  # Mapped: weights are read as they are asked for.
        except (OSError, ValueError, TypeError, SafetensorError) as problem:
            raise unreadable(folder, str(problem)) from None
        names = {name.removeprefix(_PREFIX) for name in self._weights.keys()}
        self.tuned = {
            name.removesuffix(".lora_A.weight") + ".weight" for name in names if name.endswith(".lora_A.weight")
        }
        """Names of the weights that it changes."""
        if not self.tuned:
            raise unreadable(folder, "it changes no weights")

    def fits(self, name: str, shape: tuple[int, ...]) -> bool:
        """Whether a weight of this name, which it changes, can have this shape."""
        rows, columns = (self._weights.get_slice(_part(name, f"lora_{side}.weight")).get_shape() for side in "BA")
        return (rows[0], columns[1]) == shape

    def merged(self, name: str, weight: torch.Tensor) -> torch.Tensor:
        """W + alpha/r · B·A; for DoRA, rows of that scaled to the lengths that were learnt (arXiv 2402.09353)."""
        merged = weight + self._config.lora_alpha / self._config.r * (
            self._get(name, "lora_B.weight") @ self._get(name, "lora_A.weight")
        )
        if self._config.use_dora:
            merged *= (self._get(name, "lora_magnitude_vector") / torch.linalg.norm(merged, dim=1))[:, None]
        return merged

    def _get(self, name: str, part: str) -> torch.Tensor:
        return self._weights.get_tensor(_part(name, part)).float()


def _part(name: str, part: str) -> str:
    """Under which name the adapter's file has a part for the weight `name`."""
    return f"{_PREFIX}{name.removesuffix('.weight')}.{part}"


def unreadable(folder: Path, why: str) -> Failure:
    """The failure for an adapter that cannot be used."""
    return Failure("unreadableAdapter", f"The adapter in {folder} cannot be used: {why}.", "Train again.")
