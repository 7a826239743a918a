"""What a pool in the usual research design does with one program text: filter it, run it in the worker itself.

The design trusts its filter. A text that passes it shares the worker with all that come after it.
"""

import importlib
import re
import signal
import sys
import typing
from types import FrameType
from typing import Any

ALLOWED_IMPORTS = (
    "bisect",
    "collections",
    "copy",
    "datetime",
    "decimal",
    "fractions",
    "functools",
    "heapq",
    "itertools",
    "json",
    "math",
    "operator",
    "random",
    "re",
    "statistics",
    "string",
    "time",
    "typing",
)
_FORBIDDEN = re.compile(
    r"__|\b(?:open|exec|eval|compile|input|globals|locals|setattr|delattr|breakpoint|exit|quit|os|sys|subprocess)\b"
)
_IMPORT = re.compile(r"\bimport\b|\bfrom\s")
_IMPORTED = re.compile(r"^\s*(?:from\s+(\w+)(?:\.\w+)*\s+import\b|import\s+(\w+)(?:\s+as\s+\w+)?\s*$)")

ACCEPTED, FILTERED, FAILED, TIMED_OUT = "accepted", "filtered", "failed", "timedOut"


class _OutOfTime(BaseException):
    """No `except Exception` of the text stops it."""


def passes_filter(text: str) -> bool:
    """Says whether the text holds no forbidden word and imports from the list only."""
    if _FORBIDDEN.search(text):
        return False
    if not _IMPORT.search(text):
        return True
    for line in text.splitlines():
        if "import" in line:
            found = _IMPORTED.match(line)
            if found is None or (found[1] or found[2]) not in ALLOWED_IMPORTS:
                return False
    return True


def prepare_worker() -> dict[str, Any]:
    """Imports what texts may import, raises the digit limit that P3 exceeds, and makes the shared environment."""
    for name in ALLOWED_IMPORTS:
        importlib.import_module(name)
    if hasattr(sys, "set_int_max_str_digits"):
        sys.set_int_max_str_digits(0)
    environment: dict[str, Any] = {name: getattr(typing, name) for name in typing.__all__}
    environment["of_type"] = _of_type
    return environment


def run_text(text: str, environment: dict[str, Any]) -> str:
    """Runs the text in this process, in a copy of the environment."""
    try:
        exec(text, environment.copy())
    except _OutOfTime:
        return TIMED_OUT
    except BaseException:
        return FAILED
    return ACCEPTED


def run_text_timed(text: str, environment: dict[str, Any], seconds: float) -> str:
    """As `run_text`, but an alarm ends it; it repeats, in case the text catches the first one."""
    signal.signal(signal.SIGALRM, _raise_out_of_time)
    try:
        signal.setitimer(signal.ITIMER_REAL, seconds, 0.05)
        outcome = run_text(text, environment)
        signal.setitimer(signal.ITIMER_REAL, 0)
    except _OutOfTime:  # It rang between the end of the text and the line that stops it.
        signal.setitimer(signal.ITIMER_REAL, 0)
        return TIMED_OUT
    return outcome


def _raise_out_of_time(number: int, frame: FrameType | None) -> None:
    raise _OutOfTime


def _of_type(answer: Any, puzzle: Any) -> Any:
    """The answer, if it is of the type that the puzzle's first parameter has."""
    if not fits(answer, next(iter(puzzle.__annotations__.values()))):
        raise TypeError("The answer is not of the annotated type.")
    return answer


def fits(value: Any, kind: Any) -> bool:
    """Says whether a value is exactly of a type made of int, str, float, bool and lists, which P3 and the seeds use."""
    if isinstance(kind, str):
        kind = eval(kind, {name: getattr(typing, name) for name in typing.__all__})
    if kind is typing.Any:
        return True
    arguments = typing.get_args(kind)
    outer = typing.get_origin(kind) or kind
    if outer is typing.Union:
        return any(fits(value, each) for each in arguments)
    if type(value) is not outer:
        return False
    if outer in (list, set) and arguments:
        return all(fits(element, arguments[0]) for element in value)
    if outer is dict and arguments:
        return all(fits(key, arguments[0]) and fits(each, arguments[1]) for key, each in value.items())
    if outer is tuple and arguments:
        if len(arguments) == 2 and arguments[1] is ...:
            return all(fits(element, arguments[0]) for element in value)
        return len(value) == len(arguments) and all(map(fits, value, arguments))
    return True
