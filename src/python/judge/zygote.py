"""The zygote: a closed-in process that has imported what work needs, and forks a process for each piece of it.

It never sees any text or answer: those go from the supervisor to the child through pipes, of which the zygote only
passes the ends. There are two, alike but for `PYTHONHASHSEED`, which a fork cannot change.
"""

import gc
import os
import signal
import socket
import struct

from . import worker
from .sandbox import kernel, landlock, limits, namespaces, readable

REQUEST = struct.Struct("<ci")
"""A letter and a process id: fork (with two descriptors: request and result), or end the process."""
REPLY = struct.Struct("<ii")
"""Process id as the zygote knows it, and its wait status (0 for a fork). With a fork comes a descriptor of the process."""
FORK_WARM, FORK_ONCE, END = b"w", b"o", b"e"


def serve(descriptor: int, folder: str, packages: list[str]) -> None:
    """Answers the supervisor's requests on the socket until it closes; then leaves no child behind.

    `folder` is empty; in it the file system of the zygote is built, where it may have one, else it is the working
    directory. `packages` are folders from which puzzles may import.
    """
    control = socket.socket(fileno=descriptor)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    limits.open_null()
    worker.prepare_process(packages)
    with_namespaces = namespaces.enter()
    if with_namespaces and (inner := os.fork()):
        control.close()
        _follow(inner)
    folder = _close_in(folder, packages, with_namespaces)
    gc.collect()
    gc.freeze()  # Keeps the collector off the pages that children share.
    control.sendall(REPLY.pack(os.getpid(), 0))
    _answer(control, folder)


def _follow(inner: int) -> None:
    """Waits for the first process of the namespace and ends as it did; it dies with this one."""
    _, status = os.waitpid(inner, 0)
    os._exit(os.waitstatus_to_exitcode(status) & 0xFF)


def _close_in(folder: str, packages: list[str], with_namespaces: bool) -> str:
    """Gives up all that this system lets one give up; what that amounts to, `self_test` finds out.

    Returns the working directory of children.
    """
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
    return folder


def _answer(control: socket.socket, folder: str) -> None:
    living: set[int] = set()
    while True:
        try:
            message, descriptors, _, _ = socket.recv_fds(control, REQUEST.size, 2)
        except ConnectionResetError:
            break
        if not message:
            break
        kind, pid = REQUEST.unpack(message)
        if kind == END:
            control.sendall(REPLY.pack(pid, _end(living, pid)))
        else:
            _fork(control, living, folder, kind == FORK_WARM, descriptors)
    for pid in tuple(living):
        _end(living, pid)


def _fork(control: socket.socket, living: set[int], folder: str, warm: bool, descriptors: list[int]) -> None:
    parent = os.getpid()
    pid = os.fork()
    if pid == 0:
        worker.run(parent, *descriptors, folder, warm)
    for descriptor in descriptors:
        os.close(descriptor)
    living.add(pid)
    reply = REPLY.pack(pid, 0)
    try:
        handle = os.pidfd_open(pid)
    except (AttributeError, OSError):  # Not Linux, or an old one: there the supervisor knows the process by its id.
        control.sendall(reply)
        return
    socket.send_fds(control, [reply], [handle])
    os.close(handle)


def _end(living: set[int], pid: int) -> int:
    """Kills what is left of a child and of all that it started; returns its wait status."""
    for kill, target in ((os.killpg, pid), (os.kill, pid)):
        try:
            kill(target, signal.SIGKILL)
        except (ProcessLookupError, PermissionError):
            pass  # Ended by itself (macOS reports a zombie's group as not permitted), or its session is not made yet.
    _, status = os.waitpid(pid, 0)
    living.discard(pid)
    return status
