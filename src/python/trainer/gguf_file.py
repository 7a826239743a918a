"""Reading GGUF files: metadata without the cost of the vocabulary, tensors without a copy.

`gguf.GGUFReader` builds several arrays for every token of a vocabulary: seconds for a file whose header takes
milliseconds to walk. The layout is that of https://github.com/ggml-org/ggml/blob/master/docs/gguf.md.
"""

import mmap
import struct
from dataclasses import dataclass
from math import prod
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from gguf.constants import GGML_QUANT_SIZES, GGMLQuantizationType
from gguf.quants import dequantize, quant_shape_to_byte_shape

from .failure import Failure

MAGIC = b"GGUF"
VERSION = 3
COUNTS = struct.Struct("<4sIQQ")
"""Magic, version, number of tensors, number of metadata fields."""
DEFAULT_ALIGNMENT = 32
STRING, ARRAY = 8, 9
SCALARS = {0: "B", 1: "b", 2: "H", 3: "h", 4: "I", 5: "i", 6: "f", 7: "?", 10: "Q", 11: "q", 12: "d"}
"""Format of `struct` and numpy of each type of metadata value but string and array."""
_LENGTH = struct.Struct("<Q")
_ARRAY_HEAD = struct.Struct("<IQ")
_MOST_DIMENSIONS = 4


class Field(NamedTuple):
    """Where a metadata field lies in the file."""

    start: int
    """Of its key."""
    value: int
    """Of its value, behind key and type."""
    kind: int
    end: int


@dataclass(frozen=True)
class Tensor:
    """One tensor of a file: where it lies and how it is stored."""

    name: str
    shape: tuple[int, ...]
    """As torch and numpy write it: the dimension that varies fastest is the last."""
    kind: GGMLQuantizationType
    start: int
    """Offset in the file, in bytes."""
    size: int
    """Bytes."""


class GgufFile:
    """A GGUF file, mapped into memory. Raises `Failure` (`unreadableModel`) where it is none or is cut short."""

    def __init__(self, path: Path) -> None:
        self.path = path
        try:
            with open(path, "rb") as file:
                self._bytes = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
        except (OSError, ValueError) as problem:
            raise _unreadable(path, str(problem)) from None
        try:
            self._read_header()
        except (struct.error, ValueError, IndexError, KeyError, OverflowError) as problem:
            raise _unreadable(path, f"its header does not make sense ({problem})") from None
        end = max((tensor.start + tensor.size for tensor in self.tensors), default=self.data_start)
        if end > len(self._bytes):
            raise _unreadable(path, f"it is cut short: {len(self._bytes)} of at least {end} bytes are there")

    def get(self, key: str, default: Any = None) -> Any:
        """The value of a metadata field: number, string, list of strings or array of numbers."""
        field = self.fields.get(key)
        return default if field is None else self._value(field.kind, field.value)

    def raw(self, start: int, end: int) -> memoryview:
        """Bytes of the file."""
        return memoryview(self._bytes)[start:end]

    def data(self, tensor: Tensor) -> np.ndarray:
        """The stored form of a tensor: rows of bytes if it is quantized, else numbers. Shares the file's memory."""
        dtype = _PLAIN.get(tensor.kind)
        flat = np.frombuffer(
            self._bytes, dtype or np.uint8, tensor.size // np.dtype(dtype or np.uint8).itemsize, tensor.start
        )
        return flat.reshape(tensor.shape if dtype else quant_shape_to_byte_shape(tensor.shape, tensor.kind))

    def dequantized(self, tensor: Tensor) -> np.ndarray:
        """The tensor as float32."""
        return dequantize(self.data(tensor), tensor.kind)

    @property
    def architecture(self) -> str:
        return self.get("general.architecture", "")

    @property
    def size(self) -> int:
        """Bytes."""
        return len(self._bytes)

    def _read_header(self) -> None:
        magic, version, tensors, fields = COUNTS.unpack_from(self._bytes)
        if magic != MAGIC:
            raise ValueError("it does not begin with GGUF")
        if version not in (2, VERSION):
            raise ValueError(f"it is of version {version}")
        position = COUNTS.size
        self.fields: dict[str, Field] = {}
        for _ in range(fields):
            start = position
            key, position = self._string(position)
            (kind,) = struct.unpack_from("<I", self._bytes, position)
            end = self._skip(kind, position + 4)
            self.fields[key] = Field(start, position + 4, kind, end)
            position = end
        self.header_end = position
        self.alignment: int = self.get("general.alignment", DEFAULT_ALIGNMENT)
        entries = []
        for _ in range(tensors):
            entry, position = self._tensor_entry(position)
            entries.append(entry)
        self.data_start = -(-position // self.alignment) * self.alignment
        self.tensors = [
            Tensor(name, shape, kind, self.data_start + offset, bytes_of(shape, kind))
            for name, shape, kind, offset in entries
        ]

    def _tensor_entry(self, position: int) -> tuple[tuple[str, tuple[int, ...], GGMLQuantizationType, int], int]:
        name, position = self._string(position)
        (dimensions,) = struct.unpack_from("<I", self._bytes, position)
        if dimensions > _MOST_DIMENSIONS:
            raise ValueError(f"tensor {name} has {dimensions} dimensions")
        shape = struct.unpack_from(f"<{dimensions}Q", self._bytes, position + 4)
        kind, offset = struct.unpack_from("<IQ", self._bytes, position + 4 + 8 * dimensions)
        return (name, shape[::-1], GGMLQuantizationType(kind), offset), position + 16 + 8 * dimensions

    def _string(self, position: int) -> tuple[str, int]:
        (length,) = _LENGTH.unpack_from(self._bytes, position)
        start, end = position + 8, position + 8 + length
        if end > len(self._bytes):
            raise ValueError("a text reaches past its end")
        return self._bytes[start:end].decode(errors="replace"), end

    def _skip(self, kind: int, position: int) -> int:
        """Where the value at `position` ends."""
        if kind == STRING:
            return position + 8 + _LENGTH.unpack_from(self._bytes, position)[0]
        if kind != ARRAY:
            return position + struct.calcsize(SCALARS[kind])
        of, count = _ARRAY_HEAD.unpack_from(self._bytes, position)
        position += _ARRAY_HEAD.size
        if of != STRING:
            return position + count * struct.calcsize(SCALARS[of])
        read, data = _LENGTH.unpack_from, self._bytes
        for _ in range(count):
            position += 8 + read(data, position)[0]
        return position

    def _value(self, kind: int, position: int) -> Any:
        if kind == STRING:
            return self._string(position)[0]
        if kind != ARRAY:
            return struct.unpack_from("<" + SCALARS[kind], self._bytes, position)[0]
        of, count = _ARRAY_HEAD.unpack_from(self._bytes, position)
        position += _ARRAY_HEAD.size
        if of != STRING:
            return np.frombuffer(self._bytes, np.dtype(SCALARS[of]).newbyteorder("<"), count, position)
        texts = []
        for _ in range(count):
            text, position = self._string(position)
            texts.append(text)
        return texts


_PLAIN = {
    GGMLQuantizationType.F32: np.float32,
    GGMLQuantizationType.F16: np.float16,
    GGMLQuantizationType.F64: np.float64,
}


def bytes_of(shape: tuple[int, ...], kind: GGMLQuantizationType) -> int:
    """Size of a tensor as it is stored."""
    elements, size = GGML_QUANT_SIZES[kind]
    return prod(shape) // elements * size


def _unreadable(path: Path, why: str) -> Failure:
    return Failure(
        "unreadableModel",
        f"{path} cannot be read as a GGUF model: {why}.",
        "Pull the model again in Ollama, or choose another one.",
    )
