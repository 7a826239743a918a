"""The request of the phase `train`."""

from dataclasses import dataclass
from typing import Literal

from .sources import Folder


@dataclass(frozen=True)
class TrainOptions:
    """How to tune. The names are those of the Hugging Face libraries where these have one."""

    loss: Literal["completion", "full"]
    """Whether only completions are learnt, or whole texts."""
    rank: int
    alpha: float
    dropout: float
    dora: bool
    learning_rate: float
    scheduler: Literal["constant", "linear", "cosine"]
    warmup_steps: int
    weight_decay: float
    epochs: float
    max_steps: int | None
    batch: int
    """Rows that are computed together; `accumulation` such batches make a step."""
    accumulation: int
    sequence_length: int
    """Tokens; longer rows are left out."""
    packing: bool
    seed: int
    precision: Literal["auto", "float32", "bfloat16"]
    four_bit: Literal["auto"] | bool
    gradient_checkpointing: Literal["auto"] | bool
    save_every: int
    """Steps."""
    eval_every: int
    """Steps."""
    patience: int | None
    """Evaluations without a better loss before training stops; the best adapter is kept then, else the last."""
    threads: int | None

    def __post_init__(self) -> None:
        positive = ("rank", "alpha", "learning_rate", "epochs", "max_steps", "batch", "accumulation", "sequence_length")
        for name in (*positive, "save_every", "eval_every", "patience", "threads"):
            value = getattr(self, name)
            if value is not None and value <= 0:
                raise ValueError(f"{name} is {value}, which is not positive")
        if not 0 <= self.dropout < 1 or self.warmup_steps < 0 or self.weight_decay < 0:
            raise ValueError("dropout, warm-up or weight decay is out of range")


@dataclass(frozen=True)
class TrainRequest:
    model: Folder
    rows: str
    eval_rows: str | None
    output: str
    options: TrainOptions
    resume: bool
