"""What one verdict takes, cold and warm, and how much memory a judge has."""

import os
import statistics
import time
from collections.abc import Iterator
from dataclasses import dataclass
from threading import Event, Thread

from ..judges import JUDGES, Judge
from ..program import Check
from .cell import descendants_of, in_cell
from .throughput import warm_up

_STARTS = 10
_VERDICTS = 200
_LOOKS_EVERY_SECONDS = 0.02


@dataclass(frozen=True)
class Single:
    """Milliseconds, and the memory per worker in MiB."""

    judge: str
    workers: int
    first_ms: float
    median_ms: float
    p95_ms: float
    memory_mib: float


def measure_single(name: str, workers: int, ordinary: list[Check]) -> Single:
    """Ten starts, 200 verdicts one by one, and the memory while 200 pairs are judged as fast as can be."""
    ordinary = ordinary[:_VERDICTS]
    first = statistics.median(in_cell(lambda: _first_verdict(name, workers))[0] for _ in range(_STARTS))
    times, _ = in_cell(lambda: _one_by_one(name, workers, ordinary))
    memory, _ = in_cell(lambda: _most_memory(name, workers, ordinary))
    quantiles = statistics.quantiles(times, n=20)
    return Single(name, workers, first, statistics.median(times), quantiles[-1], memory / workers / (1 << 20))


def _first_verdict(name: str, workers: int) -> float:
    start = time.perf_counter()
    judge = JUDGES[name](workers)
    judge.run(warm_up()[:1])
    elapsed = time.perf_counter() - start
    judge.close()
    return elapsed * 1000


def _one_by_one(name: str, workers: int, checks: list[Check]) -> list[float]:
    judge = JUDGES[name](workers)
    judge.run(warm_up())
    times = [_milliseconds(judge, check) for check in checks]
    judge.close()
    return times


def _milliseconds(judge: Judge, check: Check) -> float:
    start = time.perf_counter()
    judge.run([check])
    return (time.perf_counter() - start) * 1000


def _most_memory(name: str, workers: int, checks: list[Check]) -> int:
    judge = JUDGES[name](workers)
    judge.run(warm_up())
    ended = Event()
    found = [_memory_below(os.getpid())]

    def look() -> None:
        while not ended.wait(_LOOKS_EVERY_SECONDS):
            found.append(_memory_below(os.getpid()))

    looking = Thread(target=look)
    looking.start()
    judge.run(checks)
    ended.set()
    looking.join()
    judge.close()
    return max(found)


def _memory_below(pid: int) -> int:
    """Bytes of all processes below this one: their own, and of what they share their part of it."""
    return sum(kilobytes for each in descendants_of(pid) for kilobytes in _proportional_kilobytes(each)) << 10


def _proportional_kilobytes(pid: int) -> Iterator[int]:
    try:
        with open(f"/proc/{pid}/smaps_rollup", encoding="ascii") as rollup:
            for line in rollup:
                if line.startswith("Pss:"):
                    yield int(line.split()[1])
    except (FileNotFoundError, ProcessLookupError, PermissionError):
        pass  # It has just ended.
