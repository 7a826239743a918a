"""Messages between the supervisor and the processes that do its work: a JSON object and some bytes, over a pipe.

Each reply begins with the token of the request that it answers: 16 random bytes, so that nothing that a program prints
or writes to the pipe can be taken for a message of the judge.
"""

import json
import os
import struct
from typing import Any, NamedTuple

TOKEN_BYTES = 16
_HEAD = struct.Struct(f"<{TOKEN_BYTES}sIQ")
"""Token, length of the JSON, length of all the bytes after it."""
MOST_JSON_BYTES = 64 << 20
_CHUNK_BYTES = 1 << 20

Fields = dict[str, Any]
_encode = json.JSONEncoder(separators=(",", ":")).encode
_decode = json.JSONDecoder().decode


class Message(NamedTuple):
    """One message: its fields, and its blobs, whose lengths stand among the fields."""

    token: bytes
    fields: Fields
    blobs: list[bytes]


class BadMessage(Exception):
    """The bytes are no message of the judge; the text under judgement can have written them."""


def pack(token: bytes, fields: Fields, blobs: list[bytes] | None = None) -> bytes:
    """The bytes of a message."""
    blobs = blobs or []
    if blobs:
        fields = {**fields, "blobs": [len(blob) for blob in blobs]}
    text = _encode(fields).encode()
    return b"".join((_HEAD.pack(token, len(text), sum(map(len, blobs))), text, *blobs))


def read(descriptor: int) -> Message | None:
    """Reads one request from the supervisor, which is trusted; None at the end of the pipe."""
    head = _read_exactly(descriptor, _HEAD.size)
    if len(head) < _HEAD.size:
        return None
    token, json_bytes, blob_bytes = _HEAD.unpack(head)
    return _parse(token, _read_exactly(descriptor, json_bytes), _read_exactly(descriptor, blob_bytes))


class MessageReader:
    """Takes the bytes of replies in any portions. Trusts none of them."""

    def __init__(self, most_blob_bytes: int) -> None:
        self._most_blob_bytes = most_blob_bytes
        self._pending = bytearray()
        self._wanted = _HEAD.size
        self._token = b""

    def expect(self, token: bytes) -> None:
        """From now on only messages with this token are taken."""
        self._token = token

    def feed(self, data: bytes) -> list[Message]:
        """Takes the next bytes; returns the messages that are whole with them. Raises `BadMessage`."""
        self._pending += data
        found = []
        while len(self._pending) >= self._wanted:
            token, json_bytes, blob_bytes = _HEAD.unpack_from(self._pending)
            if token != self._token or json_bytes > MOST_JSON_BYTES or blob_bytes > self._most_blob_bytes:
                raise BadMessage("something that is none of the judge's messages")
            self._wanted = _HEAD.size + json_bytes + blob_bytes
            if len(self._pending) < self._wanted:
                break
            content = memoryview(self._pending)[_HEAD.size : self._wanted]
            found.append(_parse(token, bytes(content[:json_bytes]), bytes(content[json_bytes:])))
            content.release()
            del self._pending[: self._wanted]
            self._wanted = _HEAD.size
        return found


def _parse(token: bytes, text: bytes, data: bytes) -> Message:
    try:
        fields = _decode(text.decode())
        lengths = fields.pop("blobs", []) if isinstance(fields, dict) else None
    except (ValueError, RecursionError):
        raise BadMessage("a message that is not JSON") from None
    if lengths is None or not isinstance(lengths, list) or not all(type(size) is int and size >= 0 for size in lengths):
        raise BadMessage("a message of no known form")
    if sum(lengths) != len(data):
        raise BadMessage("a message of a wrong length")
    blobs, start = [], 0
    for size in lengths:
        blobs.append(data[start : start + size])
        start += size
    return Message(token, fields, blobs)


def _read_exactly(descriptor: int, size: int) -> bytes:
    """So many bytes, or fewer at the end of the pipe."""
    parts, left = [], size
    while left and (part := os.read(descriptor, min(left, _CHUNK_BYTES))):
        parts.append(part)
        left -= len(part)
    return b"".join(parts)
