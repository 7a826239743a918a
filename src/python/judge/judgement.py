"""What the judge is asked for, composed of steps: inspect, probe, judge."""

import time
from collections.abc import Awaitable, Callable
from typing import Any

from .step_runner import JUDGE_SECONDS, Step, StepEnd

PROBE_SECONDS = 1.0
"""Limit of each of the two probes, as in the method."""

RunStep = Callable[[Step, int], Awaitable[StepEnd]]
"""Runs a step in a child of the zygote of that number, 0 or 1, which differ in their hash seed."""

_AS_VERDICT = {
    "died": "raised",
    "failed": "raised",
    "raised": "raised",
    "illTyped": "illTyped",
    "malformed": "malformed",
    "timedOut": "timedOut",
    "outOfMemory": "outOfMemory",
    "unsafe": "unsafe",
}


async def inspect(run: RunStep, source: str) -> dict[str, Any]:
    """The `Inspection` of a text."""
    end = await run(Step("inspect", JUDGE_SECONDS, {"source": source}), 0)
    if end.end == "returned":
        return end.result["inspection"]
    return {"ok": False, "problem": "syntax", "detail": f"Python's parser failed on the text: it {end.detail}."}


async def probe(run: RunStep, f: str) -> dict[str, Any]:
    """The `Probe` of a puzzle in the form that `inspect` gives."""
    malformed = await run(Step("check_puzzle", JUDGE_SECONDS, {"f": f}), 0)
    if malformed.end != "returned":
        return {"unsound": _sentence("f", malformed), "trivialAnswer": None}
    soundness = await run(Step("check_soundness", PROBE_SECONDS, {"f": f}), 0)
    if soundness.end != "returned":
        return {"unsound": _sentence("f", soundness), "trivialAnswer": None}
    trial = await run(Step("try_trivial_answers", PROBE_SECONDS, {"f": f}), 0)
    answer = trial.result.get("answer")
    return {"unsound": None, "trivialAnswer": answer if isinstance(answer, str) else None}


async def judge(run: RunStep, f: str, g: str, timeout_ms: float) -> dict[str, Any]:
    """The judgement on a pair. f and g have `timeout_ms` each. What is verified is confirmed under other hashes."""
    begin = time.monotonic()
    form = await run(Step("compare_headers", JUDGE_SECONDS, {"f": f, "g": g}), 0)
    if form.end != "returned":
        found = _judgement("malformed", _sentence("The pair", form))
    else:
        found = await _try(run, f, g, timeout_ms / 1000, 0)
        if found["verdict"] == "verified":
            again = await _try(run, f, g, timeout_ms / 1000, 1)
            if again["verdict"] != "verified":
                detail = f"Verified once, but not when run again: {again['verdict']}. {again['detail']}"
                found = _judgement("flaky", detail, found["answer"])
    return {**found, "ms": round((time.monotonic() - begin) * 1000, 3)}


async def _try(run: RunStep, f: str, g: str, seconds: float, zygote: int) -> dict[str, Any]:
    solution = await run(Step("run_solution", seconds, {"g": g}), zygote)
    if solution.end != "returned":
        return _judgement(_AS_VERDICT.get(solution.end, "raised"), _sentence("g", solution))
    puzzle = await run(Step("run_puzzle", seconds, {"f": f}, solution.blob), zygote)
    if puzzle.end != "returned":
        return _judgement(_AS_VERDICT.get(puzzle.end, "raised"), _sentence("f", puzzle), puzzle.note)
    if puzzle.result.get("solved") is True:
        return _judgement("verified", "f returned True for g's answer.", puzzle.note)
    return _judgement("refuted", f"f returned {puzzle.result.get('returned')} for g's answer.", puzzle.note)


def _judgement(verdict: str, detail: str, answer: str | None = None) -> dict[str, Any]:
    found = {"verdict": verdict, "detail": detail}
    return found if answer is None else {**found, "answer": answer}


def _sentence(subject: str, end: StepEnd) -> str:
    """A step's own detail is a sentence already; the runner's details lack their subject."""
    return end.detail if end.result else f"{subject} {end.detail}."
