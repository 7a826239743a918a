"""What a child writes to its result pipe: frames of one letter, an 8-byte little-endian length, and the payload."""

import os

STARTED = b"S"
"""The step's own time begins: all before was the judge's preparation."""
NOTE = b"N"
"""The answer's `repr`, UTF-8, written before f runs, so that a time-out can show it."""
FINISHED = b"F"
"""The text under judgement has ended: what follows is the judge's packing of its result."""
BLOB = b"B"
"""The answer as data, see `answer_codec`."""
RESULT = b"R"
"""The step's result as JSON; the last frame."""

KINDS = frozenset((STARTED, NOTE, FINISHED, BLOB, RESULT))
HEADER_BYTES = 9
SMALL_FRAME_BYTES = 1 << 20
"""Most bytes of any frame but a blob."""


class BadFrame(Exception):
    """The child wrote something that is no frame, or too much."""


def write_frame(descriptor: int, kind: bytes, payload: bytes = b"") -> None:
    """Writes one frame whole to a blocking descriptor."""
    rest = memoryview(kind + len(payload).to_bytes(8, "little") + payload)
    while rest:
        rest = rest[os.write(descriptor, rest) :]


class FrameReader:
    """Collects frames from bytes in any portions; the last of each kind is kept."""

    def __init__(self, most_blob_bytes: int) -> None:
        self.frames: dict[bytes, bytes] = {}
        self._most_blob_bytes = most_blob_bytes
        self._pending = bytearray()
        self._wanted = HEADER_BYTES

    def feed(self, data: bytes) -> None:
        """Takes the next bytes. Raises `BadFrame`."""
        self._pending += data
        while len(self._pending) >= self._wanted:
            kind = bytes(self._pending[:1])
            length = int.from_bytes(self._pending[1:HEADER_BYTES], "little")
            if kind not in KINDS or length > (self._most_blob_bytes if kind == BLOB else SMALL_FRAME_BYTES):
                raise BadFrame(f"a frame of kind {kind!r} and {length} bytes")
            self._wanted = HEADER_BYTES + length
            if len(self._pending) < self._wanted:
                return
            self.frames[kind] = bytes(memoryview(self._pending)[HEADER_BYTES : self._wanted])
            del self._pending[: self._wanted]
            self._wanted = HEADER_BYTES
