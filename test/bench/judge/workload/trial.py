"""Runs the bench's own texts while a workload is made, to learn what is not known by construction.

These texts are derived from known-good ones, so a forked child is enough of a wall. f and g are loaded apart, as the
judge does. Limits are of processor time, so that other load on the machine does not change a workload.
"""

import os
import resource
import signal
import sys
import time
import typing
from collections.abc import Callable, Iterator, Sequence
from typing import Any

from ..worker.research import fits

ACCEPTED, REFUTED, ILL_TYPED, RAISED, UNREADABLE, TOO_COSTLY = "artxso"
"""How one text fared; a letter each, as the child writes them. TOO_COSTLY is over the limit of time or memory."""

_COSTLY_SECONDS = 0.04
_MOST_MEMORY = 512 << 20


def fates(f: str, solutions: Sequence[str]) -> str:
    """How each solution of f fares, one letter each."""
    found = ""
    while len(found) < len(solutions):
        rest = solutions[len(found) :]
        found += _in_child(lambda write, rest=rest: _try_all(f, rest, write)).decode()
        if len(found) < len(solutions):
            found += TOO_COSTLY  # The child was killed at it.
    return found


def answers(solutions: Sequence[str], most_characters: int) -> list[str]:
    """The `repr` of each solution's answer, or an empty text where it is too long."""

    def work(write: Callable[[bytes], None]) -> None:
        for solution in solutions:
            shown = repr(_load(solution, "g")())
            write((shown if len(shown) <= most_characters else "").encode() + b"\0")

    return _in_child(work).decode().split("\0")[: len(solutions)]


def takes_longer(f: str, g: str, seconds: float) -> bool:
    """Says whether loading and running f and g once takes more processor time; asked three times to be sure of it."""

    def work(write: Callable[[bytes], None]) -> None:
        start = time.process_time()
        _load(f, "f")(_load(g, "g")())
        write(b"y" if time.process_time() - start > seconds else b"n")

    return all(_in_child(work, 2 * seconds) != b"n" for _ in range(3))


def _try_all(f: str, solutions: Sequence[str], write: Callable[[bytes], None]) -> None:
    for solution in solutions:
        signal.setitimer(signal.ITIMER_PROF, _COSTLY_SECONDS)
        write(_fate(f, solution).encode())


def _fate(f: str, solution: str) -> str:
    try:
        compile(solution, "g", "exec", dont_inherit=True)
    except (SyntaxError, ValueError):
        return UNREADABLE
    try:
        answer = _load(solution, "g")()
        puzzle = _load(f, "f")
        if not fits(answer, next(iter(puzzle.__annotations__.values()))):
            return ILL_TYPED
        return ACCEPTED if puzzle(answer) is True else REFUTED
    except MemoryError:
        return TOO_COSTLY
    except BaseException:
        return RAISED


def _load(source: str, name: str) -> Any:
    namespace = {each: getattr(typing, each) for each in typing.__all__}
    exec(compile(source, name, "exec", dont_inherit=True), namespace)
    return namespace[name]


def _in_child(work: Callable[[Callable[[bytes], None]], None], cpu_seconds: float = 60.0) -> bytes:
    """What `work` wrote in a forked child before it ended or the timer, which nothing handles, ended it."""
    reading, writing = os.pipe()
    pid = os.fork()
    if pid == 0:
        try:
            nothing = os.open(os.devnull, os.O_RDWR)
            for descriptor in (0, 1, 2):
                os.dup2(nothing, descriptor)
            if hasattr(sys, "set_int_max_str_digits"):
                sys.set_int_max_str_digits(0)  # P3 holds integers past the default limit of 4,300 digits.
            resource.setrlimit(resource.RLIMIT_AS, (_MOST_MEMORY, _MOST_MEMORY))
            signal.setitimer(signal.ITIMER_PROF, cpu_seconds)
            work(lambda data: _write(writing, data))
        finally:
            os._exit(0)
    os.close(writing)
    with open(reading, "rb") as stream:
        data = stream.read()
    os.waitpid(pid, 0)
    return data


def _write(descriptor: int, data: bytes) -> None:
    while data:
        data = data[os.write(descriptor, data) :]


def lines_of(path: os.PathLike[str]) -> Iterator[str]:
    """The lines of a text file that are not empty."""
    with open(path, encoding="utf-8") as stream:
        yield from filter(str.strip, stream)
