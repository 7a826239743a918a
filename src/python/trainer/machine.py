"""What this machine can compute on, and how much it holds."""

import gc
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


def device_with_room(needed: int) -> str:
    """The first GPU where it has so many bytes free, the processor otherwise."""
    if accelerator() != "cuda":
        return "cpu"
    torch.cuda.empty_cache()
    return "cuda" if needed < torch.cuda.mem_get_info(0)[0] else "cpu"


def free_memory() -> int:
    """Bytes of the host that a process can have, counting what the system would give back."""
    return psutil.virtual_memory().available


def memory_in_use() -> int:
    """Bytes: the most that torch has taken of all devices together, or what this process holds now."""
    if accelerator() == "cuda":
        return sum(torch.cuda.max_memory_reserved(index) for index in range(device_count()))
    return psutil.Process().memory_info().rss


def finish_work() -> None:
    """Waits until the device has done what it was told to: a GPU is told ahead of time."""
    for index in range(torch.cuda.device_count()):
        torch.cuda.synchronize(index)


def begin_again() -> None:
    """Gives back what a try has left in the device's memory, and forgets its peak."""
    gc.collect()
    if accelerator() == "cuda":
        torch.cuda.empty_cache()
        torch.cuda.reset_peak_memory_stats()


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


def flops() -> float | None:
    """Operations a second of a large matrix product, as training multiplies; None for a processor, which others use."""
    if accelerator() != "cuda":
        return None
    size = 4096
    seconds = _seconds_to_multiply(torch.bfloat16 if has_bfloat16() else torch.float32, size, "cuda")
    return 2 * size**3 / seconds


_CLEARLY = 0.8
"""A machine on which both are as fast computes in float32, and does not change its mind from run to run."""


def _seconds_to_multiply(dtype: torch.dtype, size: int = 256, device: str = "cpu") -> float:
    """The best of some tries at a product of two square matrices."""
    matrix = torch.ones(size, size, dtype=dtype, device=device)
    best = float("inf")
    for _ in range(5):
        begun = time.perf_counter()
        matrix @ matrix
        finish_work()
        best = min(best, time.perf_counter() - begun)
    return best


def _processor() -> str:
    try:
        with open("/proc/cpuinfo", encoding="utf-8") as lines:
            return next(line.split(":", 1)[1].strip() for line in lines if line.startswith("model name"))
    except (OSError, StopIteration):
        return platform.processor() or platform.machine()
