"""Reads pairs: parses them, checks their form, finds who may share a process, compiles them. Runs nothing of any text.

What the others run is the code made here, from texts that are parsed once.
"""

import ast
import marshal
from collections.abc import Iterator
from typing import Any

from . import headers, whitelist

Result = tuple[dict[str, Any], list[bytes]]


def read_pairs(f: str, solutions: list[str]) -> Iterator[Result]:
    """One result for each solution: `returned`, or `malformed` with a sentence.

    `returned` comes with the text of the annotation of f's answer, why the pair may not share a process, or None, and
    the code of g; the first such also with the code of f, before g's.
    """
    try:
        module, puzzle = headers.parse(f, "f")
        annotation = ast.unparse(headers.check_puzzle(puzzle))
        inputs = headers.inputs_of(puzzle)
        codes = [_compile(module, "f", f)]
        objection = whitelist.objection(module)
    except (headers.Malformed, *_TOO_DEEP) as problem:
        yield from (_refusal("f", problem) for _ in solutions)
        return
    for g in solutions:
        try:
            module, solution = headers.parse(g, "g")
            headers.check_solution(inputs, solution)
            alone = objection or whitelist.objection(module)
            result = {"end": "returned", "annotation": annotation, "alone": alone}, [*codes, _compile(module, "g", g)]
            codes = []
        except (headers.Malformed, *_TOO_DEEP) as problem:
            result = _refusal("g", problem)
        yield result


def read_for_probe(f: str) -> Result:
    """As for a pair, with two codes: f with `return True` put first, and f as it is."""
    try:
        module, puzzle = headers.parse(f, "f")
        annotation = ast.unparse(headers.check_puzzle(puzzle))
        fields = {"end": "returned", "annotation": annotation, "alone": whitelist.objection(module)}
        plain = _compile(module, "f", f)
        puzzle.body.insert(0, ast.Return(ast.Constant(True)))
        return fields, [_compile(ast.fix_missing_locations(module), "f", None), plain]
    except (headers.Malformed, *_TOO_DEEP) as problem:
        return _refusal("f", problem)


_TOO_DEEP = (RecursionError, MemoryError)


def _compile(module: ast.Module, name: str, source: str | None) -> bytes:
    """The code of a tree, in `marshal`'s form; `source` is its text, where it has one. Raises `Malformed`."""
    try:
        try:
            code = compile(module, f"<{name}>", "exec", dont_inherit=True)
        except RecursionError:
            if source is None:
                raise
            code = compile(source, f"<{name}>", "exec", dont_inherit=True)  # Python 3.12 takes deeper texts than trees.
        return marshal.dumps(code)
    except SyntaxError as error:  # Some of Python's rules are the compiler's, such as `return` outside of a function.
        raise headers.Malformed(f"{name} does not parse: {error.msg} (line {error.lineno}).") from None
    except ValueError as error:
        raise headers.Malformed(f"{name} does not parse: {error}.") from None


def _refusal(name: str, problem: BaseException) -> Result:
    deep = isinstance(problem, _TOO_DEEP)
    return {
        "end": "malformed",
        "detail": f"{name} does not parse: it is nested too deeply." if deep else str(problem),
    }, []
