"""Whether two models say the same: the most likely next token, and how far the distributions are apart."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import torch
from transformers import PreTrainedModel

_LEAST_SHARE = 0.9
"""Q8_0 changes up to four in a hundred most likely tokens where a model is unsure (Gemma 3 270M); a tensor that is wrong
changes most."""
_MOST_DIVERGENCE = 0.02
"""Nats. Q8_0 has 3e-3 on Gemma 3 270M, F16 1e-6."""


@dataclass
class Agreement:
    """What was found, over `positions` next tokens."""

    positions: int = 0
    same: int = 0
    total_divergence: float = 0.0

    @property
    def share(self) -> float:
        """Of positions at which both models think the same token most likely."""
        return self.same / self.positions

    @property
    def is_close(self) -> bool:
        """Whether it is the same model but for rounding. Predictions that are no numbers never are."""
        return self.share >= _LEAST_SHARE and abs(self.divergence) <= _MOST_DIVERGENCE

    @property
    def divergence(self) -> float:
        """Mean Kullback-Leibler divergence of the second from the first, in nats."""
        return self.total_divergence / self.positions


def choose_sequences(sequences: Sequence[list[int]], positions: int) -> list[list[int]]:
    """So many of the sequences, from the first on, that they have that many next tokens; all if they are too few."""
    chosen, found = [], 0
    for ids in sequences:
        if found >= positions:
            break
        chosen.append(ids)
        found += len(ids)
    return chosen


def predictions(model: PreTrainedModel, sequences: Sequence[list[int]]) -> Iterator[torch.Tensor]:
    """Log-probabilities of the next token at each position of each sequence: (length, vocabulary), float32."""
    for ids in sequences:
        with torch.inference_mode():
            logits = model(torch.tensor([ids], device=model.device)).logits[0]
            yield torch.log_softmax(logits.float(), dim=-1).cpu()


def compare(one: Sequence[torch.Tensor], other: Iterator[torch.Tensor], seen: Callable[[int], None]) -> Agreement:
    """Compares predictions of the same sequences. Calls `seen` with the number of sequences done."""
    found = Agreement()
    for number, (first, second) in enumerate(zip(one, other), 1):
        found.positions += len(first)
        found.same += int((first.argmax(-1) == second.argmax(-1)).sum())
        found.total_divergence += float((first.exp() * (first - second)).sum())
        seen(number)
    return found
