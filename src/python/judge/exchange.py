"""What a process that works is asked for, and what comes of it."""

from dataclasses import dataclass
from typing import Any

from . import messages

JUDGE_SECONDS = 5.0
"""What the judge's own work around a program (packing or unpacking a large answer) may take, if its limit is not more."""


@dataclass(frozen=True)
class Request:
    """What a process is asked for."""

    fields: messages.Fields
    blobs: list[bytes]
    results: int
    """How many results it is to give."""
    seconds: float = 0.0
    """What each program may take, and is ended after `GRACE` times as long. 0 where no program runs."""
    own_seconds: float = JUDGE_SECONDS

    @property
    def own_limit(self) -> float:
        """What the judge's own work around each program may take."""
        return max(self.seconds, self.own_seconds)


@dataclass
class Result:
    """One result, as far as it came."""

    fields: dict[str, Any]
    blobs: list[bytes]
    shown: str | None = None
    taken: float = 0.0
    """Seconds that the program took: as the process says, or as they were measured from outside."""


class Ended(Exception):
    """The process did not give all results. `args`: verdict word, `died` or `killed`, and a phrase whose subject is the program."""

    def __init__(
        self, end: str, detail: str, shown: str | None = None, taken: float = 0.0, kept_waiting: bool = False
    ) -> None:
        super().__init__(end, detail)
        self.end, self.detail, self.shown, self.taken = end, detail, shown, taken
        self.kept_waiting = kept_waiting
        """See `StepClock`."""


def out_of_time(request: Request) -> tuple[str, str]:
    """Verdict word and phrase for a program that took too long."""
    return "timedOut", f"did not end within {request.seconds * 1000:.0f} ms"


def out_of_own_time(request: Request) -> tuple[str, str]:
    """The same, where the judge's own work around it did."""
    return "timedOut", f"took the judge more than {request.own_limit:.0f} s to read or to pack"
