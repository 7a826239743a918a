"""The order in which rows are trained."""

from collections.abc import Iterator, Sequence, Sized
from typing import Any

import torch
from torch.utils.data import Sampler
from transformers.trainer_pt_utils import get_length_grouped_indices


class EpochOrder(Sampler[int]):
    """Shuffled anew in every epoch, with rows of like length together so that little is computed for padding.

    It depends on the seed and the epoch alone: a run that goes on from a checkpoint finds the same order. transformers'
    own sampler draws from the global generator, whose state at that point nobody saved.
    """

    def __init__(self, rows: Sequence[Sized], together: int, seed: int) -> None:
        """`together` rows make a step."""
        self._lengths = [len(row) for row in rows]
        self._together, self._seed, self._epoch = together, seed, 0

    def set_epoch(self, epoch: int) -> None:
        """Accelerate's loader calls this as each epoch begins."""
        self._epoch = epoch

    def __iter__(self) -> Iterator[int]:
        generator = torch.Generator().manual_seed(self._seed + self._epoch)
        indices: Any = get_length_grouped_indices(self._lengths, self._together, generator=generator)
        return iter(indices)

    def __len__(self) -> int:
        return len(self._lengths)
