"""What to do when memory runs out while training."""

from dataclasses import replace

import torch

from .failure import Failure
from .training_options import TrainOptions

_PHRASES = ("out of memory", "can't allocate memory", "not enough memory")
"""What torch's allocators for processors and for Apple's GPUs say; they have no error class of their own."""


def is_out_of_memory(error: Exception) -> bool:
    """Whether smaller batches might help."""
    if isinstance(error, (torch.OutOfMemoryError, MemoryError)):
        return True
    return isinstance(error, RuntimeError) and any(phrase in str(error) for phrase in _PHRASES)


def smaller(options: TrainOptions) -> TrainOptions:
    """About half the rows at once, and as many in a step as before. Raises `Failure` (`outOfMemory`) at one row."""
    if options.batch == 1:
        raise Failure(
            "outOfMemory",
            "Even one row at a time does not fit into memory.",
            "Train with a smaller sequence length or rank, with gradient checkpointing, or choose a smaller model.",
        )
    batch = next(size for size in range(options.batch // 2, 0, -1) if options.batch % size == 0)
    return replace(options, batch=batch, accumulation=options.accumulation * options.batch // batch)
