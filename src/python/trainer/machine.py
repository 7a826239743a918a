"""What this machine can compute on, and how much it holds."""

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
    """Whether the device computes in bfloat16 itself, rather than by detours that cost more than they save."""
    if accelerator() == "cuda":
        return torch.cuda.is_bf16_supported(including_emulation=False)
    if accelerator() == "mps":
        return False
    return torch.cpu._is_avx512_bf16_supported() or torch.cpu._is_amx_tile_supported()


def _processor() -> str:
    try:
        with open("/proc/cpuinfo", encoding="utf-8") as lines:
            return next(line.split(":", 1)[1].strip() for line in lines if line.startswith("model name"))
    except (OSError, StopIteration):
        import platform

        return platform.processor() or platform.machine()
