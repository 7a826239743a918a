"""The supervisor's end of a zygote."""

import json
import os
import socket
import sys
from typing import NamedTuple

from .control import END, FORK_ONCE, FORK_WARM, REPLY, REQUEST

_QUIET = [(os.POSIX_SPAWN_OPEN, stream, os.devnull, os.O_RDWR, 0) for stream in (0, 1)]
"""Standard input and output of a zygote."""
_MOST_READY_BYTES = 4096


class ZygoteEnded(Exception):
    """The zygote is gone, which nothing in a child should be able to bring about: the judge cannot go on."""


class Child(NamedTuple):
    """A process that a zygote has forked."""

    inner_pid: int
    """Its id as the zygote knows it."""
    pid: int
    """Its id as the supervisor knows it."""


class ZygoteClient:
    """Forks and ends children. Its calls block for the millisecond that the zygote takes."""

    def __init__(self, hash_seed: int, folder: str, target: str, packages: list[str]) -> None:
        """`folder` is empty and for this zygote alone; `target` is JSON for the `self_test`."""
        self._socket, theirs = socket.socketpair()
        # In effect `-I`, which would also ignore PYTHONHASHSEED: the environment holds nothing else.
        options = ["-s", "-S", "-B"] if sys.dont_write_bytecode else ["-s", "-S"]
        if sys.pycache_prefix:
            options += ["-X", f"pycache_prefix={sys.pycache_prefix}"]
        command = [sys.executable, *options, os.path.dirname(__file__)]
        command += ["--zygote", str(theirs.fileno()), folder, target, *packages]
        if sys.platform == "darwin":
            from .sandbox import macos

            command = macos.closed_in(command, folder, packages)
        theirs.set_inheritable(True)
        environment = {"PYTHONHASHSEED": str(hash_seed), "LANG": "C.UTF-8"}
        # Not `subprocess`, whose import would take longer than all of this, before anything else can begin.
        self._pid = os.posix_spawn(command[0], command, environment, file_actions=_QUIET)
        theirs.close()

    def attacks_that_got_through(self) -> list[str]:
        """What the self-test of the zygote's children has found; waits until it is ready. Raises `ZygoteEnded`."""
        if not (data := self._socket.recv(_MOST_READY_BYTES)):
            raise ZygoteEnded
        return json.loads(data)

    def fork(self, own: list[int], warm: bool) -> Child:
        """Forks a child for many requests, or for one, with these descriptors: for requests, results and the bell."""
        inner, _, descriptors = self._ask(REQUEST.pack(FORK_WARM if warm else FORK_ONCE, 0), own)
        return Child(inner, _process_of(descriptors[0]) if descriptors else inner)

    def end(self, child: Child) -> int:
        """Ends a child, and all that it started, if it has not ended; every child is ended once.

        Returns its exit status, or the negative number of the signal that killed it.
        """
        return os.waitstatus_to_exitcode(self._ask(REQUEST.pack(END, child.inner_pid), [])[1])

    def close(self) -> None:
        """Ends the zygote and every child of it."""
        self._socket.close()
        os.waitpid(self._pid, 0)

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
