"""The supervisor's end of a zygote."""

import os
import socket
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from .sandbox import macos
from .zygote import END, FORK_ONCE, FORK_WARM, REPLY, REQUEST


class ZygoteEnded(Exception):
    """The zygote is gone, which nothing in a child should be able to bring about: the judge cannot go on."""


@dataclass(frozen=True)
class Child:
    """A process that a zygote has forked."""

    inner_pid: int
    """Its id as the zygote knows it."""
    pid: int
    """Its id as the supervisor knows it."""


class ZygoteClient:
    """Forks and ends children. Its calls block for the millisecond that the zygote takes."""

    def __init__(self, hash_seed: int, folder: str, packages: list[str]) -> None:
        self._socket, theirs = socket.socketpair()
        # In effect `-I`, which would also ignore PYTHONHASHSEED: the environment holds nothing else.
        python = [sys.executable, "-s", "-S", "-B", str(Path(__file__).parent)]
        command = [*python, "--zygote", str(theirs.fileno()), folder, *packages]
        self._process = subprocess.Popen(
            macos.closed_in(command, folder, packages) if sys.platform == "darwin" else command,
            env={"PYTHONHASHSEED": str(hash_seed), "LANG": "C.UTF-8"},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            pass_fds=(theirs.fileno(),),
        )
        theirs.close()

    def wait_until_ready(self) -> None:
        """Raises `ZygoteEnded`."""
        self._reply()

    def fork(self, request: int, result: int, warm: bool) -> Child:
        """Forks a child that reads `request` and writes `result`: again and again, or once."""
        inner, _, descriptors = self._ask(REQUEST.pack(FORK_WARM if warm else FORK_ONCE, 0), [request, result])
        return Child(inner, _process_of(descriptors[0]) if descriptors else inner)

    def end(self, child: Child) -> int:
        """Ends a child, and all that it started, if it has not ended; every child is ended once.

        Returns its exit status, or the negative number of the signal that killed it.
        """
        return os.waitstatus_to_exitcode(self._ask(REQUEST.pack(END, child.inner_pid), [])[1])

    def close(self) -> None:
        """Ends the zygote and every child of it."""
        self._socket.close()
        self._process.wait()

    def _ask(self, request: bytes, descriptors: list[int]) -> tuple[int, int, list[int]]:
        try:
            socket.send_fds(self._socket, [request], descriptors)
        except ConnectionError:
            raise ZygoteEnded from None
        return self._reply()

    def _reply(self) -> tuple[int, int, list[int]]:
        try:
            data, descriptors, _, _ = socket.recv_fds(self._socket, REPLY.size, 1)
        except ConnectionError:
            raise ZygoteEnded from None
        if len(data) < REPLY.size:
            raise ZygoteEnded
        pid, status = REPLY.unpack(data)
        return pid, status, descriptors


def _process_of(handle: int) -> int:
    """The id, in the caller's own namespace, of the process that a descriptor stands for; closes the descriptor."""
    try:
        with open(f"/proc/self/fdinfo/{handle}", encoding="ascii") as lines:
            return next(int(line.split()[1]) for line in lines if line.startswith("Pid:"))
    finally:
        os.close(handle)
