"""Checks the form of a pair by its syntax: may g stand as a solution of f at all?"""

import ast

from . import annotations
from .normal_form import serialise

_TOO_DEEP = (RecursionError, MemoryError)
Defaults = dict[str, str | None]


class Malformed(Exception):
    """What keeps a text from being judged; the message is a sentence."""


def parse(source: str, name: str) -> tuple[ast.Module, ast.FunctionDef]:
    """The text's tree, and the one function of that name at its top level. Raises `Malformed`."""
    try:
        module = ast.parse(source)
    except SyntaxError as error:
        raise Malformed(f"{name} does not parse: {error.msg} (line {error.lineno}).") from None
    except ValueError as error:
        raise Malformed(f"{name} does not parse: {error}.") from None
    except _TOO_DEEP:
        raise Malformed(f"{name} does not parse: it is nested too deeply.") from None
    found = [node for node in module.body if isinstance(node, ast.FunctionDef) and node.name == name]
    if len(found) != 1:
        raise Malformed(f"The text of {name} has {len(found)} functions named {name} at its top level, not one.")
    arguments = found[0].args
    if arguments.vararg or arguments.kwarg or arguments.kwonlyargs or arguments.posonlyargs:
        raise Malformed(f"{name} has *args, **kwargs, keyword-only or positional-only parameters.")
    return module, found[0]


def check_puzzle(puzzle: ast.FunctionDef) -> ast.expr:
    """The annotation of f's answer. Raises `Malformed` where f cannot be judged."""
    arguments = puzzle.args
    if len(arguments.args) - len(arguments.defaults) != 1:
        raise Malformed("f has to have exactly one parameter without a default, the answer.")
    annotation = arguments.args[0].annotation
    if annotation is None:
        raise Malformed("f's answer has no annotation.")
    try:
        annotations.check_of(annotation)
    except annotations.Uncheckable as problem:
        raise Malformed(f"f's answer has an annotation that cannot be checked: {problem}.") from None
    return annotation


def inputs_of(puzzle: ast.FunctionDef) -> Defaults:
    """f's inputs with their defaults in normal form."""
    return _defaults(puzzle.args.args[1:], puzzle.args.defaults)


def check_solution(inputs: Defaults, solution: ast.FunctionDef) -> None:
    """Raises `Malformed` unless g has f's inputs with f's defaults.

    g is called without arguments, so that the order of its parameters, which P3 varies, does not matter.
    """
    given = _defaults(solution.args.args, solution.args.defaults)
    if given.keys() != inputs.keys():
        raise Malformed(f"g's parameters are ({', '.join(given)}), but f's inputs are ({', '.join(inputs)}).")
    for name, default in given.items():
        if default is None:
            raise Malformed(f"g's parameter {name} has no default.")
        if default != inputs[name]:
            raise Malformed(f"g's default of {name} is not f's.")


def _defaults(parameters: list[ast.arg], defaults: list[ast.expr]) -> Defaults:
    """Each parameter's default in normal form; defaults belong to the last parameters."""
    texts: list[str | None] = [None] * (len(parameters) - len(defaults))
    texts += map(serialise, defaults)
    return {parameter.arg: text for parameter, text in zip(parameters, texts)}
