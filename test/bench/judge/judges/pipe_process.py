"""One worker of `pipes`, from outside."""

import marshal
import mmap
import os
import subprocess
import sys
from collections import deque
from pathlib import Path
from time import monotonic

from ..program import TIMEOUT_SECONDS
from ..worker.chunks import LENGTH_BYTES, LETTERS

_PACKAGE = Path(__file__).resolve().parents[1]
_OUTCOMES = {letter[0]: outcome for outcome, letter in LETTERS.items()}

Chunk = list[tuple[int, str]]
"""Texts with their numbers."""


class PipeProcess:
    """A process of `worker`, and the chunks that it has."""

    def __init__(self, mode: str) -> None:
        self.chunks: deque[Chunk] = deque()
        self.ended = False
        shared = os.memfd_create("place")
        os.ftruncate(shared, mmap.PAGESIZE)
        self._place = mmap.mmap(shared, 1)
        self._seen, self._since = 0, 0.0
        command = [sys.executable, "-S", "-B", "-m", f"{_PACKAGE.name}.worker", mode, str(TIMEOUT_SECONDS), str(shared)]
        self._process = subprocess.Popen(
            command, cwd=_PACKAGE.parent, stdin=subprocess.PIPE, stdout=subprocess.PIPE, pass_fds=(shared,)
        )
        os.close(shared)
        assert self._process.stdin is not None and self._process.stdout is not None
        self._requests, self.replies = self._process.stdin, self._process.stdout

    @property
    def place(self) -> int:
        """The place of the text at work in the first chunk."""
        return self._place[0]

    def send(self, chunk: Chunk) -> None:
        """Gives it a chunk, which it begins when it has done the others."""
        if not self.chunks:
            self._since = monotonic()
        self.chunks.append(chunk)
        data = marshal.dumps([text for _, text in chunk])
        try:
            self._requests.write(len(data).to_bytes(LENGTH_BYTES, "little") + data)
            self._requests.flush()
        except BrokenPipeError:
            pass  # Its end is noticed when its replies are read.

    def receive(self) -> dict[int, str]:
        """The outcomes of its first chunk, or nothing if it has ended."""
        letters = os.read(self.replies.fileno(), len(self.chunks[0]))
        if not letters:
            self.ended = True
            return {}
        self._since = monotonic()
        return {number: _OUTCOMES[letter] for (number, _), letter in zip(self.chunks.popleft(), letters)}

    def stuck_since(self, seconds: float) -> bool:
        """Says whether it has been at one text for longer, as far as one can tell from looking now and then."""
        if self.place != self._seen:
            self._seen, self._since = self.place, monotonic()
        return bool(self.chunks) and monotonic() - self._since > seconds

    def kill(self) -> None:
        """Ends it at once."""
        self._process.kill()
        self.close()

    def close(self) -> None:
        """Ends it when it has done its chunks."""
        try:
            self._requests.close()
        except BrokenPipeError:
            pass
        self._process.wait()
        self.replies.close()
        self._place.close()
