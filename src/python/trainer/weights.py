"""The weights of a GGUF file under transformers' names."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import torch
from gguf.constants import MODEL_ARCH_NAMES
from gguf.tensor_mapping import get_tensor_name_map
from transformers import (
    MODEL_FOR_CAUSAL_LM_MAPPING,
    AutoConfig,
    AutoModelForCausalLM,
    PretrainedConfig,
    PreTrainedModel,
)

from .architectures import architecture_of, unsupported
from .gguf_file import GgufFile, Tensor

_NOT_OF_THE_TEXT_MODEL = ("v.", "mm.", "rope_freqs.", "rope_factors")
"""How tensors begin that a text model does without: vision, and what the configuration says already."""


def config_of(file: GgufFile) -> PretrainedConfig:
    """The configuration of the model in the file. Raises `Failure`."""
    fields = architecture_of(file).config(file)
    return AutoConfig.for_model(**fields)


class NamedWeights:
    """The tensors of a GGUF file, each known by the name that transformers gives it."""

    def __init__(self, file: GgufFile, config: PretrainedConfig) -> None:
        """Raises `Failure` where file and architecture do not have the same tensors."""
        self.file, self.config, self.architecture = file, config, architecture_of(file)
        with torch.device("meta"):
            model = AutoModelForCausalLM.from_config(config)
        shapes = {name: tuple(value.shape) for name, value in model.state_dict().items()}
        if config.tie_word_embeddings:
            shapes.pop("lm_head.weight", None)
        stored = {tensor.name: tensor for tensor in file.tensors if not tensor.name.startswith(_NOT_OF_THE_TEXT_MODEL)}
        names = _gguf_names(file.architecture, config.num_hidden_layers)
        self.tensors: dict[str, Tensor] = {}
        for name, shape in shapes.items():
            tensor = stored.pop(names(name) or "", None)
            if tensor is None or tensor.shape != shape:
                raise unsupported(file, f"its tensor for {name} is missing or of another shape")
            self.tensors[name] = tensor
        if stored:
            raise unsupported(
                file, f"it has tensors that its architecture does not have ({', '.join(sorted(stored)[:3])})"
            )

    def __iter__(self) -> Iterator[tuple[str, torch.Tensor]]:
        """Names and float32 weights, one at a time."""
        for name, tensor in self.tensors.items():
            yield name, self.load(tensor)

    def load(self, tensor: Tensor) -> torch.Tensor:
        """One tensor as transformers has it, float32, in memory of its own."""
        weight = self.architecture.to_transformers(tensor.name, self.file.dequantized(tensor), self.file)
        return torch.from_numpy(weight.copy() if not weight.flags.writeable else weight).contiguous()

    @property
    def parameters(self) -> int:
        return sum(torch.Size(tensor.shape).numel() for tensor in self.tensors.values())


def _gguf_names(architecture: str, layers: int) -> Callable[[str], str | None]:
    """Maps transformers' names to llama.cpp's."""
    kind = next(kind for kind, name in MODEL_ARCH_NAMES.items() if name == architecture)
    names = get_tensor_name_map(kind, layers)
    return lambda name: names.get_name(name, try_suffixes=(".weight", ".bias"))


def model_class(config: PretrainedConfig) -> Any:
    """The class of the language model with this configuration."""
    return MODEL_FOR_CAUSAL_LM_MAPPING[type(config)]


def load_gguf(path: Path) -> PreTrainedModel:
    """The model of a GGUF file in float32, straight from the file: to compare with, not to train."""
    file = GgufFile(path)
    config = config_of(file)
    weights = dict(NamedWeights(file, config))
    return model_class(config).from_pretrained(None, config=config, state_dict=weights, dtype=torch.float32).eval()
