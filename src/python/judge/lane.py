"""A lane of the judge: the way of pairs through reading, g, f, and g and f once more under other hashes."""

from collections.abc import Callable
from functools import partial
from typing import Any, TypeGuard

from .exchange import Ended, Request, Result
from .trial import Finding, Trial, finding_of_puzzle, finding_of_solution, sentence
from .workers import Item, Outcome, Workers
from .zygote_client import ZygoteClient

READ_SECONDS = 5.0
"""What parsing and compiling one text may take."""
PROBE_SECONDS = 1.0
"""Limit of each of the two probes, as in the method."""
MOST_RUNS_ALONE = 2
"""How often a pair that is close to its limit is run with the machine to itself; its best time counts."""
_FIRST, _SECOND = 0, 1

Decide = Callable[[Trial, Finding], None]


class Lane:
    """Judges batches of pairs. With `isolate`, every program gets a process of its own."""

    def __init__(self, zygotes: list[ZygoteClient], isolate: bool) -> None:
        self._workers = Workers(zygotes)
        self._isolate = isolate

    def close(self) -> None:
        """Ends the lane's processes."""
        self._workers.close()

    async def judge(self, trials: list[Trial], decide: Decide) -> list[Trial]:
        """Decides each trial as soon as it can be; returns those that only `judge_alone` can decide."""
        readable = await self._read(trials, decide)
        together = [trial for trial in readable if not trial.alone]
        await self._run_twice(together, shared=True)
        for trial in together:
            if not trial.alone and not trial.close:
                decide(trial, trial.conclude())
        for trial in readable:
            if trial.alone:
                await self._run_twice([trial], shared=False)
                if not trial.close:
                    decide(trial, trial.conclude())
        return [trial for trial in readable if trial.close]

    async def judge_alone(self, trial: Trial) -> Finding:
        """The finding on a pair that is close to its limit; nothing else may be under judgement meanwhile."""
        for _ in range(MOST_RUNS_ALONE):
            trial.close = ""
            await self._run_twice([trial], shared=False)
            if not trial.close:
                return trial.conclude()
        return Finding("timedOut", f"{trial.close}, though run alone.")

    async def inspect(self, sources: list[str]) -> list[dict[str, Any]]:
        """The `Inspection` of each text."""
        return [_inspection(outcome) for outcome in await self._ask_reader(sources, _inspecting)]

    async def read_tests(self, source: str, function: str) -> dict[str, Any]:
        """The puzzle that tests of a function come to; see `function_tests`."""
        fields = {"work": "read_tests", "source": source, "function": function}
        request = Request(fields, [], 1, own_seconds=READ_SECONDS)
        (outcome,) = await self._ask_reader([source], lambda _: request)
        if _returned(outcome):
            return outcome.fields["tests"]
        return {"ok": False, "detail": sentence("Python's parser, reading the tests,", outcome)}

    async def probe(self, f: str) -> dict[str, Any]:
        """The `Probe` of a puzzle in the form that `inspect` gives."""
        request = Request({"work": "read_for_probe", "f": f}, [], 1, own_seconds=READ_SECONDS)
        (read,) = await self._ask_reader([f], lambda _: request)
        if not _returned(read):
            return {"unsound": sentence("f", read), "trivialAnswer": None}
        shared = read.fields["alone"] is None and not self._isolate
        sound, plain = read.blobs
        fields = {"shared": shared, "annotation": read.fields["annotation"]}
        found = await self._run_one(Request({"work": "check_soundness", **fields}, [sound], 1, PROBE_SECONDS), shared)
        if not _returned(found):
            return {"unsound": sentence("f", found), "trivialAnswer": None}
        found = await self._run_one(
            Request({"work": "try_trivial_answers", **fields}, [plain], 1, PROBE_SECONDS), shared
        )
        answer = found.fields.get("answer") if _returned(found) else None
        return {"unsound": None, "trivialAnswer": answer if isinstance(answer, str) else None}

    async def _read(self, trials: list[Trial], decide: Decide) -> list[Trial]:
        """Gives the trials their codes; decides, and does not return, those that are malformed."""
        readable, f_codes = [], {}
        for trial, outcome in zip(trials, await self._ask_reader(trials, _reading)):
            if not _returned(outcome):
                decide(trial, Finding("malformed", sentence("Python's parser, reading the pair,", outcome)))
                continue
            trial.g_code = outcome.blobs[-1]
            if len(outcome.blobs) == 2:
                f_codes[trial.f] = outcome.blobs[0]
            trial.f_code = f_codes[trial.f]
            trial.annotation = outcome.fields["annotation"]
            trial.alone = self._isolate or outcome.fields["alone"] is not None
            readable.append(trial)
        return readable

    async def _ask_reader(self, items: list[Item], request_for: Callable[[list[Item]], Request]) -> list[Outcome]:
        """Reads together; where the reader ended, on the text or worn out by others, a process of its own tells."""
        outcomes = await self._workers.ask_together("read", _FIRST, items, request_for)
        return [
            await self._workers.ask_alone(_FIRST, request_for([item])) if isinstance(outcome, Ended) else outcome
            for item, outcome in zip(items, outcomes)
        ]

    async def _run_twice(self, trials: list[Trial], shared: bool) -> None:
        """Once, and what is verified once more under another hash seed."""
        for trial in trials:
            trial.runs.clear()
            trial.taken = 0.0
        await self._run(trials, _FIRST, shared)
        again = [trial for trial in trials if trial.is_verified_so_far]
        await self._run(again, _SECOND, shared)

    async def _run(self, trials: list[Trial], zygote: int, shared: bool) -> None:
        outcomes = await self._ask("solve", zygote, trials, _solving, shared)
        answers: dict[tuple[str, bytes], list[Trial]] = {}
        for trial, outcome in zip(trials, outcomes):
            trial.note_time(outcome)
            if not trial.sets_aside("g", outcome, shared):
                if finding := finding_of_solution(trial, outcome):
                    trial.runs.append(finding)
                else:
                    answers.setdefault((trial.f, trial.answer), []).append(trial)
        outcomes = await self._ask("check", zygote, [same[0] for same in answers.values()], _checking, shared)
        for same, outcome in zip(answers.values(), outcomes):
            for trial in same:
                trial.note_time(outcome)
                if not trial.sets_aside("f", outcome, shared):
                    trial.runs.append(finding_of_puzzle(outcome))

    async def _ask(
        self,
        kind: str,
        zygote: int,
        trials: list[Trial],
        request_for: Callable[[bool, list[Trial]], Request],
        shared: bool,
    ) -> list[Outcome]:
        if shared:
            return await self._workers.ask_together(kind, zygote, trials, partial(request_for, True))
        return [await self._workers.ask_alone(zygote, request_for(False, [trial])) for trial in trials]

    async def _run_one(self, request: Request, shared: bool) -> Outcome:
        """One request to what checks, warm where it may be; where that is in doubt, afresh."""
        if shared:
            (outcome,) = await self._workers.ask_together("check", _FIRST, [request], lambda _: request)
            if not (isinstance(outcome, Ended) and outcome.end != "timedOut"):
                return outcome
        return await self._workers.ask_alone(_FIRST, request)


def _returned(outcome: Outcome) -> TypeGuard[Result]:
    return isinstance(outcome, Result) and outcome.fields.get("end") == "returned"


def _inspecting(sources: list[str]) -> Request:
    return Request({"work": "inspect", "sources": sources}, [], len(sources), own_seconds=READ_SECONDS)


def _inspection(outcome: Outcome) -> dict[str, Any]:
    if _returned(outcome):
        return outcome.fields["inspection"]
    detail = sentence("Python's parser, reading the text,", outcome)
    return {"ok": False, "problem": "syntax", "detail": detail}


def _reading(trials: list[Trial]) -> Request:
    puzzles = [(same[0].f, [trial.g for trial in same]) for same in _by_puzzle(trials)]
    return Request({"work": "read", "puzzles": puzzles}, [], len(trials), own_seconds=READ_SECONDS)


def _solving(shared: bool, trials: list[Trial]) -> Request:
    codes = [trial.g_code for trial in trials]
    return Request({"work": "solve", "shared": shared}, codes, len(trials), trials[0].seconds)


def _checking(shared: bool, trials: list[Trial]) -> Request:
    puzzles = list(_by_puzzle(trials))
    blobs = [blob for same in puzzles for blob in (same[0].f_code, *(trial.answer for trial in same))]
    shapes = [(same[0].annotation, len(same)) for same in puzzles]
    return Request({"work": "check", "shared": shared, "puzzles": shapes}, blobs, len(trials), trials[0].seconds)


def _by_puzzle(trials: list[Trial]) -> list[list[Trial]]:
    """Neighbours with the same puzzle together; the order stays."""
    groups: list[list[Trial]] = []
    for trial in trials:
        if groups and groups[-1][0].f == trial.f:
            groups[-1].append(trial)
        else:
            groups.append([trial])
    return groups
