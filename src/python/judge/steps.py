"""The steps that children do. Each returns its result as JSON values; `end` says how it ended.

Ends: `returned`, `raised`, `outOfMemory`, `illTyped`, `malformed`, `timedOut` is the supervisor's to say.
"""

import ast
import reprlib
import sys
from collections.abc import Callable
from typing import Any

from . import annotations, answer_codec, frames, headers, inspection, trivial
from .running import describe_exception, function_named, load

MOST_ANSWER_CHARACTERS = 2000
"""Length at which the `repr` of an answer is cut."""
_MOST_RETURNED_CHARACTERS = 200


class Child:
    """A step's connection to the supervisor."""

    def __init__(self, descriptor: int, blob: bytes) -> None:
        self.blob = blob
        self._descriptor = descriptor

    def send(self, kind: bytes, payload: bytes = b"") -> None:
        frames.write_frame(self._descriptor, kind, payload)


def prepare_process() -> None:
    """Sets what every child inherits. Puzzles hold integers past Python's default limit of 4,300 digits."""
    if hasattr(sys, "set_int_max_str_digits"):
        sys.set_int_max_str_digits(0)


def inspect(child: Child, source: str) -> dict[str, Any]:
    """Parses a candidate puzzle; see `inspection`."""
    return {"end": "returned", "inspection": inspection.inspect(source)}


def compare_headers(child: Child, f: str, g: str) -> dict[str, Any]:
    """Parses both and says what is wrong with the pair's form, if anything; runs nothing."""
    problem = headers.problem_with_pair(f, g)
    return {"end": "malformed", "detail": problem} if problem else {"end": "returned"}


def check_puzzle(child: Child, f: str) -> dict[str, Any]:
    """Parses f and says what keeps it from being judged, if anything; runs nothing."""
    problem = headers.problem_with_puzzle(f)
    return {"end": "malformed", "detail": problem} if problem else {"end": "returned"}


def run_solution(child: Child, g: str) -> dict[str, Any]:
    """Runs g and sends its answer as data. Never sees f."""
    child.send(frames.STARTED)
    try:
        answer = load(ast.parse(g), "g")()
    except BaseException as error:
        child.send(frames.FINISHED)
        return _exception("g", error)
    child.send(frames.FINISHED)
    try:
        data = answer_codec.encode(answer)
    except answer_codec.NotData as refusal:
        return {"end": "illTyped", "detail": f"g's answer cannot be taken as data: {refusal}."}
    except MemoryError:
        return _out_of_memory("the judge's copy of g's answer")
    child.send(frames.BLOB, data)
    return {"end": "returned"}


def run_puzzle(child: Child, f: str) -> dict[str, Any]:
    """Checks the answer's type and runs a pristine f on it. Never saw g."""
    try:
        answer = answer_codec.decode(child.blob)
    except answer_codec.NotData as refusal:
        return {"end": "illTyped", "detail": f"g's answer cannot be taken as data: {refusal}."}
    except MemoryError:
        return _out_of_memory("the judge's copy of g's answer")
    shown = show(answer, len(child.blob))
    child.send(frames.NOTE, shown.encode("utf-8", "backslashreplace"))
    module = ast.parse(f)
    annotation = function_named(module, "f").args.args[0].annotation
    if annotation is not None and not annotations.fits(answer, annotations.check_of(annotation)):
        return {"end": "illTyped", "detail": f"The answer's type is not {ast.unparse(annotation)}."}
    child.send(frames.STARTED)
    try:
        value = load(module, "f")(answer)
        returned = "" if value is True else reprlib.repr(value)[:_MOST_RETURNED_CHARACTERS]
    except BaseException as error:
        return _exception("f", error)
    return {"end": "returned", "solved": value is True, "returned": returned}


def check_soundness(child: Child, f: str) -> dict[str, Any]:
    """With `return True` put first, does f(None) run? (Filter 2 of the method.)"""
    module = ast.parse(f)
    function_named(module, "f").body.insert(0, ast.Return(ast.Constant(True)))
    child.send(frames.STARTED)
    try:
        load(ast.fix_missing_locations(module), "f")(None)
    except BaseException as error:
        return _exception("f", error)
    return {"end": "returned"}


def try_trivial_answers(child: Child, f: str) -> dict[str, Any]:
    """The first fixed trivial answer of the right type that solves f. (Filter 4 of the method.)"""
    module = ast.parse(f)
    annotation = function_named(module, "f").args.args[0].annotation
    child.send(frames.STARTED)
    try:
        solves = load(module, "f")
    except BaseException as error:
        return _exception("f", error)
    return {"end": "returned", "answer": trivial.first_that_solves(solves, annotation)}


STEPS: dict[str, Callable[..., dict[str, Any]]] = {
    step.__name__: step
    for step in (
        inspect,
        compare_headers,
        check_puzzle,
        run_solution,
        run_puzzle,
        check_soundness,
        try_trivial_answers,
    )
}


def show(answer: object, encoded_bytes: int) -> str:
    """The answer's `repr`, cut. A large answer is abridged first, for its full `repr` can take minutes."""
    text = repr(answer) if encoded_bytes < 100_000 else _ABRIDGED.repr(answer)
    return text if len(text) <= MOST_ANSWER_CHARACTERS else text[: MOST_ANSWER_CHARACTERS - 1] + "…"


class _Abridged(reprlib.Repr):
    def __init__(self) -> None:
        super().__init__()
        self.maxlist = self.maxtuple = self.maxset = self.maxdict = 20
        self.maxstring = self.maxother = MOST_ANSWER_CHARACTERS

    def repr_int(self, x: int, level: int) -> str:
        return f"<int of {x.bit_length()} bits>" if x.bit_length() > 10_000 else repr(x)

    def repr_str(self, x: str, level: int) -> str:
        return repr(x[: self.maxstring])


_ABRIDGED = _Abridged()


def _exception(name: str, error: BaseException) -> dict[str, Any]:
    if isinstance(error, MemoryError):
        return _out_of_memory(name)
    return {"end": "raised", "detail": describe_exception(name, error)}


def _out_of_memory(what: str) -> dict[str, Any]:
    return {"end": "outOfMemory", "detail": f"The memory limit was reached by {what}."}
