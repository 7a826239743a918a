"""Runs one measurement in a process of its own, so that the system counts all its processor time.

A parent is told the time of a child when it waits for it, and with it the time of all that the child waited for. The
cell adopts what its descendants leave behind and waits for every one, so that killed grandchildren count too. Linux
only.
"""

import ctypes
import os
import pickle
import signal
from collections.abc import Callable, Iterator
from typing import TypeVar

T = TypeVar("T")
_PR_SET_CHILD_SUBREAPER = 36


def in_cell(work: Callable[[], T]) -> tuple[T, float]:
    """What `work` returns, and the processor seconds, user and system, of it and all that it started."""
    reading, writing = os.pipe()
    pid = os.fork()
    if pid == 0:
        os.close(reading)
        _work_and_exit(work, writing)
    os.close(writing)
    with open(reading, "rb") as stream:
        data = stream.read()
    _, status, usage = os.wait4(pid, 0)
    if status != 0:
        raise RuntimeError("A measurement failed; the reason is above.")
    return pickle.loads(data), usage.ru_utime + usage.ru_stime


def _work_and_exit(work: Callable[[], T], writing: int) -> None:
    status = 1
    try:
        ctypes.CDLL(None, use_errno=True).prctl(_PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)
        result = work()
        _end_descendants()
        with open(writing, "wb") as stream:
            pickle.dump(result, stream)
        status = 0
    except BaseException:
        import traceback

        traceback.print_exc()
        _end_descendants()
    finally:
        os._exit(status)


def _end_descendants() -> None:
    """Kills and waits for what is left; what that orphans becomes a child of this process in turn."""
    while children := list(_children_of(os.getpid())):
        for child in children:
            os.kill(child, signal.SIGKILL)
        for child in children:
            os.waitpid(child, 0)


def descendants_of(pid: int) -> Iterator[int]:
    """All processes below a process, as far as they still are there."""
    for child in _children_of(pid):
        yield child
        yield from descendants_of(child)


def _children_of(pid: int) -> Iterator[int]:
    try:
        for thread in os.listdir(f"/proc/{pid}/task"):
            with open(f"/proc/{pid}/task/{thread}/children", encoding="ascii") as children:
                yield from map(int, children.read().split())
    except (FileNotFoundError, ProcessLookupError):
        pass
