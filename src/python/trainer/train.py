"""The phase `train`: tunes a LoRA adapter with TRL and PEFT."""

from pathlib import Path
from typing import Any

import torch
from peft import LoraConfig
from trl import SFTConfig

from . import machine
from .checkpoints import latest_whole, remove_all
from .determinism import cannot_repeat, repeat_exactly
from .encoding import Encoder
from .events import Events
from .examples import Examples
from .failure import first_line
from .files import whole_folder
from .loading import Form, choose_form, load_model
from .memory import is_out_of_memory, smaller
from .progress import Progress, best, evaluations
from .stopping import StopSignals
from .training_options import TrainOptions, TrainRequest
from .tuner import Tuner, spare_casts

_KEPT_CHECKPOINTS = 2
__all__ = ["TrainRequest", "train"]


def train(request: TrainRequest, events: Events) -> dict[str, Any]:
    """Trains until it is done, stops getting better or is asked to pause; with smaller batches if memory runs out."""
    signals = StopSignals()
    output, options = Path(request.output), request.options
    checkpoint = latest_whole(output) if request.resume else None
    if checkpoint is None:  # What was killed before its first checkpoint begins anew.
        remove_all(output)
    if options.threads is not None:
        torch.set_num_threads(options.threads)
    encoder = Encoder(request.model.path)
    eval_rows = Path(request.eval_rows) if request.eval_rows is not None else None
    examples = Examples(Path(request.rows), eval_rows, encoder, options)
    # In a packed row, attention that adds up in one order leaves most of a GPU idle.
    repeat_exactly(machine.accelerator() == "cuda" and not options.packing)
    while True:
        try:
            return _Run(request, options, examples, encoder, events, signals).go(checkpoint)
        except Exception as error:
            if cannot_repeat(error):
                repeat_exactly(False)
            elif is_out_of_memory(error):
                options = smaller(options)
                _emit_retry(events, options, error)
            else:
                raise
        machine.begin_again()
        checkpoint = latest_whole(output)


def _emit_retry(events: Events, options: TrainOptions, error: Exception) -> None:
    """Says with what batches it is tried again."""
    sizes = {"batch": options.batch, "accumulation": options.accumulation}
    events.emit("retry", reason="outOfMemory", **sizes, message=first_line(error))


class _Run:
    """One try, from the start or from a checkpoint."""

    def __init__(
        self,
        request: TrainRequest,
        options: TrainOptions,
        examples: Examples,
        encoder: Encoder,
        events: Events,
        signals: StopSignals,
    ) -> None:
        self._output, self._options = Path(request.output), options
        form = choose_form(request.model.path, options)
        model = load_model(request.model.path, form)
        total = model.num_parameters()
        started = {
            "device": machine.device_word(),
            "deviceName": machine.device_name(),
            "precision": form.precision,
            "fourBit": form.four_bit,
            "gradientCheckpointing": form.gradient_checkpointing,
            "total": total,
            "rows": len(examples.train),
            "tooLong": examples.too_long,
            "evalRows": len(examples.evaluation),
            "batch": options.batch,
            "accumulation": options.accumulation,
            "tokensPerEpoch": examples.tokens,
        }
        self._progress = Progress(events, started, options.patience, lambda: signals.received)
        self._tuner = Tuner(
            model=model,
            args=_arguments(self._output, options, form),
            train_dataset=examples.train,
            eval_dataset=examples.evaluation,
            processing_class=encoder.tokenizer,
            peft_config=_adapter(options),
            callbacks=[self._progress],
        )
        if form.autocast and not options.dora:
            spare_casts(self._tuner.model)
        started["trainable"] = sum(weight.numel() for weight in self._tuner.model.parameters() if weight.requires_grad)
        self._progress.keep_best = lambda step, loss: self._save(self._output / "best")

    def go(self, checkpoint: Path | None) -> dict[str, Any]:
        """Trains; returns the fields of `done`."""
        self._tuner.args.eval_on_start = checkpoint is None
        self._tuner.train(resume_from_checkpoint=str(checkpoint) if checkpoint else None)
        progress, losses = self._progress, evaluations(self._tuner.state)
        best_step, best_loss = best(losses)
        adapter = self._output / "adapter"
        if self._options.patience is not None and progress.end != "paused":
            self._adopt_best(adapter)
            loss_after = best_loss
        else:
            self._save(adapter)
            loss_after = losses[-1][1]
        return {
            "steps": self._tuner.state.global_step,
            "lossBefore": losses[0][1],
            "lossAfter": loss_after,
            "bestStep": best_step,
            "seconds": progress.seconds,
            "tokensPerSecond": progress.tokens / progress.seconds if progress.seconds else 0.0,
            "peakMemory": max(progress.peak_memory, machine.memory_in_use()),
            "adapter": str(adapter),
            "end": progress.end,
        }

    def _save(self, folder: Path) -> None:
        with whole_folder(folder) as draft:
            self._tuner.model.save_pretrained(draft)

    def _adopt_best(self, adapter: Path) -> None:
        with whole_folder(adapter) as draft:
            for file in (self._output / "best").iterdir():
                (draft / file.name).write_bytes(file.read_bytes())


def _adapter(options: TrainOptions) -> LoraConfig:
    """On all linear layers of the blocks. Not on the head, which shares its weights with the embeddings."""
    return LoraConfig(
        r=options.rank,
        lora_alpha=options.alpha,  # type: ignore[arg-type]
        lora_dropout=options.dropout,
        use_dora=options.dora,
        target_modules="all-linear",
        task_type="CAUSAL_LM",
    )


def _arguments(output: Path, options: TrainOptions, form: Form) -> SFTConfig:
    """What TRL and transformers would choose by themselves is said all the same where it matters."""
    warm = options.scheduler == "constant" and options.warmup_steps > 0
    return SFTConfig(
        output_dir=str(output),
        per_device_train_batch_size=options.batch,
        per_device_eval_batch_size=options.batch,
        gradient_accumulation_steps=options.accumulation,
        learning_rate=options.learning_rate,
        lr_scheduler_type="constant_with_warmup" if warm else options.scheduler,
        warmup_steps=options.warmup_steps,
        weight_decay=options.weight_decay,
        num_train_epochs=options.epochs,
        max_steps=options.max_steps or -1,
        max_length=options.sequence_length,
        packing=options.packing,
        eval_packing=False,
        # The rows are tokens with labels already; only packing is left to do.
        dataset_kwargs={"skip_prepare_dataset": not options.packing},
        seed=options.seed,
        bf16=form.autocast,
        use_cpu=machine.accelerator() == "cpu",
        gradient_checkpointing=form.gradient_checkpointing,
        save_strategy="steps",
        save_steps=options.save_every,
        save_total_limit=_KEPT_CHECKPOINTS,
        eval_strategy="steps",
        eval_steps=options.eval_every,
        logging_steps=1,
        logging_nan_inf_filter=False,  # It would show the mean of earlier losses instead.
        dataloader_pin_memory=machine.accelerator() == "cuda",
        disable_tqdm=True,
        report_to="none",
    )
