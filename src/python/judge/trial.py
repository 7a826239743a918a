"""A pair on its way through the judge, and what is found about it."""

from dataclasses import dataclass, field
from typing import Any

from .exchange import Ended, Result

_ENDS = frozenset({"raised", "outOfMemory", "illTyped", "malformed"})
_MOST_DETAIL_CHARACTERS = 4000
_AS_VERDICT = {"died": "raised", "failed": "raised", "killed": "outOfMemory"}


@dataclass(frozen=True)
class Finding:
    """A verdict, the sentence that goes with it, and the answer's `repr` where there was one."""

    verdict: str
    detail: str
    answer: str | None = None

    def as_fields(self) -> dict[str, Any]:
        """As a reply has it."""
        found = {"verdict": self.verdict, "detail": self.detail}
        return found if self.answer is None else {**found, "answer": self.answer}


@dataclass(eq=False)
class Trial:
    """One pair under judgement, with what the steps so far have found."""

    f: str
    g: str
    seconds: float
    """What each of f and g may take."""
    f_code: bytes = b""
    g_code: bytes = b""
    annotation: str = ""
    alone: bool = False
    """Whether its programs may not share a process with others."""
    close: str = ""
    """What f or g did too slowly, but by so little, or while the machine was so busy, that a run with the machine to
    itself has to decide."""
    answer: bytes = b""
    runs: list[Finding] = field(default_factory=list)
    taken: float = 0.0
    """Seconds that g and f took together, the first time that they were run."""

    def sets_aside(self, name: str, outcome: Result | Ended, shared: bool) -> bool:
        """Says whether an outcome of f or g decides nothing: by its time, or to be doubted in a shared process."""
        if isinstance(outcome, Result) and outcome.taken > self.seconds:
            self.close = f"{name} did not end within {self.seconds * 1000:.0f} ms"
        elif isinstance(outcome, Ended) and outcome.end == "timedOut" and outcome.kept_waiting:
            self.close = f"{name} {outcome.detail}"
        elif shared and _is_doubtful(outcome):
            self.alone = True
        else:
            return False
        return True

    def note_time(self, outcome: Result | Ended) -> None:
        """Adds what a program took, unless the pair has been run before."""
        if not self.runs:
            self.taken += outcome.taken

    @property
    def is_verified_so_far(self) -> bool:
        """Whether each run yet has ended with `verified`, and one has."""
        return bool(self.runs) and all(run.verdict == "verified" for run in self.runs)

    def conclude(self) -> Finding:
        """What the runs, under one hash seed and the other, say together."""
        first, last = self.runs[0], self.runs[-1]
        if first.verdict != "verified" or last.verdict == "verified":
            return first
        return Finding("flaky", f"Verified once, but not when run again: {last.verdict}. {last.detail}", first.answer)


def finding_of_solution(trial: Trial, outcome: Result | Ended) -> Finding | None:
    """What g's run says; None when it gave an answer, which the trial then holds."""
    if isinstance(outcome, Result) and outcome.fields.get("end") == "returned" and len(outcome.blobs) == 1:
        trial.answer = outcome.blobs[0]
        return None
    return _failure("g", outcome, None)


def finding_of_puzzle(outcome: Result | Ended) -> Finding:
    """What f's run on an answer says."""
    if isinstance(outcome, Ended) or outcome.fields.get("end") != "returned":
        return _failure("f", outcome, outcome.shown)
    if outcome.fields.get("solved") is True:
        return Finding("verified", "f returned True for g's answer.", outcome.shown)
    returned = str(outcome.fields.get("returned"))[:_MOST_DETAIL_CHARACTERS]
    return Finding("refuted", f"f returned {returned} for g's answer.", outcome.shown)


def sentence(name: str, outcome: Result | Ended) -> str:
    """What happened to the program of that name, when it gave no value."""
    if isinstance(outcome, Ended):
        return f"{name} {outcome.detail}."
    return str(outcome.fields.get("detail", ""))[:_MOST_DETAIL_CHARACTERS]


def _failure(name: str, outcome: Result | Ended, shown: str | None) -> Finding:
    if isinstance(outcome, Ended):
        verdict = _AS_VERDICT.get(outcome.end, outcome.end)
    else:
        end = str(outcome.fields.get("end"))
        verdict = end if end in _ENDS else "raised"
    return Finding(verdict, sentence(name, outcome), shown)


def _is_doubtful(outcome: Result | Ended) -> bool:
    """Whether the process, rather than the program, may have had a part in the outcome."""
    if isinstance(outcome, Ended):
        return outcome.end != "timedOut"
    return str(outcome.fields.get("end")) in ("outOfMemory", "failed") or bool(outcome.fields.get("doubtful"))
