"""The kinds of work that children do. Each answers a request with one result, or one for each of its items.

A result's `end` is `returned`, `raised`, `outOfMemory`, `illTyped` or `malformed`; that it was ended, and why, is the
supervisor's to say.
"""

import ast
import functools
import gc
import marshal
import sys
from collections.abc import Callable, Iterator
from types import CodeType
from typing import Any, Protocol

from . import annotations, answer_codec, function_tests, inspection, reading, trivial
from .messages import Message
from .running import Program, describe_exception, limit_recursion
from .showing import show_answer, show_returned

Result = tuple[dict[str, Any], list[bytes]]
_DEEPEST_TREE = 20_000


class Reporter(Protocol):
    """See `worker`."""

    def started(self) -> None: ...
    def finished(self) -> None: ...
    def shown(self, text: str) -> None: ...


def inspect(request: Message, reporter: Reporter) -> Iterator[Result]:
    """Parses candidate puzzles; see `inspection`."""
    _prepare_to_parse()
    for source in request.fields["sources"]:
        yield {"end": "returned", "inspection": inspection.inspect(source)}, []


def read_tests(request: Message, reporter: Reporter) -> Iterator[Result]:
    """Takes tests of a function apart; see `function_tests`."""
    _prepare_to_parse()
    fields = request.fields
    yield {"end": "returned", "tests": function_tests.read_tests(fields["source"], fields["function"])}, []


def read(request: Message, reporter: Reporter) -> Iterator[Result]:
    """Parses puzzles with their solutions; see `reading`."""
    _prepare_to_parse()
    for f, solutions in request.fields["puzzles"]:
        yield from reading.read_pairs(f, solutions)


def read_for_probe(request: Message, reporter: Reporter) -> Iterator[Result]:
    """Parses a puzzle; see `reading`."""
    _prepare_to_parse()
    yield reading.read_for_probe(request.fields["f"])


def _prepare_to_parse() -> None:
    """Trees of long chained expressions are deep. Only for a process that runs no program.

    Making a tree would set off the collector again and again, which finds nothing: trees hold no circles.
    """
    sys.setrecursionlimit(_DEEPEST_TREE)
    gc.collect()
    gc.disable()


def solve(request: Message, reporter: Reporter) -> Iterator[Result]:
    """Runs each g, and gives its answer as data. Never sees an f."""
    for blob in request.blobs:
        yield _run_solution(marshal.loads(blob), request.fields["shared"], reporter)


def _run_solution(code: CodeType, shared: bool, reporter: Reporter) -> Result:
    limit_recursion()
    reporter.started()
    try:
        with Program(code, "g", shared) as g:
            answer = g()
    except BaseException as error:
        raised = _exception("g", error)  # In the program's own time, for the error's text may be code of the program.
        reporter.finished()
        return raised, []
    reporter.finished()
    try:
        return {"end": "returned"}, [answer_codec.encode(answer)]
    except answer_codec.NotData as refusal:
        return _not_data(refusal), []
    except MemoryError:
        return _out_of_memory("the judge's copy of g's answer"), []


def check(request: Message, reporter: Reporter) -> Iterator[Result]:
    """Runs each f on its answers, afresh for each. Never saw a g."""
    blobs = iter(request.blobs)
    for annotation, answers in request.fields["puzzles"]:
        code = marshal.loads(next(blobs))
        for _ in range(answers):
            yield _run_puzzle(code, annotation, next(blobs), request.fields["shared"], reporter), []


def _run_puzzle(code: CodeType, annotation: str, data: bytes, shared: bool, reporter: Reporter) -> dict[str, Any]:
    try:
        answer = answer_codec.decode(data)
    except answer_codec.NotData as refusal:
        return _not_data(refusal)
    except MemoryError:
        return _out_of_memory("the judge's copy of g's answer")
    reporter.shown(show_answer(answer, len(data)).encode("utf-8", "backslashreplace").decode())
    if not annotations.fits(answer, _check_of(annotation)):
        return {"end": "illTyped", "detail": f"The answer's type is not {annotation}."}
    limit_recursion()
    reporter.started()
    try:
        with Program(code, "f", shared) as f:
            value = f(answer)
            returned = "" if value is True else show_returned(value)
    except BaseException as error:
        raised = _exception("f", error)
        reporter.finished()
        return raised
    reporter.finished()
    return {"end": "returned", "solved": value is True, "returned": returned}


def check_soundness(request: Message, reporter: Reporter) -> Iterator[Result]:
    """With `return True` put first, does f(None) run? (Filter 2 of the method.)"""
    limit_recursion()
    reporter.started()
    try:
        with Program(marshal.loads(request.blobs[0]), "f", request.fields["shared"]) as f:
            f(None)
    except BaseException as error:
        raised = _exception("f", error)
        reporter.finished()
        yield raised, []
        return
    reporter.finished()
    yield {"end": "returned"}, []


def try_trivial_answers(request: Message, reporter: Reporter) -> Iterator[Result]:
    """The first fixed trivial answer of the right type that solves f. (Filter 4 of the method.)"""
    limit_recursion()
    reporter.started()
    with Program(marshal.loads(request.blobs[0]), "f", request.fields["shared"]) as f:
        answer = trivial.first_that_solves(f, _check_of(request.fields["annotation"]))
    reporter.finished()
    yield {"end": "returned", "answer": answer}, []


KINDS: dict[str, Callable[[Message, Any], Iterator[Result]]] = {
    kind.__name__: kind
    for kind in (inspect, read_tests, read, read_for_probe, solve, check, check_soundness, try_trivial_answers)
}


@functools.lru_cache(maxsize=256)
def _check_of(annotation: str) -> annotations.Check:
    return annotations.check_of(ast.parse(annotation, mode="eval").body)


def _exception(name: str, error: BaseException) -> dict[str, Any]:
    if isinstance(error, MemoryError):
        return _out_of_memory(name)
    doubtful = isinstance(error, RecursionError)
    return {"end": "raised", "detail": describe_exception(name, error), **({"doubtful": True} if doubtful else {})}


def _not_data(refusal: answer_codec.NotData) -> dict[str, Any]:
    return {"end": "illTyped", "detail": f"g's answer cannot be taken as data: {refusal}."}


def _out_of_memory(what: str) -> dict[str, Any]:
    return {"end": "outOfMemory", "detail": f"The memory limit was reached by {what}."}
