"""Checks values against annotations, read as syntax: no code of the puzzle takes part.

A check takes many values at once, so that large lists are checked at C speed.
"""

import ast
from collections.abc import Callable, Iterable
from itertools import chain

Check = Callable[[Iterable[object]], bool]
"""Says whether all values are of the type."""

_ATOMS = {"int": int, "str": str, "float": float, "bool": bool}
_LISTS = {"list": list, "List": list, "set": set, "Set": set}
_DICTS = {"dict", "Dict"}
_TUPLES = {"tuple", "Tuple"}


class Uncheckable(ValueError):
    """The annotation is none whose values can be told from others; the message holds its text."""


def fits(value: object, check: Check) -> bool:
    """Says whether one value is of the type that `check` stands for."""
    return check((value,))


def check_of(annotation: ast.expr) -> Check:
    """The check for int, str, float, bool, None, Any, list, set, dict, tuple, Optional, Union and what they build.

    Types are exact: True is no int, and 1 is no float. Raises `Uncheckable`.
    """
    if isinstance(annotation, ast.Constant):
        if annotation.value is None:
            return _exactly(type(None))
        if isinstance(annotation.value, str):
            return check_of(_parse(annotation.value))
    elif isinstance(annotation, ast.BinOp) and isinstance(annotation.op, ast.BitOr):
        return _any_of([check_of(annotation.left), check_of(annotation.right)])
    elif isinstance(annotation, ast.Subscript):
        return _generic(_name(annotation.value), annotation)
    elif isinstance(annotation, (ast.Name, ast.Attribute)):
        return _plain(_name(annotation), annotation)
    raise Uncheckable(ast.unparse(annotation))


def _parse(text: str) -> ast.expr:
    try:
        return ast.parse(text, mode="eval").body
    except (SyntaxError, ValueError):
        raise Uncheckable(text) from None


def _name(expression: ast.expr) -> str:
    """`List` for `List`, `typing.List` and `t.List` alike."""
    if isinstance(expression, ast.Name):
        return expression.id
    return expression.attr if isinstance(expression, ast.Attribute) else ""


def _plain(name: str, annotation: ast.expr) -> Check:
    if name in _ATOMS:
        return _exactly(_ATOMS[name])
    if name in _LISTS:
        return _exactly(_LISTS[name])
    if name in _DICTS:
        return _exactly(dict)
    if name in _TUPLES:
        return _exactly(tuple)
    if name == "Any":
        return lambda values: True
    raise Uncheckable(ast.unparse(annotation))


def _generic(name: str, annotation: ast.Subscript) -> Check:
    inner = annotation.slice
    arguments = inner.elts if isinstance(inner, ast.Tuple) else [inner]
    if name in _LISTS and len(arguments) == 1:
        return _collection(_LISTS[name], check_of(inner))
    if name in _DICTS and len(arguments) == 2:
        return _mapping(check_of(arguments[0]), check_of(arguments[1]))
    if name in _TUPLES:
        if len(arguments) == 2 and isinstance(arguments[1], ast.Constant) and arguments[1].value is ...:
            return _collection(tuple, check_of(arguments[0]))
        return _record([check_of(argument) for argument in arguments])
    if name == "Optional" and len(arguments) == 1:
        return _any_of([check_of(inner), _exactly(type(None))])
    if name == "Union" and arguments:
        return _any_of([check_of(argument) for argument in arguments])
    raise Uncheckable(ast.unparse(annotation))


def _exactly(kind: type) -> Check:
    return lambda values: set(map(type, values)) <= {kind}


def _any_of(checks: list[Check]) -> Check:
    return lambda values: all(any(fits(value, check) for check in checks) for value in values)


def _collection(kind: type, element: Check) -> Check:
    def check(values: Iterable) -> bool:
        kept = list(values)
        return set(map(type, kept)) <= {kind} and element(chain.from_iterable(kept))

    return check


def _mapping(key: Check, value: Check) -> Check:
    def check(values: Iterable) -> bool:
        kept = list(values)
        if not set(map(type, kept)) <= {dict}:
            return False
        return key(chain.from_iterable(kept)) and value(chain.from_iterable(item.values() for item in kept))

    return check


def _record(checks: list[Check]) -> Check:
    def check(values: Iterable) -> bool:
        kept = list(values)
        if not set(map(type, kept)) <= {tuple} or not all(len(item) == len(checks) for item in kept):
            return False
        return all(each(column) for each, column in zip(checks, zip(*kept)))

    return check
