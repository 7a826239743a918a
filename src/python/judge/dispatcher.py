"""Hands requests to lanes: pairs in batches, which costs less than one at a time, and takes them back when cancelled."""

import asyncio
from collections import deque
from collections.abc import Callable, Coroutine
from dataclasses import dataclass
from typing import Any

from .lane import Lane
from .trial import Finding, Trial
from .zygote_client import ZygoteEnded

MOST_BATCH = 64
"""Requests in one batch: enough that what a batch costs is little beside what its pairs cost."""
MOST_BATCH_CHARACTERS = 1 << 20

Fields = dict[str, Any]


@dataclass(eq=False)
class Job:
    """A request that has no reply yet."""

    fields: Fields

    @property
    def size(self) -> int:
        """Characters of source."""
        given = self.fields.get
        return len(given("source", "")) + len(given("f", "")) + len(given("g", ""))


class Dispatcher:
    """Gives each request one reply, unless it is cancelled. `failure` is done when the judge cannot go on."""

    def __init__(self, lanes: list[Lane], reply: Callable[[Fields], None]) -> None:
        self._lanes, self._idle, self._reply = lanes, deque(lanes), reply
        self._waiting: deque[Job] = deque()
        self._close: deque[tuple[Job, Trial]] = deque()
        self._jobs: dict[int, Job] = {}
        self._batches: dict[asyncio.Task[None], list[Job]] = {}
        self._woken = False
        self.failure: asyncio.Future[None] = asyncio.get_running_loop().create_future()

    def add(self, request: Fields) -> None:
        """Takes a request; begins with it when all that has come with it is here."""
        job = Job(request)
        self._jobs[request["id"]] = job
        self._waiting.append(job)
        self._wake()

    def cancel(self, number: int) -> None:
        """Ends what is done for a request; it gets no reply. What it shared a batch with begins again."""
        job = self._jobs.pop(number, None)
        if job in self._waiting:
            self._waiting.remove(job)
        for task, batch in self._batches.items():
            if job in batch:
                task.cancel()

    async def close(self) -> None:
        """Ends all work."""
        for pending in (self._jobs, self._waiting, self._close):
            pending.clear()
        for task in self._batches:
            task.cancel()
        await asyncio.gather(*self._batches, return_exceptions=True)
        for lane in self._lanes:
            lane.close()

    def _wake(self) -> None:
        if not self._woken:
            self._woken = True
            asyncio.get_running_loop().call_soon(self._dispatch)

    def _dispatch(self) -> None:
        self._woken = False
        if self._close:  # These need the machine to themselves: nothing new begins until they are through.
            if len(self._idle) == len(self._lanes):
                lane = self._idle.popleft()
                job, trial = self._close.popleft()
                self._start(lane, [job], self._judge_alone(lane, job, trial))
            return
        while self._waiting and self._idle:
            lane, batch = self._idle.popleft(), self._next_batch()
            self._start(lane, batch, self._work(lane, batch))

    def _next_batch(self) -> list[Job]:
        """The first request and those behind it of the same kind, but no more than a fair share for each lane."""
        batch = [self._waiting.popleft()]
        operation, size = batch[0].fields["op"], batch[0].size
        most = min(MOST_BATCH, -(-(len(self._waiting) + 1) // len(self._lanes))) if operation in _IN_BATCHES else 1
        while self._waiting and len(batch) < most:
            job = self._waiting[0]
            size += job.size
            if not _go_together(batch[0].fields, job.fields) or size > MOST_BATCH_CHARACTERS:
                break
            batch.append(self._waiting.popleft())
        return batch

    def _start(self, lane: Lane, batch: list[Job], work: Coroutine[Any, Any, None]) -> None:
        task = asyncio.create_task(work)
        self._batches[task] = batch
        task.add_done_callback(lambda done: self._finish(lane, done))

    def _finish(self, lane: Lane, task: asyncio.Task[None]) -> None:
        batch = self._batches.pop(task)
        self._idle.append(lane)
        error = None if task.cancelled() else task.exception()
        if isinstance(error, ZygoteEnded):
            if not self.failure.done():
                self.failure.set_exception(error)
            return
        unanswered = [job for job in batch if self._jobs.get(job.fields["id"]) is job]
        if error is not None:
            for job in unanswered:
                self._answer(job, {"error": f"{type(error).__name__}: {error}"})
        else:
            close = {id(job) for job, _ in self._close}
            self._waiting.extendleft(job for job in reversed(unanswered) if id(job) not in close)
        self._wake()

    async def _work(self, lane: Lane, batch: list[Job]) -> None:
        operation = batch[0].fields["op"]
        if operation == "judge":
            await self._judge(lane, batch)
        elif operation == "inspect":
            found = await lane.inspect([job.fields["source"] for job in batch])
            for job, inspection in zip(batch, found):
                self._answer(job, {"result": inspection})
        elif operation == "probe":
            self._answer(batch[0], {"result": await lane.probe(batch[0].fields["f"])})
        elif operation == "readTests":
            fields = batch[0].fields
            self._answer(batch[0], {"result": await lane.read_tests(fields["source"], fields["function"])})
        else:
            raise ValueError(f"there is no operation {operation!r}")

    async def _judge(self, lane: Lane, batch: list[Job]) -> None:
        """Judges each distinct pair of the batch once."""
        jobs: dict[tuple[str, str], list[Job]] = {}
        for job in batch:
            jobs.setdefault((job.fields["f"], job.fields["g"]), []).append(job)
        seconds = batch[0].fields["timeoutMs"] / 1000
        same = {Trial(f, g, seconds): of_pair for (f, g), of_pair in jobs.items()}

        def decide(trial: Trial, finding: Finding) -> None:
            for job in same[trial]:
                self._answer(job, _judgement(trial, finding))

        for trial in await lane.judge(list(same), decide):
            self._close.extend((job, trial) for job in same[trial])

    async def _judge_alone(self, lane: Lane, job: Job, trial: Trial) -> None:
        self._answer(job, _judgement(trial, await lane.judge_alone(trial)))

    def _answer(self, job: Job, outcome: Fields) -> None:
        if self._jobs.pop(job.fields["id"], None) is not None:
            self._reply({"id": job.fields["id"], **outcome})


_IN_BATCHES = frozenset({"judge", "inspect"})


def _go_together(one: Fields, other: Fields) -> bool:
    return one["op"] == other["op"] and one.get("timeoutMs") == other.get("timeoutMs")


def _judgement(trial: Trial, finding: Finding) -> Fields:
    return {"result": {**finding.as_fields(), "ms": round(trial.taken * 1000, 3)}}
