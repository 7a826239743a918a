"""What this machine can compute on, and how much it holds."""

import platform
import time

import psutil
import torch


def accelerator() -> str:
    """`cuda` (AMD's ROCm answers to that name, too), `mps` or `cpu`."""
    if torch.cuda.is_available():
        return "cuda"
    return "mps" if torch.backends.mps.is_available() else "cpu"


def device_word() -> str:
    """The same for people: `rocm` apart from `cuda`."""
    return "rocm" if accelerator() == "cuda" and torch.version.hip else accelerator()


def device_name() -> str:
    """The name of the first device."""
    if accelerator() == "cuda":
        return torch.cuda.get_device_name(0)
    if accelerator() == "mps":
        return "Apple GPU"
    return _processor()


def device_count() -> int:
    """Devices that compute together; the processor counts as one."""
    return torch.cuda.device_count() if accelerator() == "cuda" else 1


def free_device_memory() -> int | None:
    """Free bytes of all devices together; None where the device has none of its own."""
    if accelerator() != "cuda":
        return None
    return sum(torch.cuda.mem_get_info(index)[0] for index in range(device_count()))


def free_memory() -> int:
    """Bytes of the host that a process can have, counting what the system would give back."""
    return psutil.virtual_memory().available


def memory_in_use() -> int:
    """Bytes: the peak of all devices together, or what this process holds now."""
    if accelerator() == "cuda":
        return sum(torch.cuda.max_memory_allocated(index) for index in range(device_count()))
    return psutil.Process().memory_info().rss


def has_bfloat16() -> bool:
    """Whether training is faster in bfloat16.

    On processors that is tried: those without instructions for it are a hundred times slower, and which kernels there
    are for a processor only the libraries know.
    """
    if accelerator() == "cuda":
        return torch.cuda.is_bf16_supported(including_emulation=False)
    if accelerator() == "mps":
        return False
    return _seconds_to_multiply(torch.bfloat16) < _CLEARLY * _seconds_to_multiply(torch.float32)


_CLEARLY = 0.8
"""A machine on which both are as fast computes in float32, and does not change its mind from run to run."""


def _seconds_to_multiply(dtype: torch.dtype) -> float:
    """The best of some tries at a small matrix product."""
    matrix = torch.ones(256, 256, dtype=dtype)
    best = float("inf")
    for _ in range(5):
        begun = time.perf_counter()
        matrix @ matrix
        best = min(best, time.perf_counter() - begun)
    return best


def _processor() -> str:
    try:
        with open("/proc/cpuinfo", encoding="utf-8") as lines:
            return next(line.split(":", 1)[1].strip() for line in lines if line.startswith("model name"))
    except (OSError, StopIteration):
        return platform.processor() or platform.machine()
