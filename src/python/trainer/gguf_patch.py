"""Writes a GGUF file that is another one with some tensors replaced: all else is copied byte for byte."""

import struct
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import BinaryIO

import numpy as np
from gguf.constants import GGML_QUANT_SIZES, GGML_QUANT_VERSION, GGMLQuantizationType, LlamaFileType
from gguf.quants import quantize

from .gguf_file import COUNTS, MAGIC, VERSION, GgufFile, Tensor, bytes_of

_UINT32 = 4
"""The type of a metadata field."""
_PIECE = 64 << 20
"""Bytes copied at a time."""
FILE_TYPES = {
    GGMLQuantizationType.F16: LlamaFileType.MOSTLY_F16,
    GGMLQuantizationType.Q8_0: LlamaFileType.MOSTLY_Q8_0,
}
"""What tuned tensors can be written as, and what the file is called then."""


def write_patched(
    path: Path, original: GgufFile, tuned: dict[str, Callable[[], np.ndarray]], kind: GGMLQuantizationType
) -> Iterator[str]:
    """Yields the name of each tensor when it is written.

    `tuned` makes the new weights, float32, of the tensors with these names, which are stored as `kind`; each is made
    when its turn comes, so that one is in memory at a time.
    """
    kinds = {
        tensor.name: _storable(tensor, kind) if tensor.name in tuned else tensor.kind for tensor in original.tensors
    }
    with open(path, "wb") as file:
        file.write(_header(original, kinds, FILE_TYPES[kind]))
        for tensor in original.tensors:
            _pad(file, original.alignment)
            if tensor.name in tuned:
                file.write(quantize(tuned[tensor.name](), kinds[tensor.name]).data)
            else:
                for start in range(tensor.start, tensor.start + tensor.size, _PIECE):
                    file.write(original.raw(start, min(start + _PIECE, tensor.start + tensor.size)))
            yield tensor.name
        _pad(file, original.alignment)


def _header(original: GgufFile, kinds: dict[str, GGMLQuantizationType], file_type: LlamaFileType) -> bytes:
    """Everything before the data of the tensors."""
    changed = {"general.file_type": int(file_type), "general.quantization_version": GGML_QUANT_VERSION}
    kept = [field for key, field in original.fields.items() if key not in changed]
    parts = [COUNTS.pack(MAGIC, VERSION, len(original.tensors), len(kept) + len(changed))]
    parts += [bytes(original.raw(field.start, field.end)) for field in kept]
    parts += [_string(key) + struct.pack("<II", _UINT32, value) for key, value in changed.items()]
    offset = 0
    for tensor in original.tensors:
        kind = kinds[tensor.name]
        sizes = struct.pack(f"<I{len(tensor.shape)}Q", len(tensor.shape), *tensor.shape[::-1])
        parts.append(_string(tensor.name) + sizes + struct.pack("<IQ", kind, offset))
        offset += -(-bytes_of(tensor.shape, kind) // original.alignment) * original.alignment
    return b"".join(parts)


def _storable(tensor: Tensor, kind: GGMLQuantizationType) -> GGMLQuantizationType:
    """`kind`, or half precision where rows are no whole number of blocks; what is no matrix stays as it is."""
    if len(tensor.shape) == 1:
        return tensor.kind
    elements, _ = GGML_QUANT_SIZES[kind]
    return kind if tensor.shape[-1] % elements == 0 else GGMLQuantizationType.F16


def _pad(file: BinaryIO, alignment: int) -> None:
    file.write(bytes(-file.tell() % alignment))


def _string(text: str) -> bytes:
    data = text.encode()
    return struct.pack("<Q", len(data)) + data
