"""The life of a child of the zygote: does what the supervisor's requests ask for.

A child for one request (`once`) may run anything, for nothing runs in it after. A warm one serves request after request
and runs only programs that `whitelist` has found unable to leave anything behind.
"""

import gc
import mmap
import os
import select
import signal
import sys
import time
from typing import NoReturn

from . import messages, stand_ins, work
from .sandbox import limits

_MOST_DETAIL_CHARACTERS = 4000
_BACKSTOP_SECONDS = 60
"""Processor time of a child for one request, beyond what its program may take."""
GRACE = 1.5
"""A program may take so many times its limit before it is ended: what lies between is decided by a run alone."""


def prepare_process(packages: list[str]) -> None:
    """Sets what every child inherits. Puzzles hold integers past Python's default limit of 4,300 digits.

    What puzzles import has its compiled files beside it: the folder of the judge's own is out of sight for them.
    """
    sys.pycache_prefix = None
    if hasattr(sys, "set_int_max_str_digits"):
        sys.set_int_max_str_digits(0)
    sys.path += packages


def run(warm: bool) -> NoReturn:
    """Serves in a freshly forked, closed-in process; never returns."""
    try:
        if warm:
            global _room
            _room = _measure_room()
            stand_ins.guard_shared_classes()
            while message := messages.read(limits.REQUEST_DESCRIPTOR):
                _serve(message, _WarmReporter(message))
        elif message := messages.read(limits.REQUEST_DESCRIPTOR):
            os.close(limits.REQUEST_DESCRIPTOR)
            limits.limit_processor_time(int(message.fields.get("seconds", 0) * GRACE) + _BACKSTOP_SECONDS)
            _serve(message, _Reporter(message))
    finally:
        os._exit(0)


def _serve(message: messages.Message, reporter: "_Reporter") -> None:
    """Does one request. Raises, having told the supervisor, where the work itself fails; the process then ends."""
    try:
        for fields, blobs in work.KINDS[message.fields["work"]](message, reporter):
            reporter.send({**fields, **reporter.times()}, blobs)
    except BaseException:
        import traceback  # Only a bug of the judge needs it, and every start would pay for it.

        reporter.send({"end": "failed", "detail": traceback.format_exc()[-_MOST_DETAIL_CHARACTERS:]}, [])
        raise
    finally:
        reporter.ring()


class _Reporter:
    """Tells the supervisor where the work is, so that it can watch the time of programs that it must not trust."""

    def __init__(self, request: messages.Message) -> None:
        self._token = request.token

    def started(self) -> None:
        """The program itself begins: all before was the judge's preparation."""
        self.send({"phase": "started"}, [])

    def finished(self) -> None:
        """The program has ended: what follows is the judge's packing of its result."""
        self.send({"phase": "finished"}, [])

    def shown(self, text: str) -> None:
        """The answer's `repr`, told before f runs, so that it is known when f does not end."""
        self.send({"phase": "shown", "shown": text}, [])

    def times(self) -> dict[str, float]:
        """What the process itself knows of the program's time."""
        return {}

    def send(self, fields: messages.Fields, blobs: list[bytes]) -> None:
        """Writes a message, and has the supervisor read it."""
        _write(messages.pack(self._token, fields, blobs))
        self.ring()

    def ring(self) -> None:
        """Has the supervisor read what was written."""
        os.write(limits.BELL_DESCRIPTOR, b"!")


class _WarmReporter(_Reporter):
    """Has the kernel end the process when the program takes more processor time than it may.

    A program of the whitelist cannot change that, nor can it wait: its processor time is the time that it takes.
    """

    def __init__(self, request: messages.Message) -> None:
        super().__init__(request)
        self._limit, self._own_limit = request.fields.get("seconds", 0) * GRACE, request.fields.get("ownSeconds", 0)
        self._begin = self._taken = 0.0
        self._unwritten: list[messages.Fields] = []
        self._blobs: list[bytes] = []
        self._begin_own_work()

    def started(self) -> None:
        if not _has_room():
            gc.collect()
            if not _has_room():
                os._exit(0)  # Worn out: what was to run here is judged in a process of its own.
        self._flush()  # In the pipe it outlives this process; the supervisor need not wake up for it yet.
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        signal.setitimer(signal.ITIMER_PROF, self._limit)
        # Not the process's own clock, which goes by ticks of some milliseconds while a timer runs.
        self._begin = time.thread_time()

    def finished(self) -> None:
        self._taken = time.thread_time() - self._begin
        signal.setitimer(signal.ITIMER_PROF, 0)
        self._begin_own_work()

    def times(self) -> dict[str, float]:
        return {"taken": self._taken}

    def send(self, fields: messages.Fields, blobs: list[bytes]) -> None:
        self._unwritten.append({**fields, "own": len(blobs)} if blobs else fields)
        self._blobs += blobs
        self._begin_own_work()

    def ring(self) -> None:
        self._flush()
        super().ring()

    def _begin_own_work(self) -> None:
        """Unpacking or packing begins: however large an answer is, it ends in time. Another signal tells it apart."""
        signal.setitimer(signal.ITIMER_VIRTUAL, self._own_limit)

    def _flush(self) -> None:
        """Writes what has come together as one message, of which each part has so many of the blobs as its own."""
        if self._unwritten:
            _write(messages.pack(self._token, {"parts": self._unwritten}, self._blobs))
            self._unwritten, self._blobs = [], []


def _has_room() -> bool:
    """Whether a program would find about as much memory here as in a fresh process."""
    return _can_be_had(_room)


def _can_be_had(size: int) -> bool:
    """Whether so many bytes can, in one piece. Private ones cost less than those that `mmap` gives by itself."""
    try:
        mmap.mmap(-1, size, flags=mmap.MAP_PRIVATE | mmap.MAP_ANONYMOUS, prot=mmap.PROT_READ).close()
    except OSError:
        return False
    return True


def _measure_room() -> int:
    """The most memory that can be had in one piece, in bytes, less what may be in use without mattering."""
    room = limits.MEMORY_BYTES
    while not _can_be_had(room):
        room -= _ROOM_STEP
    return room - 2 * _ROOM_STEP


_ROOM_STEP = 8 << 20
_room = 0
"""Set when a warm process begins."""


def _write(data: bytes) -> None:
    """Writes to the result pipe, which does not block; when it is full, the supervisor is told to empty it."""
    rest = memoryview(data)
    while rest:
        try:
            rest = rest[os.write(limits.RESULT_DESCRIPTOR, rest) :]
        except BlockingIOError:
            os.write(limits.BELL_DESCRIPTOR, b"!")
            select.select([], [limits.RESULT_DESCRIPTOR], [])
