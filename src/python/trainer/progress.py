"""What a run says while it goes, and when it evaluates, saves and stops."""

import time
from collections import deque
from collections.abc import Callable
from pathlib import Path
from typing import Any

from transformers import TrainerCallback, TrainerControl, TrainerState, TrainingArguments
from transformers.trainer_utils import PREFIX_CHECKPOINT_DIR

from .checkpoints import mark_whole
from .events import Events
from .machine import finish_work, memory_in_use

_STEPS_FOR_SPEED = 20
"""Steps whose mean speed is taken to say how long the rest will take."""


class Progress(TrainerCallback):
    """Follows a run. Evaluates at its end, stops it early when it gets no better, and lets it pause."""

    def __init__(
        self, events: Events, started: dict[str, Any], patience: int | None, is_stopping: Callable[[], bool]
    ) -> None:
        self._events, self._started, self._patience, self._is_stopping = events, started, patience, is_stopping
        self._recent: deque[float] = deque(maxlen=_STEPS_FOR_SPEED)
        self._begun, self._tokens_before = 0.0, 0.0
        self.keep_best: Callable[[int, float], None] | None = None
        """Called with step and loss when an evaluation is the best so far."""
        self.seconds, self.tokens = 0.0, 0.0
        self.peak_memory = 0
        self.end = "done"

    def on_train_begin(self, args: TrainingArguments, state: TrainerState, control: TrainerControl, **_: Any) -> None:
        self._events.emit("started", steps=state.max_steps, startStep=state.global_step, **self._started)

    def on_step_begin(self, args: TrainingArguments, state: TrainerState, control: TrainerControl, **_: Any) -> None:
        self._begun = time.monotonic()

    def on_step_end(self, args: TrainingArguments, state: TrainerState, control: TrainerControl, **_: Any) -> None:
        finish_work()
        self._recent.append(time.monotonic() - self._begun)
        self.seconds += self._recent[-1]
        self.peak_memory = max(self.peak_memory, memory_in_use())
        if state.global_step >= state.max_steps:
            control.should_evaluate = control.should_save = True
        elif self._is_stopping():
            self.end = "paused"
            control.should_save = control.should_training_stop = True

    def on_log(
        self, args: TrainingArguments, state: TrainerState, control: TrainerControl, logs: Any = None, **_: Any
    ) -> None:
        if "eval_loss" in logs:
            self._events.emit("eval", step=state.global_step, loss=logs["eval_loss"])
        elif "loss" in logs:
            step_tokens, self._tokens_before = logs["num_tokens"] - self._tokens_before, logs["num_tokens"]
            self.tokens += step_tokens
            pace = sum(self._recent) / len(self._recent)
            self._events.emit(
                "step",
                step=state.global_step,
                steps=state.max_steps,
                epoch=state.epoch,
                loss=logs["loss"],
                learningRate=logs["learning_rate"],
                tokensPerSecond=step_tokens / self._recent[-1],
                memory=memory_in_use(),
                secondsLeft=pace * (state.max_steps - state.global_step),
            )

    def on_evaluate(self, args: TrainingArguments, state: TrainerState, control: TrainerControl, **_: Any) -> None:
        losses = evaluations(state)
        step, loss = losses[-1]
        best_step, _loss = best(losses)
        if self._patience is None:
            return
        if best_step == step and self.keep_best is not None:
            self.keep_best(step, loss)
        since = sum(1 for at, _loss in losses if at > best_step)
        if since >= self._patience and state.global_step < state.max_steps:
            self.end = "early"
            control.should_save = control.should_training_stop = True

    def on_save(self, args: TrainingArguments, state: TrainerState, control: TrainerControl, **_: Any) -> None:
        checkpoint = Path(str(args.output_dir)) / f"{PREFIX_CHECKPOINT_DIR}-{state.global_step}"
        mark_whole(checkpoint)
        self._events.emit("checkpoint", step=state.global_step, path=str(checkpoint))


def evaluations(state: TrainerState) -> list[tuple[int, float]]:
    """Step and loss of all evaluations, also of those before the run was taken up again."""
    return [(entry["step"], entry["eval_loss"]) for entry in state.log_history if "eval_loss" in entry]


def best(losses: list[tuple[int, float]]) -> tuple[int, float]:
    """The evaluation of the least loss, the first of them."""
    return min(losses, key=lambda found: found[1])
