"""The zygote: a process that has imported what steps need and forks one child for each.

It never sees any text or answer: those go from the supervisor to the child through pipes, of which the zygote only
passes the ends. There are two, alike but for `PYTHONHASHSEED`, which a fork cannot change.
"""

import gc
import os
import shutil
import signal
import socket
import struct

from . import linux, sandbox, steps
from .child import run_child

REQUEST = struct.Struct("<ci")
"""A letter and a process id: fork (with two descriptors: payload and result), or end the process."""
REPLY = struct.Struct("<ii")
"""Process id, and its wait status (0 for a fork)."""
FORK, END = b"f", b"e"


def serve(descriptor: int, root: str) -> None:
    """Answers the supervisor's requests on the socket until it closes; then leaves no child behind, nor `root`."""
    control = socket.socket(fileno=descriptor)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    linux.become_subreaper()
    steps.prepare_process()
    sandbox.tier()  # What it finds out once, each child inherits.
    gc.collect()
    gc.freeze()  # Keeps the collector off the pages that children share.
    living: set[int] = set()
    control.sendall(REPLY.pack(os.getpid(), 0))
    while True:
        try:
            message, descriptors, _, _ = socket.recv_fds(control, REQUEST.size, 2)
        except ConnectionResetError:
            break
        if not message:
            break
        kind, pid = REQUEST.unpack(message)
        if kind == FORK:
            control.sendall(REPLY.pack(_fork(living, *descriptors), 0))
        else:
            control.sendall(REPLY.pack(pid, _end(living, pid)))
    for pid in tuple(living):
        _end(living, pid)
    shutil.rmtree(root, ignore_errors=True)  # The supervisor may have been killed before it could.


def _fork(living: set[int], payload: int, result: int) -> int:
    parent = os.getpid()
    pid = os.fork()
    if pid == 0:
        run_child(parent, payload, result)
    os.close(payload)
    os.close(result)
    living.add(pid)
    return pid


def _end(living: set[int], pid: int) -> int:
    """Kills what is left of a child and of all that it started; returns its wait status."""
    for kill, target in ((os.killpg, pid), (os.kill, pid)):
        try:
            kill(target, signal.SIGKILL)
        except (ProcessLookupError, PermissionError):
            pass  # Ended by itself (macOS reports a zombie's group as not permitted), or its session is not made yet.
    _, status = os.waitpid(pid, 0)
    living.discard(pid)
    end_orphans(living)
    return status


def end_orphans(living: set[int]) -> None:
    """Kills the children of this process that are not in `living`: orphans of steps, until there are none."""
    while orphans := [child for child in linux.children_of(os.getpid()) if child not in living]:
        for orphan in orphans:
            os.kill(orphan, signal.SIGKILL)
        for orphan in orphans:
            os.waitpid(orphan, 0)
