"""The supervisor's end of a zygote."""

import os
import socket
import subprocess
import sys
from pathlib import Path

from .zygote import END, FORK, REPLY, REQUEST


class ZygoteEnded(Exception):
    """The zygote is gone, which nothing in a child should be able to bring about: the judge cannot go on."""


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

    def end(self, pid: int) -> int:
        """Ends a child, and all that it started, if it has not ended; every child is ended once.

        Returns its exit status, or the negative number of the signal that killed it.
        """
        return os.waitstatus_to_exitcode(self._ask(REQUEST.pack(END, pid), [])[1])

    def close(self) -> None:
        """Ends the zygote and every child of it."""
        self._socket.close()
        self._process.wait()

    def _ask(self, request: bytes, descriptors: list[int]) -> tuple[int, int]:
        try:
            socket.send_fds(self._socket, [request], descriptors)
        except ConnectionError:
            raise ZygoteEnded from None
        return self._reply()

    def _reply(self) -> tuple[int, int]:
        try:
            data = self._socket.recv(REPLY.size, socket.MSG_WAITALL)
        except ConnectionError:
            raise ZygoteEnded from None
        if len(data) < REPLY.size:
            raise ZygoteEnded
        return REPLY.unpack(data)
