"""The supervisor's end of a process that works: sends it a request, takes its results, watches its time, ends it."""

import asyncio
import os
import signal
import sys
from collections.abc import Callable
from itertools import islice

from . import messages
from .answer_codec import MAX_BYTES
from .clock import StepClock
from .exchange import Ended, Request, Result, out_of_own_time, out_of_time
from .exits import explain_status
from .sandbox import macos
from .sandbox.limits import MEMORY_BYTES
from .worker import GRACE
from .zygote_client import ZygoteClient

_WALL_FACTOR, _WALL_EXTRA_SECONDS = 20.0, 10.0
"""A program kept waiting for a processor is ended after so many times its limit, and this, of wall time."""
_SHORTEST_WAIT_SECONDS = 0.01
_MOST_SHOWN_CHARACTERS = 4000
_PHASES = {"started": None, "finished": "started"}
"""The phases of a program's run, each with the one that it follows."""
_MEMORY_WATCH_SECONDS = 0.05
_CHUNK_BYTES = 1 << 20


class Process:
    """A child of a zygote. A warm one takes request after request; any other one only."""

    def __init__(self, zygote: ZygoteClient, warm: bool) -> None:
        self._zygote, self._warm = zygote, warm
        request_end, self._requests = os.pipe()
        self._results, result_end = os.pipe()
        self._bell, bell_end = os.pipe()
        for descriptor in (self._requests, self._results, result_end, self._bell):
            os.set_blocking(descriptor, False)
        theirs = [request_end, result_end, bell_end]
        try:
            self._child = zygote.fork(theirs, warm)
        finally:
            for descriptor in theirs:
                os.close(descriptor)
        self._loop = asyncio.get_running_loop()
        self._reader = messages.MessageReader(MAX_BYTES)
        self._clock = StepClock(self._child.pid)
        self._loop.add_reader(self._bell, self._hear)
        self._rest = memoryview(b"")
        self._news = asyncio.Event()
        self._on_result: Callable[[Result], None] = lambda result: None
        self._left, self._ended = 0, False
        self._measures_itself = False
        self._phase: str | None = None
        self._shown: str | None = None
        self._refusal: tuple[str, str] | None = None
        self._taken = 0.0

    async def ask(self, request: Request, on_result: Callable[[Result], None]) -> None:
        """Sends a request and returns when each result has been handed on. Raises `Ended`; then nothing is left of it."""
        token = os.urandom(messages.TOKEN_BYTES)
        self._reader.expect(token)
        self._left, self._on_result = request.results, on_result
        self._measures_itself = self._warm and request.seconds > 0
        fields = {**request.fields, "seconds": request.seconds, "ownSeconds": request.own_limit}
        self._phase = None
        self._clock.restart()  # In full, also where the process measures itself: `kept_waiting` is about this request.
        self._send(messages.pack(token, fields, request.blobs))
        try:
            await self._watch(request)
        except BaseException:
            self.end()
            raise
        if self._left:
            taken = self._clock.wall if self._warm else self._taken_so_far()
            kept_waiting = self._clock.kept_waiting
            status = self.end(closed_its_pipe=self._refusal is None)
            raise Ended(*self._explain(request, status), self._shown, taken, kept_waiting)

    def end(self, closed_its_pipe: bool = False) -> int | None:
        """Ends the process, and all that it started; returns its exit status, negative for a signal.

        One that `closed_its_pipe` should be ending by itself; None if it was not.
        """
        self._loop.remove_reader(self._bell)
        self._stop_sending()
        for descriptor in (self._requests, self._results, self._bell):
            os.close(descriptor)
        return self._zygote.end(self._child, closed_its_pipe)

    async def _watch(self, request: Request) -> None:
        """Returns when all results are there, the process has closed its pipe, or it is out of time."""
        while self._left and not self._ended:
            in_program = self._phase == "started" or self._measures_itself
            limit = request.seconds * GRACE if in_program else request.own_limit
            left = limit * _WALL_FACTOR + _WALL_EXTRA_SECONDS - self._clock.wall
            if not self._measures_itself:
                left = min(left, limit - self._clock.seconds)
            if left <= 0:
                phase = self._phase
                if self._read_results() and (self._warm or not self._left or self._phase != phase):
                    continue
                self._refusal = self._refusal or (out_of_time if in_program else out_of_own_time)(request)
                return
            self._news.clear()
            if sys.platform == "darwin":  # Which does not bind a process to RLIMIT_AS.
                left = min(left, _MEMORY_WATCH_SECONDS)
                if macos.memory_of(self._child.pid) > MEMORY_BYTES:
                    self._refusal = "outOfMemory", f"took more than {MEMORY_BYTES >> 30} GiB of memory"
                    return
            timer = self._loop.call_later(max(left, _SHORTEST_WAIT_SECONDS), self._news.set)
            try:
                await self._news.wait()
            finally:
                timer.cancel()

    def _explain(self, request: Request, status: int | None) -> tuple[str, str]:
        if self._refusal is not None:
            return self._refusal
        if status is None:
            return "unsafe", "closed the judge's own pipe"
        if status == -signal.SIGPROF:
            return out_of_time(request)
        if status == -signal.SIGVTALRM:
            return out_of_own_time(request)
        return explain_status(status)

    def _start_clock(self, phase: str) -> None:
        self._phase = phase
        self._restart_clock()
        self._news.set()

    def _restart_clock(self) -> None:
        if self._measures_itself:
            self._clock.restart_wall()
        else:
            self._clock.restart()

    def _send(self, message: bytes) -> None:
        self._rest = memoryview(message)
        self._write()
        if self._rest:
            self._loop.add_writer(self._requests, self._write)

    def _write(self) -> None:
        try:
            self._rest = self._rest[os.write(self._requests, self._rest[:_CHUNK_BYTES]) :]
        except BlockingIOError:
            return
        except BrokenPipeError:
            self._rest = memoryview(b"")
        if not self._rest:
            self._stop_sending()

    def _stop_sending(self) -> None:
        self._loop.remove_writer(self._requests)

    def _hear(self) -> None:
        """The process has something to say, or has ended."""
        if not os.read(self._bell, _CHUNK_BYTES):
            self._ended = True
        self._read_results()
        if self._ended or not self._left:
            self._news.set()

    def _read_results(self) -> int:
        """Takes all that is in the pipe; returns how many messages that were."""
        count = 0
        try:
            while data := os.read(self._results, _CHUNK_BYTES):
                for message in self._reader.feed(data):
                    self._take_all(message)
                    count += 1
        except BlockingIOError:
            pass
        except messages.BadMessage as problem:
            self._refusal, self._ended = ("unsafe", f"wrote {problem} to the judge's own pipe"), True
        if count and self._warm:
            self._restart_clock()
        return count

    def _take_all(self, message: messages.Message) -> None:
        """A warm process, which is trusted, says several things in one message."""
        if not self._warm:
            self._take(message.fields, message.blobs)
            return
        blobs = iter(message.blobs)
        for fields in message.fields["parts"]:
            self._take(fields, list(islice(blobs, fields.get("own", 0))))

    def _take(self, fields: messages.Fields, blobs: list[bytes]) -> None:
        phase = fields.get("phase")
        if phase == "shown":
            self._shown = str(fields.get("shown"))[:_MOST_SHOWN_CHARACTERS]
        elif phase is not None:
            self._enter_phase(str(phase))
        elif self._left:
            taken = fields.get("taken", 0.0) if self._warm else self._taken_so_far()
            self._left -= 1
            self._on_result(Result(fields, blobs, self._shown, taken))
            self._shown = None

    def _enter_phase(self, phase: str) -> None:
        """Each phase begins once, whatever a program makes its process say."""
        if _PHASES.get(phase) == self._phase:
            if self._phase == "started":
                self._taken = self._clock.seconds
            self._start_clock(phase)

    def _taken_so_far(self) -> float:
        return self._clock.seconds if self._phase == "started" else self._taken
