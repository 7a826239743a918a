"""TRL's trainer with what this one needs besides."""

import math
from typing import Any

import torch
import trl.trainer.utils as trl_utils
from peft.tuners.tuners_utils import BaseTunerLayer
from trl import SFTTrainer

from .failure import Failure
from .order import EpochOrder

# TRL projects only the positions that are learnt to the vocabulary, but on GPUs alone: elsewhere it spares compilers
# changing shapes. A processor compiles nothing, and for a small model with a large vocabulary the projection is most of
# the work. In this module of TRL the name decides nothing else.
trl_utils._use_triton = lambda device: device.type in ("cpu", "cuda", "xpu")  # type: ignore[attr-defined]


class Tuner(SFTTrainer):
    """Trains in an order that can be taken up again, and stops where the loss is no number."""

    def training_step(self, *args: Any, **kwargs: Any) -> torch.Tensor:
        loss = super().training_step(*args, **kwargs)
        if not torch.isfinite(loss):
            raise not_a_number(self.state.global_step + 1)
        return loss

    def log(self, logs: dict[str, float], start_time: float | None = None) -> None:
        # Before anything is saved: weights that such a gradient made are no numbers either.
        if not all(math.isfinite(logs.get(name, 0.0)) for name in ("grad_norm", "eval_loss")):
            raise not_a_number(self.state.global_step)
        super().log(logs, start_time)

    def create_model_card(self, *args: Any, **kwargs: Any) -> None:
        """None: it would say nothing that the run's own records do not."""

    def _get_train_sampler(self, train_dataset: Any = None) -> EpochOrder:
        rows = (train_dataset or self.train_dataset)["input_ids"]
        step = self.args.per_device_train_batch_size * self.args.gradient_accumulation_steps
        return EpochOrder(rows, step, self.args.seed)


def spare_casts(model: torch.nn.Module) -> None:
    """Has LoRA take its inputs as they come where autocast chooses the precision.

    PEFT brings every input to float32 first, and autocast brings it back: no number changes, but a copy of the input is
    kept for each tuned layer. Not for DoRA, which takes the precision of its norms from the input.
    """
    for layer in model.modules():
        if isinstance(layer, BaseTunerLayer):
            layer.cast_input_dtype_enabled = False


def not_a_number(step: int) -> Failure:
    """The failure for a loss or gradient that is infinite or no number."""
    return Failure(
        "notANumber",
        f"Training diverged: at step {step} the loss is not a number any more.",
        "Train again with a lower learning rate, a third of this one for a start. The last good checkpoint is kept.",
    )
