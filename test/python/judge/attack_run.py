"""Judges attacks in batches and says what went wrong: verdicts, details, told secrets, effects, later verdicts."""

import json
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from . import processes
from .attacks.attack import PUZZLE, Attack, Pair
from .process import JudgeProcess
from .surroundings import Surroundings

_CONTROLS = (
    Pair(PUZZLE, "def g(n=7):\n    return n + 1", "verified"),
    Pair(PUZZLE, "def g(n=7):\n    return n", "refuted"),
)
_CONTROL_TIMEOUT_MS = 2000
_SETTLE_SECONDS = 5


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
    """Two judges among one `Surroundings`: one works on two requests at once, one on single requests in their order."""

    def __init__(self, arguments: Sequence[str] = ()) -> None:
        self._surroundings = Surroundings()
        self._judges = [
            JudgeProcess(workers, str(self._surroundings.temporary), arguments, self._surroundings.variables)
            for workers in (2, 1)
        ]
        for judge in self._judges:
            for _ in range(4):
                judge.judge_all((control.f, control.g, _CONTROL_TIMEOUT_MS) for control in _CONTROLS)
        self._usual = [len(processes.below(judge.process.pid)) for judge in self._judges]

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
        together, in_order = self._judges
        apart = [attack for attack in attacks if attack.before or attack.after]
        yield from self._ask(together, [attack for attack in attacks if attack not in apart])
        yield from self._ask(in_order, apart)

    def _ask(self, judge: JudgeProcess, attacks: Sequence[Attack]) -> Iterator[str]:
        cases = [case for number, attack in enumerate(attacks) for case in self._cases(attack, number)]
        results = judge.judge_all((case.f, case.g, case.timeout_ms) for case in cases)
        for case, result in zip(cases, results):
            yield from (f"{case.name}: {problem}" for problem in self._problems_of(case, result))

    def _cases(self, attack: Attack, number: int) -> Iterator[_Case]:
        for pair in attack.before:
            yield _case(f"before {attack.name}", pair)
        f, g = self._surroundings.fill(attack.f), self._surroundings.fill(attack.g)
        yield _Case(attack.name, f, g, attack.timeout_ms, attack.verdicts, attack.detail)
        for pair in attack.after:
            yield _case(f"after {attack.name}", pair)
        yield _case(f"control after {attack.name}", _CONTROLS[number % 2])

    def _problems_of(self, case: _Case, result: dict[str, Any]) -> Iterator[str]:
        if result["verdict"] not in case.verdicts:
            yield f"{result}, not {' or '.join(sorted(case.verdicts))}"
        if case.detail not in result["detail"]:
            yield f"{case.detail!r} is not in {result['detail']!r}"
        yield from self._surroundings.leaks(json.dumps(result))

    def _changes(self) -> list[str]:
        found = self._surroundings.changes(self._judges[0].process.pid, self._judges[1].process.pid)
        for judge, usual in zip(self._judges, self._usual):
            if judge.process.poll() is not None:
                raise AssertionError(f"a judge ended: {judge.process.returncode}")
            deadline = time.monotonic() + _SETTLE_SECONDS
            while (count := len(processes.below(judge.process.pid))) > usual and time.monotonic() < deadline:
                time.sleep(0.01)
            if count > usual:
                found.append(f"{count} processes below the judge, not {usual}")
        return found


def _case(name: str, pair: Pair) -> _Case:
    return _Case(name, pair.f, pair.g, _CONTROL_TIMEOUT_MS, frozenset([pair.verdict]))
