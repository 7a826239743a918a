"""Loads a prepared model for training, in the form that the machine computes fastest and has room for."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import torch
from transformers import AutoConfig, AutoModelForCausalLM, BitsAndBytesConfig, PretrainedConfig, PreTrainedModel

from . import machine
from .sources import reading_prepared
from .training_options import TrainOptions

_SHARE = 0.8
"""Of the free memory of devices that a run may plan with: the rest is fragments and the libraries' own."""
_HIDDEN_BYTES, _FEED_FORWARD_BYTES, _MASK_BYTES = 22, 8, 2
"""Kept for the backward pass of frozen layers in half precision, as `trainEstimate.ts` counts them: for each token and
layer, times the sizes of hidden and feed-forward layers and the places in the mask of attention."""


@dataclass(frozen=True)
class Form:
    """How a model is held and computed."""

    weights: torch.dtype
    autocast: bool
    """Whether matrices are multiplied in bfloat16 whatever their weights are."""
    four_bit: bool
    gradient_checkpointing: bool

    @property
    def precision(self) -> str:
        return "bfloat16" if self.autocast else "float32"


def choose_form(folder: Path, options: TrainOptions) -> Form:
    """What `auto` means on this machine."""
    config = AutoConfig.from_pretrained(folder)
    on_gpu = machine.accelerator() == "cuda"
    half = machine.has_bfloat16() if options.precision == "auto" else options.precision == "bfloat16"
    weights = torch.bfloat16 if on_gpu and half else torch.float32
    stored = sum(file.stat().st_size for file in folder.glob("*.safetensors"))
    held = stored * weights.itemsize // config.dtype.itemsize
    on_device = machine.free_device_memory()
    room = machine.free_memory() if on_device is None else on_device
    four_bit = on_gpu and held > _SHARE * room if options.four_bit == "auto" else options.four_bit
    left = _SHARE * room - (held // 4 if four_bit else held)
    wanted = _activations(config, options)
    checkpointing = wanted > left if options.gradient_checkpointing == "auto" else options.gradient_checkpointing
    return Form(weights, half, four_bit, checkpointing)


def load_model(folder: Path, form: Form) -> PreTrainedModel:
    """The model, frozen, on the device or spread over the devices. Raises `Failure` (`unreadableModel`)."""
    config = AutoConfig.from_pretrained(folder)
    arguments: dict[str, Any] = {"dtype": form.weights}
    if getattr(config, "attn_logit_softcapping", None):
        arguments["attn_implementation"] = "eager"  # The others leave the cap out.
    if form.four_bit:
        arguments["quantization_config"] = BitsAndBytesConfig(
            load_in_4bit=True,
            bnb_4bit_quant_type="nf4",
            bnb_4bit_use_double_quant=True,
            bnb_4bit_compute_dtype=form.weights,
        )
    if machine.device_count() > 1:
        arguments["device_map"] = "auto"
    with reading_prepared(folder):
        return AutoModelForCausalLM.from_pretrained(folder, **arguments)


def _activations(config: PretrainedConfig, options: TrainOptions) -> int:
    """Bytes, for batches of the longest rows. Packed blocks are one long row."""
    tokens = options.batch * options.sequence_length
    places = tokens if options.packing else options.sequence_length
    sizes = _HIDDEN_BYTES * config.hidden_size + _FEED_FORWARD_BYTES * config.intermediate_size + _MASK_BYTES * places
    return tokens * config.num_hidden_layers * sizes
