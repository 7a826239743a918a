"""The judges that are compared, by name."""

from collections.abc import Callable, Iterable
from typing import Protocol

from ..program import Check
from .fresh import FreshPython
from .pipes import PipeWorkers
from .pool import PebblePool
from .supervised import SupervisedJudge

ACCEPTING = frozenset(("verified", "accepted"))
"""The outcomes that say yes: the judge's own, and the comparators'."""


class Judge(Protocol):
    """What the bench knows of a judge."""

    def run(self, checks: Iterable[Check]) -> list[str]:
        """The outcome of each check, in their order; takes the next only when it has room for it."""
        ...

    def close(self) -> None:
        """Ends all that it started."""
        ...


JUDGES: dict[str, Callable[[int], Judge]] = {
    "autodidact": SupervisedJudge,
    "isolated": lambda workers: SupervisedJudge(workers, isolate=True),
    "fresh": FreshPython,
    "fork": lambda workers: PipeWorkers(workers, "fork"),
    "pebble": PebblePool,
    "pipes": lambda workers: PipeWorkers(workers, "pipes"),
}
"""Starts each, by the number of workers."""
