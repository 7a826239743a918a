"""Comparators `pipes` and `fork`: our own long-lived workers over pipes, given chunks of texts, with nothing to spare.

`pipes` is the research design of `pool` with as little overhead as one can give it. `fork` runs each text in a child
forked from a warm Python, which keeps texts apart but closes nothing off.
"""

import selectors
from collections import deque
from collections.abc import Iterable, Iterator
from itertools import islice

from ..program import TIMEOUT_SECONDS, Check, bare_program, research_program
from ..worker.chunks import LARGEST
from ..worker.research import FAILED, TIMED_OUT
from .once import judged_once
from .pipe_process import Chunk, PipeProcess

_GRACE_SECONDS = 0.2
"""An alarm is not heard inside one long call of C code: a worker that exceeds its time by this much is killed."""
_AHEAD = 2
"""Chunks that a worker has at once, so that it need not wait for the next."""


class PipeWorkers:
    """Workers in one of the two modes."""

    def __init__(self, workers: int, mode: str) -> None:
        self._mode = mode
        self._chunk = LARGEST if mode == "pipes" else 4
        self._workers = [PipeProcess(mode) for _ in range(workers)]

    def run(self, checks: Iterable[Check]) -> list[str]:
        """The outcome of each check, in their order."""
        if self._mode == "pipes":
            return judged_once(checks, research_program, self._run_texts)
        return self._run_texts(map(bare_program, checks))

    def close(self) -> None:
        """Ends the workers by closing their input."""
        for worker in self._workers:
            worker.close()

    def _run_texts(self, texts: Iterator[str]) -> list[str]:
        waiting, again = enumerate(texts), deque[Chunk]()
        outcomes: dict[int, str] = {}
        while True:
            for worker in self._workers:
                while len(worker.chunks) < _AHEAD and (chunk := self._next(waiting, again)):
                    worker.send(chunk)
            busy = [worker for worker in self._workers if worker.chunks]
            if not busy:
                return [outcomes[number] for number in range(len(outcomes))]
            for worker in _ready(busy):
                outcomes.update(worker.receive())
            for number, worker in enumerate(self._workers):
                if worker.ended or worker.stuck_since(TIMEOUT_SECONDS + _GRACE_SECONDS):
                    self._workers[number] = self._replace(worker, outcomes, again)

    def _next(self, waiting: Iterator[tuple[int, str]], again: deque[Chunk]) -> Chunk | None:
        return again.popleft() if again else list(islice(waiting, self._chunk)) or None

    def _replace(self, worker: PipeProcess, outcomes: dict[int, str], again: deque[Chunk]) -> PipeProcess:
        """Starts another worker; the text at which this one stopped is to blame, the others are judged again."""
        number, _ = worker.chunks[0].pop(worker.place)
        outcomes[number] = FAILED if worker.ended else TIMED_OUT
        again.extend(chunk for chunk in worker.chunks if chunk)
        worker.kill()
        return PipeProcess(self._mode)


def _ready(busy: list[PipeProcess]) -> list[PipeProcess]:
    """The workers that have replied or ended; none after a while in which nothing happened."""
    with selectors.DefaultSelector() as selector:
        for worker in busy:
            selector.register(worker.replies, selectors.EVENT_READ, worker)
        return [key.data for key, _ in selector.select(_GRACE_SECONDS)]
