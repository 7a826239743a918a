"""The processes at one lane's disposal: warm ones for programs that may share, a fresh one for each that may not."""

import contextlib
from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

from .exchange import Ended, Request, Result
from .process import Process
from .zygote_client import ZygoteClient, ZygoteEnded

Item = TypeVar("Item")
Outcome = Result | Ended
MOST_REQUESTS = 2000
"""After so many a warm process is replaced: nothing is known to pile up in it, and nothing is to."""

MOST_KILLED = 3
"""So often a program is killed before that is what is found: by somebody outside, or by the system for want of memory."""


@dataclass
class _Warm:
    process: Process
    requests: int = 0


class Workers:
    """One warm process for each kind of work and zygote, made when first needed and again when it has ended.

    So what runs g never runs f, nor the other way round, and what parses runs nothing.
    """

    def __init__(self, zygotes: list[ZygoteClient]) -> None:
        self._zygotes = zygotes
        self._warm: dict[tuple[str, int], _Warm] = {}

    async def ask_together(
        self, kind: str, zygote: int, items: list[Item], request_for: Callable[[list[Item]], Request]
    ) -> list[Outcome]:
        """Has a warm process do the items in one request, which has to give one result for each.

        An item on which the process ends or fails has that as its outcome; the rest is done by its successor.
        """
        outcomes: list[Outcome] = []
        while (done := len(outcomes)) < len(items):
            process = self._take(kind, zygote)
            try:
                await process.ask(request_for(items[done:]), outcomes.append)
            except Ended as end:
                del self._warm[kind, zygote]
                if not _has_failed(outcomes[done:]):  # One that failed has said so, and ends by itself.
                    outcomes.append(end)
            except BaseException:
                del self._warm[kind, zygote]
                raise
            else:
                if _has_failed(outcomes[done:]):
                    process.end()
                    del self._warm[kind, zygote]
        return outcomes

    async def ask_alone(self, zygote: int, request: Request) -> Outcome:
        """Has a fresh process do a request for one result; again, where it is killed, which need not be its own doing."""
        for _ in range(MOST_KILLED):
            outcome = await self._ask_once(zygote, request)
            if not (isinstance(outcome, Ended) and outcome.end == "killed"):
                break
        return outcome

    async def _ask_once(self, zygote: int, request: Request) -> Outcome:
        outcomes: list[Outcome] = []
        process = Process(self._zygotes[zygote], warm=False)
        try:
            await process.ask(request, outcomes.append)
        except Ended as end:
            return end
        process.end()
        return outcomes[0]

    def close(self) -> None:
        """Ends the warm processes, of which none outlives its zygote."""
        for warm in self._warm.values():
            with contextlib.suppress(ZygoteEnded):
                warm.process.end()
        self._warm.clear()

    def _take(self, kind: str, zygote: int) -> Process:
        warm = self._warm.get((kind, zygote))
        if warm is not None and warm.requests >= MOST_REQUESTS:
            warm.process.end()
            warm = None
        if warm is None:
            warm = self._warm[kind, zygote] = _Warm(Process(self._zygotes[zygote], warm=True))
        warm.requests += 1
        return warm.process


def _has_failed(outcomes: list[Outcome]) -> bool:
    """Whether the last of these is the judge's own failure, after which its process ends."""
    return bool(outcomes) and isinstance(outcomes[-1], Result) and outcomes[-1].fields.get("end") == "failed"
