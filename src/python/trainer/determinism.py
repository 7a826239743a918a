"""The same numbers in every run on a GPU, so that one that was interrupted ends where it would have ended."""

import torch


def repeat_exactly(wanted: bool) -> None:
    """Has torch choose kernels that add up in one order. An operation that has none of the kind fails then."""
    torch.use_deterministic_algorithms(wanted)
    torch.utils.deterministic.fill_uninitialized_memory = False  # It finds faults in programs, and costs time.


def cannot_repeat(error: Exception) -> bool:
    """Whether an operation failed for that reason alone."""
    return isinstance(error, RuntimeError) and "does not have a deterministic implementation" in str(error)
