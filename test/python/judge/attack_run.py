"""Judges attacks in batches and says what went wrong: verdicts, details, told secrets, effects, later verdicts."""

import json
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from . import processes
from .attacks.attack import Attack, Pair
from .judge_process import JudgeProcess
from .surroundings import Surroundings

_CONTROLS = (
    Pair("def f(x: int, n={0}):\n    return x == n + 1", "def g(n={0}):\n    return n + 1", "verified"),
    Pair("def f(x: int, n={0}):\n    return x == n + 1", "def g(n={0}):\n    return n", "refuted"),
)
"""Each has a number of its own, for the judge runs equal pairs of one batch once."""
_CONTROL_TIMEOUT_MS = 2000
_SETTLE_SECONDS = 5
_MOST_REPLY_CHARACTERS = 64_000


@dataclass(frozen=True)
class _Case:
    """One request and what is allowed of its reply."""

    name: str
    f: str
    g: str
    timeout_ms: int
    verdicts: frozenset[str]
    detail: str = ""


class AttackRun:
    """Two judges among one `Surroundings`: one takes many requests at once, one takes them in turn."""

    def __init__(self, arguments: Sequence[str] = ()) -> None:
        self._surroundings = Surroundings()
        self._judges = [
            JudgeProcess(workers, str(self._surroundings.temporary), arguments, self._surroundings.variables)
            for workers in (2, 1)
        ]
        for judge in self._judges:
            # So many that all of a judge's workers come to have all of their processes.
            controls = [_control("the start", number) for number in range(32)]
            judge.judge_all((case.f, case.g, case.timeout_ms) for case in controls)
        self._usual = {judge: len(processes.below(judge.process.pid)) for judge in self._judges}

    def close(self) -> None:
        """Ends the judges; raises `AssertionError` where they leave a file or a process."""
        for judge in self._judges:
            judge.close()
        changes = self._surroundings.changes()
        self._surroundings.close()
        assert not changes, changes

    def problems(self, attacks: Sequence[Attack]) -> list[str]:
        """What these attacks brought about that they may not, with the name of each."""
        found = list(self._judge(attacks))
        if self._changes():
            # Only now each alone, to name the one that did it.
            for attack in attacks:
                list(self._judge([attack]))
                found += [f"{attack.name}: {change}" for change in self._changes()]
        return found

    def _judge(self, attacks: Sequence[Attack]) -> Iterator[str]:
        apart = [attack for attack in attacks if attack.before or attack.after]
        cases = self._cases([attack for attack in attacks if attack not in apart])
        results = self._judges[0].judge_all((case.f, case.g, case.timeout_ms) for case in cases)
        for case, result in zip(cases, results):
            yield from self._problems_of(case, result)
        yield from self._ask_in_turn(self._judges[1], self._cases(apart))

    def _ask_in_turn(self, judge: JudgeProcess, cases: Sequence[_Case]) -> Iterator[str]:
        """Each after the reply to the one before it, so that they share the same warm processes in this order."""
        for case in cases:
            (result,) = judge.judge_all([(case.f, case.g, case.timeout_ms)])
            yield from self._problems_of(case, result)

    def _cases(self, attacks: Sequence[Attack]) -> list[_Case]:
        return [case for number, attack in enumerate(attacks) for case in self._cases_of(attack, number)]

    def _cases_of(self, attack: Attack, number: int) -> Iterator[_Case]:
        for pair in attack.before:
            yield _case(f"before {attack.name}", pair)
        f, g = self._surroundings.fill(attack.f), self._surroundings.fill(attack.g)
        yield _Case(attack.name, f, g, attack.timeout_ms, attack.verdicts, attack.detail)
        for pair in attack.after:
            yield _case(f"after {attack.name}", pair)
        yield _control(attack.name, number)

    def _problems_of(self, case: _Case, result: dict[str, Any]) -> Iterator[str]:
        if result["verdict"] not in case.verdicts:
            yield f"{case.name}: {str(result)[:500]}, not {' or '.join(sorted(case.verdicts))}"
        if case.detail not in result["detail"]:
            yield f"{case.name}: {case.detail!r} is not in {result['detail']!r}"
        reply = json.dumps(result)
        if len(reply) > _MOST_REPLY_CHARACTERS:
            yield f"{case.name}: the reply has {len(reply)} characters"
        yield from (f"{case.name}: {leak}" for leak in self._surroundings.leaks(reply))

    def _changes(self) -> list[str]:
        found = self._surroundings.changes(self._judges[0].process.pid, self._judges[1].process.pid)
        for judge in self._judges:
            assert judge.process.poll() is None, f"a judge ended: {judge.process.returncode}"
            deadline = time.monotonic() + _SETTLE_SECONDS
            while (count := len(processes.below(judge.process.pid))) > self._usual[judge]:
                if time.monotonic() > deadline:
                    found.append(f"{count} processes below the judge, not {self._usual[judge]}")
                    self._usual[judge] = count
                time.sleep(0.01)
        return found


def _case(name: str, pair: Pair) -> _Case:
    return _Case(name, pair.f, pair.g, _CONTROL_TIMEOUT_MS, frozenset([pair.verdict]))


def _control(after: str, number: int) -> _Case:
    pair = _CONTROLS[number % 2]
    return _case(f"control after {after}", Pair(pair.f.format(number), pair.g.format(number), pair.verdict))
