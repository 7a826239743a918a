"""The supervisor's end of a zygote."""

import os
import socket
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from .zygote import END, FORK, REPLY, REQUEST


class ZygoteEnded(Exception):
    """The zygote is gone, which nothing in a child should be able to bring about: the judge cannot go on."""


@dataclass(frozen=True)
class ChildEnd:
    """How a child's process ended."""

    status: int
    """Exit status, or the negative number of the signal that killed it."""
    cpu_seconds: float


class ZygoteClient:
    """Forks and ends children. Its calls block for the millisecond that the zygote takes."""

    def __init__(self, hash_seed: int, root: str) -> None:
        self._socket, theirs = socket.socketpair()
        # In effect `-I`, which would also ignore PYTHONHASHSEED: the environment holds nothing else.
        python = [sys.executable, "-s", "-S", "-B", str(Path(__file__).parent)]
        self._process = subprocess.Popen(
            [*python, "--zygote", str(theirs.fileno()), root],
            env={"PYTHONHASHSEED": str(hash_seed), "LANG": "C.UTF-8"},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            pass_fds=(theirs.fileno(),),
        )
        theirs.close()

    def wait_until_ready(self) -> None:
        self._reply()

    def fork(self, payload: int, result: int) -> int:
        """Forks a child that reads `payload` and writes `result`; returns its process id."""
        return self._ask(REQUEST.pack(FORK, 0), [payload, result])[0]

    def end(self, pid: int) -> ChildEnd:
        """Ends a child, and all that it started, if it has not ended; every child is ended once."""
        _, status, cpu_seconds = self._ask(REQUEST.pack(END, pid), [])
        return ChildEnd(os.waitstatus_to_exitcode(status), cpu_seconds)

    def close(self) -> None:
        """Ends the zygote and every child of it."""
        self._socket.close()
        self._process.wait()

    def _ask(self, request: bytes, descriptors: list[int]) -> tuple[int, int, float]:
        try:
            socket.send_fds(self._socket, [request], descriptors)
        except ConnectionError:
            raise ZygoteEnded from None
        return self._reply()

    def _reply(self) -> tuple[int, int, float]:
        try:
            data = self._socket.recv(REPLY.size, socket.MSG_WAITALL)
        except ConnectionError:
            raise ZygoteEnded from None
        if len(data) < REPLY.size:
            raise ZygoteEnded
        return REPLY.unpack(data)
