"""Times the writing of a tuned GGUF, and the copying of that file."""

import os
import shutil
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from statistics import median


@dataclass(frozen=True)
class Export:
    """Seconds, the median of some turns."""

    seconds: float
    copy_seconds: float
    bytes: int

    @property
    def ratio(self) -> float:
        return self.seconds / self.copy_seconds


def measure_export(gguf: Path, adapter: Path, output: Path, turns: int) -> Export:
    """Writing alone: what is checked afterwards depends on how many positions one wants."""
    from gguf.constants import GGMLQuantizationType
    from trainer.adapter import Adapter
    from trainer.export import write_tuned
    from trainer.gguf_file import GgufFile
    from trainer.weights import NamedWeights, config_of

    file = GgufFile(gguf)
    weights = NamedWeights(file, config_of(file))

    def write() -> None:
        for _ in write_tuned(output, weights, Adapter(adapter), GGMLQuantizationType.Q8_0):
            pass

    seconds = median(_time(write, output) for _ in range(turns))
    copy = output.with_name("copy")
    copied = median(_time(lambda: shutil.copyfile(output, copy), copy) for _ in range(turns))
    return Export(seconds, copied, output.stat().st_size)


def _time(act: Callable[[], object], path: Path) -> float:
    """Until it is on the disk."""
    begun = time.monotonic()
    act()
    with open(path, "rb+") as file:
        os.fsync(file.fileno())
    return time.monotonic() - begun
