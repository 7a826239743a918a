"""The phase `check`: what there is to train with. It loads of the libraries only torch, so that it is quick."""

import platform
from dataclasses import dataclass
from importlib.metadata import version
from typing import Any

from . import machine
from .events import Events


@dataclass(frozen=True)
class CheckRequest:
    pass


def check(request: CheckRequest, events: Events) -> dict[str, Any]:
    """Names and sizes of what is installed and of what computes."""
    return {
        "python": platform.python_version(),
        "versions": {name: version(name) for name in ("torch", "transformers", "peft", "trl", "gguf")},
        "device": machine.device_word(),
        "deviceName": machine.device_name(),
        "devices": machine.device_count(),
        "deviceMemory": machine.free_device_memory(),
        "flops": machine.flops(),
        "memory": machine.free_memory(),
        "bf16": machine.has_bfloat16(),
    }
