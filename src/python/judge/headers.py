"""Checks the form of a pair by its syntax: may g stand as a solution of f at all?"""

import ast

from . import annotations
from .normal_form import serialise

_TOO_DEEP = (RecursionError, MemoryError)


def problem_with_pair(f: str, g: str) -> str | None:
    """A sentence on what makes the pair malformed, or None."""
    try:
        puzzle, solution = _only_function(f, "f"), _only_function(g, "g")
        return _problem_with_puzzle(puzzle) or _problem_with_solution(puzzle, solution)
    except _Malformed as problem:
        return str(problem)


def problem_with_puzzle(f: str) -> str | None:
    """A sentence on what keeps f from being a puzzle that can be judged, or None."""
    try:
        return _problem_with_puzzle(_only_function(f, "f"))
    except _Malformed as problem:
        return str(problem)


class _Malformed(Exception):
    pass


def _only_function(source: str, name: str) -> ast.FunctionDef:
    try:
        module = ast.parse(source)
    except SyntaxError as error:
        raise _Malformed(f"{name} does not parse: {error.msg} (line {error.lineno}).") from None
    except ValueError as error:
        raise _Malformed(f"{name} does not parse: {error}.") from None
    except _TOO_DEEP:
        raise _Malformed(f"{name} does not parse: it is nested too deeply.") from None
    found = [node for node in module.body if isinstance(node, ast.FunctionDef) and node.name == name]
    if len(found) != 1:
        raise _Malformed(f"The text of {name} has {len(found)} functions named {name} at its top level, not one.")
    if _has_special_parameters(found[0].args):
        raise _Malformed(f"{name} has *args, **kwargs, keyword-only or positional-only parameters.")
    return found[0]


def _has_special_parameters(arguments: ast.arguments) -> bool:
    return bool(arguments.vararg or arguments.kwarg or arguments.kwonlyargs or arguments.posonlyargs)


def _problem_with_puzzle(puzzle: ast.FunctionDef) -> str | None:
    if len(puzzle.args.args) - len(puzzle.args.defaults) != 1:
        return "f has to have exactly one parameter without a default, the answer."
    annotation = puzzle.args.args[0].annotation
    if annotation is None:
        return "f's answer has no annotation."
    try:
        annotations.check_of(annotation)
    except annotations.Uncheckable as problem:
        return f"f's answer has an annotation that cannot be checked: {problem}."
    return None


def _problem_with_solution(puzzle: ast.FunctionDef, solution: ast.FunctionDef) -> str | None:
    """g is called without arguments, so that the order of its parameters, which P3 varies, does not matter."""
    wanted = _defaults(puzzle.args.args[1:], puzzle.args.defaults)
    given = _defaults(solution.args.args, solution.args.defaults)
    if given.keys() != wanted.keys():
        return f"g's parameters are ({', '.join(given)}), but f's inputs are ({', '.join(wanted)})."
    for name, default in given.items():
        if default is None:
            return f"g's parameter {name} has no default."
        if default != wanted[name]:
            return f"g's default of {name} is not f's."
    return None


def _defaults(parameters: list[ast.arg], defaults: list[ast.expr]) -> dict[str, str | None]:
    """Each parameter's default in normal form; defaults belong to the last parameters."""
    texts: list[str | None] = [None] * (len(parameters) - len(defaults))
    texts += map(serialise, defaults)
    return {parameter.arg: text for parameter, text in zip(parameters, texts)}
