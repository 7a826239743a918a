"""Checks per second, and processor time per check."""

import statistics
import time
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from random import Random

from ..judges import ACCEPTING, JUDGES
from ..program import Check
from .cell import in_cell

_STARTS = 3
"""Starts whose median is what a start and an end cost."""
_MOST_ROUNDS = 5


@dataclass(frozen=True)
class Figures:
    """One judge on one workload."""

    judge: str
    workers: int
    sample: int
    seconds: float
    cpu: float
    outcomes: dict[str, int]
    wrongly_accepted: int
    wrongly_rejected: int

    @property
    def rate(self) -> float:
        """Checks per second."""
        return self.sample / self.seconds

    @property
    def cpu_ms(self) -> float:
        """Processor milliseconds per check."""
        return self.cpu / self.sample * 1000


def measure(name: str, workers: int, checks: list[Check], most_seconds: float) -> Figures:
    """Judges the checks in their order, as many as are begun within the time; waits for all that are begun.

    A judge that is through with all of them early does it again, started afresh, so that it remembers nothing.
    """
    rounds = [_once(name, workers, checks, most_seconds)]
    while len(rounds) < _MOST_ROUNDS and sum(seconds for seconds, _, _ in rounds) < most_seconds / 2:
        rounds.append(_once(name, workers, checks, most_seconds))
    judged = [pair for _, outcomes, _ in rounds for pair in zip(checks, outcomes)]
    return Figures(
        name,
        workers,
        len(judged),
        sum(seconds for seconds, _, _ in rounds),
        max(0.0, sum(cpu for _, _, cpu in rounds) - len(rounds) * _cpu_of_start(name, workers)),
        dict(Counter(outcome for _, outcome in judged).most_common()),
        sum(outcome in ACCEPTING and not check.accept for check, outcome in judged),
        sum(outcome not in ACCEPTING and check.accept for check, outcome in judged),
    )


def _once(name: str, workers: int, checks: list[Check], most_seconds: float) -> tuple[float, list[str], float]:
    """Wall seconds, outcomes, and processor seconds with start and end."""

    def work() -> tuple[float, list[str]]:
        judge = JUDGES[name](workers)
        judge.run(warm_up())
        start = time.monotonic()
        outcomes = judge.run(_until(start + most_seconds, checks))
        seconds = time.monotonic() - start
        judge.close()
        return seconds, outcomes

    (seconds, outcomes), cpu = in_cell(work)
    return seconds, outcomes, cpu


def shuffled(checks: list[Check], together: int, seed: int) -> list[Check]:
    """The checks in an order by chance, of which any beginning is a sample; so many of a puzzle stay together."""
    blocks: list[list[Check]] = []
    for check in checks:
        if not blocks or blocks[-1][0].puzzle != check.puzzle or len(blocks[-1]) == together:
            blocks.append([])
        blocks[-1].append(check)
    Random(seed).shuffle(blocks)
    return [check for block in blocks for check in block]


def warm_up() -> list[Check]:
    """Checks that every worker has done before the clock starts, none of which a workload holds."""
    numbers = range(900, 916)
    return [
        Check("", f"def f(x: int, n={n}):\n    return x == n + 1", f"def g(n={n}):\n    return n + 1", True, "")
        for n in numbers
    ]


@cache
def _cpu_of_start(name: str, workers: int) -> float:
    """Processor seconds of start, warm-up and end, which are no part of a check."""

    def work() -> None:
        judge = JUDGES[name](workers)
        judge.run(warm_up())
        judge.close()

    return statistics.median(in_cell(work)[1] for _ in range(_STARTS))


def _until(end: float, checks: Iterable[Check]) -> Iterator[Check]:
    for check in checks:
        if time.monotonic() > end:
            return
        yield check
