"""The phase `export`: the tuned model as a GGUF file, which is the base's with the tuned weights in place."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any, Literal

import numpy as np
import torch
from gguf.constants import GGMLQuantizationType
from peft import PeftModel
from transformers import AutoModelForCausalLM, PreTrainedModel

from . import machine
from .adapter import Adapter, unreadable
from .agreement import Agreement, choose_sequences, compare, predictions
from .encoding import Encoder
from .events import Events
from .failure import Failure
from .files import whole_file
from .folder_weights import FolderWeights
from .gguf_file import GgufFile
from .gguf_patch import write_patched
from .rows import read_rows
from .sources import Folder, Gguf, reading_prepared
from .weights import NamedWeights, config_of, load_gguf

_LONGEST = 512
"""Tokens of a row that are compared: distributions over a whole vocabulary are kept for each."""
_LOGIT_COPIES = 4
"""Of one row's logits, that live at once while it is predicted; with room for the layers' own values."""


@dataclass(frozen=True)
class ExportRequest:
    model: Gguf
    base: Folder
    adapter: str
    output: str
    type: Literal["auto", "F16", "Q8_0"]
    rows: str
    positions: int
    given: bool = False
    """Whether the base was prepared from other weights than the file's: then these take the place of the file's."""


def export(request: ExportRequest, events: Events) -> dict[str, Any]:
    """Writes the file, reads it again and compares what it says with the trained model; only then it gets its name."""
    file = GgufFile(request.model.path)
    weights = NamedWeights(file, config_of(file))
    adapter = Adapter(Path(request.adapter))
    for name in sorted(adapter.tuned):
        if name not in weights.tensors or not adapter.fits(name, weights.tensors[name].shape):
            raise unreadable(Path(request.adapter), f"the model has no {name} of that size")
    rows = Encoder(request.base.path).rows(read_rows(Path(request.rows)))
    sequences = choose_sequences([row.ids[:_LONGEST] for row in rows], request.positions)
    wanted = list(predictions(_trained(request), sequences))
    given = FolderWeights(request.base.path) if request.given else None
    kind = _kind(request.type, file)
    output = Path(request.output)
    with whole_file(output) as draft:
        for done, _ in enumerate(write_tuned(draft, weights, adapter, kind, given), 1):
            events.emit("tensor", done=done, total=len(file.tensors))
        seen = partial(_emit_verifying, events, len(sequences))
        found = compare(wanted, predictions(_placed(load_gguf(draft)), sequences), seen)
        if not found.is_close:
            raise _disagreement(found)
    return {
        "file": str(output),
        "bytes": output.stat().st_size,
        "type": kind.name,
        "tuned": len(adapter.tuned),
        "positions": found.positions,
        "agreement": found.share,
        "divergence": found.divergence,
    }


def write_tuned(
    path: Path, weights: NamedWeights, adapter: Adapter, kind: GGMLQuantizationType, given: FolderWeights | None = None
) -> Iterator[str]:
    """Writes the base's file with the adapter merged into it. Yields the name of each tensor when it is written.

    `given` are weights that take the place of all of the file's, tuned and not.
    """
    replaced = adapter.tuned if given is None else weights.tensors
    tuned = {weights.tensors[name].name: partial(_replacement, weights, adapter, given, name) for name in replaced}
    return write_patched(path, weights.file, tuned, kind)


def _replacement(weights: NamedWeights, adapter: Adapter, given: FolderWeights | None, name: str) -> np.ndarray:
    """One new weight as llama.cpp stores it, float32."""
    tensor = weights.tensors[name]
    weight = weights.load(tensor) if given is None else given.load(name)
    merged = adapter.merged(name, weight) if name in adapter.tuned else weight
    return np.ascontiguousarray(weights.architecture.to_gguf(tensor.name, merged.numpy(), weights.file))


def _kind(wanted: str, file: GgufFile) -> GGMLQuantizationType:
    """`auto` keeps a model that is not quantized in half precision."""
    if wanted != "auto":
        return GGMLQuantizationType[wanted]
    plain = {GGMLQuantizationType.F32, GGMLQuantizationType.F16, GGMLQuantizationType.BF16}
    return (
        GGMLQuantizationType.F16 if all(tensor.kind in plain for tensor in file.tensors) else GGMLQuantizationType.Q8_0
    )


def _trained(request: ExportRequest) -> PreTrainedModel:
    with reading_prepared(request.base.path):
        base = AutoModelForCausalLM.from_pretrained(request.base.path, dtype=torch.float32)
    return _placed(PeftModel.from_pretrained(base, request.adapter).eval())


def _placed(model: Any) -> Any:
    """On a GPU if it has room: in float32 a model takes twice what it was trained in there, or eight times."""
    logits = _LONGEST * model.config.vocab_size * 4
    return model.to(machine.device_with_room(model.get_memory_footprint() + _LOGIT_COPIES * logits))


def _emit_verifying(events: Events, total: int, done: int) -> None:
    events.emit("verifying", done=done, total=total)


def _disagreement(found: Agreement) -> Failure:
    return Failure(
        "disagreement",
        f"The written model agrees with the trained one on {found.share:.1%} of {found.positions} next tokens only.",
        "Export again as F16. If that disagrees, too, this model cannot be tuned here; please report it with its name.",
    )
