"""The zygote: a closed-in process that has imported what work needs, and forks a process for each piece of it.

It never sees any text or answer: those go from the supervisor to the child through pipes, of which the zygote only
passes the ends. There are two, alike but for `PYTHONHASHSEED`, which a fork cannot change.
"""

import gc
import json
import os
import signal
import socket
import time
from collections.abc import Callable
from typing import Any

from . import worker
from .control import AWAIT, END, FORK_WARM, REPLY, REQUEST
from .sandbox import kernel, landlock, limits, namespaces, readable, self_test

_ENDING_SECONDS, _POLL_SECONDS = 0.2, 0.001


def serve(descriptor: int, folder: str, target: dict[str, Any], packages: list[str]) -> None:
    """Answers the supervisor's requests on the socket until it closes; then leaves no child behind.

    `folder` is empty; in it the file system of the zygote is built, where it may have one, else it is the working
    directory. `target` is for `self_test`. `packages` are folders from which puzzles may import.
    """
    control = socket.socket(fileno=descriptor)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    null = os.open(os.devnull, os.O_RDWR)  # Before the device is out of sight.
    worker.prepare_process(packages)
    with_namespaces = namespaces.enter()
    if with_namespaces and (inner := os.fork()):
        control.close()
        _follow(inner)
    _close_in(folder, packages, with_namespaces)
    gc.collect()
    gc.freeze()  # Keeps the collector off the pages that children share.
    through = self_test.attack_from_children(lambda: _fork([null] * 3, null), target)
    control.sendmsg([json.dumps(through).encode()])
    _answer(control, null)


def _follow(inner: int) -> None:
    """Waits for the first process of the namespace and ends as it did; it dies with this one."""
    _, status = os.waitpid(inner, 0)
    os._exit(os.waitstatus_to_exitcode(status) & 0xFF)


def _close_in(folder: str, packages: list[str], with_namespaces: bool) -> None:
    """Gives up all that this system lets one give up; what that amounts to, `self_test` finds out."""
    paths = readable.readable_paths(packages)
    if with_namespaces:
        try:
            namespaces.replace_file_system(folder, paths, packages)
            folder = namespaces.WORKING_FOLDER
        except OSError:
            os.chdir(folder)
        namespaces.drop_capabilities()
        kernel.die_with_parent(0)  # As which a parent outside the namespace is seen.
    else:
        os.chdir(folder)
    try:
        landlock.restrict([*paths, folder])
    except OSError:
        pass
    limits.limit_zygote(folder)


def _answer(control: socket.socket, null: int) -> None:
    living: set[int] = set()
    while True:
        try:
            message, descriptors, _, _ = socket.recv_fds(control, REQUEST.size, 3)
        except ConnectionResetError:
            break
        if not message:
            break
        kind, pid = REQUEST.unpack(message)
        if kind in (AWAIT, END):
            control.sendmsg([REPLY.pack(*_end(living, pid, kind == AWAIT))])
        else:
            living.add(_start(control, null, kind == FORK_WARM, descriptors))
    for pid in tuple(living):
        _end(living, pid, False)


def _fork(own: list[int], null: int) -> int:
    """Forks a closed-in child with these descriptors; returns 0 in it, its process id in the caller."""
    parent = os.getpid()
    pid = os.fork()
    if pid == 0:
        try:
            limits.leave_zygote(parent, own, null)
        except BaseException:
            os._exit(1)
    return pid


def _start(control: socket.socket, null: int, warm: bool, descriptors: list[int]) -> int:
    """Forks a child that works; tells the supervisor, and returns, its process id."""
    pid = _fork(descriptors, null)
    if pid == 0:
        worker.run(warm)
    for descriptor in descriptors:
        os.close(descriptor)
    reply = REPLY.pack(pid, 0)
    try:
        handle = os.pidfd_open(pid)
    except (AttributeError, OSError):  # Not Linux, or an old one: there the supervisor knows the process by its id.
        control.sendmsg([reply])
        return pid
    socket.send_fds(control, [reply], [handle])
    os.close(handle)
    return pid


def _end(living: set[int], pid: int, is_ending: bool) -> tuple[bool, int]:
    """Kills what is left of a child and of all that it started; says whether it had to, and its wait status.

    The pipes of a process that ends are closed a moment before it can be waited for: one that `is_ending` gets that.
    """
    living.discard(pid)
    deadline = time.monotonic() + (_ENDING_SECONDS if is_ending else 0.0)
    ended, status = os.waitpid(pid, os.WNOHANG)
    while not ended and time.monotonic() < deadline:
        time.sleep(_POLL_SECONDS)
        ended, status = os.waitpid(pid, os.WNOHANG)
    _kill(os.killpg, pid)
    if not ended:  # Else its id may be another's by now.
        _kill(os.kill, pid)
        _, status = os.waitpid(pid, 0)
    return not ended, status


def _kill(kill: Callable[[int, int], None], target: int) -> None:
    try:
        kill(target, signal.SIGKILL)
    except (ProcessLookupError, PermissionError):
        pass  # Ended by itself (macOS reports a zombie's group as not permitted), or its session is not made yet.
