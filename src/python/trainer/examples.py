"""Rows as TRL takes them: token ids, and as labels those of them that are learnt."""

from pathlib import Path

from datasets import Dataset

from .encoding import Encoded, Encoder
from .failure import Failure
from .rows import read_rows
from .training_options import TrainOptions

_NOT_LEARNT = -100
"""The label that the losses of torch and TRL leave out."""
_MOST_EVALUATION_ROWS = 64
"""Of the training rows, where no others are given: enough to see the loss fall, and few enough not to delay it."""


class Examples:
    """The rows of a run. Raises `Failure` (`unreadableRows`, `noRows`)."""

    def __init__(self, rows: Path, eval_rows: Path | None, encoder: Encoder, options: TrainOptions) -> None:
        self._encoder, self._options = encoder, options
        encoded = self._encode(rows)
        fitting = [row for row in encoded if len(row) <= options.sequence_length]
        self.too_long = len(encoded) - len(fitting)
        if not fitting:
            raise Failure(
                "noRows",
                f"None of the {len(encoded)} rows fits into {options.sequence_length} tokens.",
                "Train with a greater sequence length.",
            )
        others = fitting[:_MOST_EVALUATION_ROWS] if eval_rows is None else self._encode(eval_rows)
        # Rows of like length side by side: a batch is as long as the longest of them.
        measured = sorted((row for row in others if len(row) <= options.sequence_length), key=len)
        self.train = _dataset(fitting)
        self.evaluation = _dataset(measured or fitting[:_MOST_EVALUATION_ROWS])
        self.tokens = sum(map(len, fitting))

    def _encode(self, path: Path) -> list[Encoded]:
        rows = read_rows(path)
        return self._encoder.rows(rows) if self._options.loss == "completion" else self._encoder.whole(rows)


def _dataset(rows: list[Encoded]) -> Dataset:
    labels = [[_NOT_LEARNT] * len(row.prompt) + row.completion for row in rows]
    return Dataset.from_dict({"input_ids": [row.ids for row in rows], "labels": labels})
