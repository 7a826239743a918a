"""Runs one step in one child and says how it ended."""

import asyncio
import contextlib
import json
import os
import shutil
import signal
import tempfile
from dataclasses import dataclass, field
from typing import Any

from . import frames
from .answer_codec import MAX_BYTES
from .child import pack_payload
from .clock import StepClock
from .sandbox import Limits
from .zygote_client import ZygoteClient

JUDGE_SECONDS = 20.0
"""What the judge's own work around a step (parsing, packing and unpacking a large answer) may take."""
_WALL_FACTOR, _WALL_EXTRA_SECONDS = 20.0, 10.0
"""A step kept waiting for a processor is ended after so many times its limit, and this, of wall time."""
_CHUNK_BYTES = 1 << 20
_SHORTEST_WAIT_SECONDS = 0.01
_MOST_DETAIL_CHARACTERS = 4000


@dataclass(frozen=True)
class Step:
    """What a child is to do: a function of `steps`, by name, with its arguments."""

    name: str
    seconds: float
    """Limit of the time in which text under judgement runs."""
    arguments: dict[str, Any]
    blob: bytes = b""


@dataclass(frozen=True)
class StepEnd:
    """How a step ended: as its own result says, or `timedOut`, `outOfMemory`, `unsafe` or `died`."""

    end: str
    detail: str = ""
    result: dict[str, Any] = field(default_factory=dict)
    blob: bytes = b""
    note: str | None = None


async def run_step(zygote: ZygoteClient, step: Step, root: str) -> StepEnd:
    """Runs a step in a child of `zygote`, with a working directory below `root`. Nothing of it is left after."""
    directory = tempfile.mkdtemp(dir=root)
    payload_end, payload = os.pipe()
    results, result_end = os.pipe()
    try:
        pid = zygote.fork(payload_end, result_end)
    finally:
        os.close(payload_end)
        os.close(result_end)
    run = _Run(pid, payload, results, step)
    limits = Limits(int(step.seconds + 2 * JUDGE_SECONDS) + 1, directory)
    try:
        run.start(pack_payload(step.name, step.arguments, limits, step.blob))
        await run.watch()
    finally:
        run.close()
        status = zygote.end(pid)
        await _remove(directory)
    return run.conclude(status)


class _Run:
    """A child at work: its pipes and its time."""

    def __init__(self, pid: int, payload: int, results: int, step: Step) -> None:
        self._payload, self._results, self._step = payload, results, step
        self._rest = memoryview(b"")
        self._reader = frames.FrameReader(MAX_BYTES)
        self._clock = StepClock(pid)
        self._loop = asyncio.get_running_loop()
        self._ended = False
        self._news = asyncio.Event()
        self._phase: bytes | None = None
        self._refusal: StepEnd | None = None

    def start(self, payload: bytes) -> None:
        self._rest = memoryview(payload)
        for descriptor in (self._payload, self._results):
            os.set_blocking(descriptor, False)
        self._loop.add_writer(self._payload, self._write)
        self._loop.add_reader(self._results, self._read)

    async def watch(self) -> None:
        """Returns when the child has sent its result, has closed its pipe, or is out of time."""
        while not self._ended:
            left = self._seconds_left()
            if left <= 0:
                self._refusal = self._out_of_time()
                return
            self._news.clear()
            with contextlib.suppress(asyncio.TimeoutError):
                await asyncio.wait_for(self._news.wait(), max(left, _SHORTEST_WAIT_SECONDS))

    def close(self) -> None:
        self._loop.remove_reader(self._results)
        os.close(self._results)
        self._close_payload()

    def conclude(self, status: int) -> StepEnd:
        """What the frames and the process's exit status say together."""
        received = self._reader.frames
        note = received[frames.NOTE].decode("utf-8", "replace") if frames.NOTE in received else None
        if self._refusal is not None:
            return StepEnd(self._refusal.end, self._refusal.detail, note=note)
        if frames.RESULT in received:
            result = _parse_result(received[frames.RESULT])
            if result is None:
                return StepEnd("unsafe", "wrote to the judge's own pipe", note=note)
            detail = str(result.get("detail", ""))[:_MOST_DETAIL_CHARACTERS]
            return StepEnd(str(result.get("end")), detail, result, received.get(frames.BLOB, b""), note)
        kind, detail = _unfinished(status)
        return StepEnd(kind, detail, note=note)

    def _seconds_left(self) -> float:
        running = self._phase == frames.STARTED
        limit = self._step.seconds if running else JUDGE_SECONDS
        return min(limit - self._clock.seconds, limit * _WALL_FACTOR + _WALL_EXTRA_SECONDS - self._clock.wall)

    def _out_of_time(self) -> StepEnd:
        if self._phase == frames.STARTED:
            return StepEnd("timedOut", f"did not end within {self._step.seconds * 1000:.0f} ms")
        return StepEnd("timedOut", f"took the judge more than {JUDGE_SECONDS:.0f} s to read or to pack")

    def _write(self) -> None:
        try:
            self._rest = self._rest[os.write(self._payload, self._rest[:_CHUNK_BYTES]) :]
        except BlockingIOError:
            return
        except BrokenPipeError:
            self._rest = memoryview(b"")
        if not self._rest:
            self._close_payload()

    def _close_payload(self) -> None:
        if self._payload >= 0:
            self._loop.remove_writer(self._payload)
            os.close(self._payload)
            self._payload = -1

    def _read(self) -> None:
        try:
            data = os.read(self._results, _CHUNK_BYTES)
            self._reader.feed(data)
        except BlockingIOError:
            return
        except frames.BadFrame as problem:
            self._refusal = StepEnd("unsafe", f"wrote to the judge's own pipe ({problem})")
            data = b""
        received = self._reader.frames
        phase = next((kind for kind in (frames.FINISHED, frames.STARTED) if kind in received), None)
        if phase != self._phase:
            self._phase = phase
            self._clock.restart()
            self._news.set()
        if not data or frames.RESULT in received:
            self._ended = True
            self._news.set()


def _parse_result(data: bytes) -> dict[str, Any] | None:
    """The child's result; None for what only text under judgement can have written."""
    try:
        result = json.loads(data)
    except (ValueError, RecursionError):
        return None
    return result if isinstance(result, dict) else None


def _unfinished(status: int) -> tuple[str, str]:
    """Verdict word and detail for a child that ended without a result."""
    if status >= 0:
        return "died", f"ended its own process (exit status {status})"
    number = -status
    if number == signal.SIGSYS:
        return "unsafe", "tried to start a process or a program, to open a socket or to reach another process"
    if number == signal.SIGXFSZ:
        return "unsafe", "wrote a file larger than the limit"
    if number == signal.SIGXCPU:
        return "timedOut", "used up its processor time"
    if number == signal.SIGKILL:
        # Only the kernel kills a child before the judge does; one that closed its pipe is killed by the judge.
        return "outOfMemory", "was killed by the system, or closed its pipe"
    name = signal.Signals(number).name if number in set(signal.Signals) else f"signal {number}"
    return "died", f"crashed the interpreter ({name})"


async def _remove(directory: str) -> None:
    try:
        os.rmdir(directory)
    except OSError:
        await asyncio.get_running_loop().run_in_executor(None, lambda: shutil.rmtree(directory, ignore_errors=True))
