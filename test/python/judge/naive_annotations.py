"""What an annotation means, written as simply as can be, for comparison with the judge's own check."""

import ast
import random
from typing import Any

from . import random_data

_ATOMS = {"int": int, "str": str, "float": float, "bool": bool}
_LISTS = {"list": list, "List": list, "set": set, "Set": set}
_DICTS, _TUPLES = ("dict", "Dict"), ("tuple", "Tuple")


def fits(value: Any, annotation: ast.expr) -> bool:
    """Says whether a value is of the type."""
    if isinstance(annotation, ast.Constant):
        return value is None if annotation.value is None else fits(value, _parsed(annotation))
    if isinstance(annotation, ast.BinOp):
        return fits(value, annotation.left) or fits(value, annotation.right)
    if not isinstance(annotation, ast.Subscript):
        name = _name(annotation)
        kinds = {**_ATOMS, **_LISTS, **dict.fromkeys(_DICTS, dict), **dict.fromkeys(_TUPLES, tuple)}
        return name == "Any" or type(value) is kinds[name]
    name, inner = _name(annotation.value), annotation.slice
    several = inner.elts if isinstance(inner, ast.Tuple) else [inner]
    if name in _LISTS:
        return type(value) is _LISTS[name] and all(fits(item, inner) for item in value)
    if name in _DICTS:
        return type(value) is dict and all(fits(k, several[0]) and fits(v, several[1]) for k, v in value.items())
    if name in _TUPLES and _is_open(several):
        return type(value) is tuple and all(fits(item, several[0]) for item in value)
    if name in _TUPLES:
        return type(value) is tuple and len(value) == len(several) and all(map(fits, value, several))
    return any(fits(value, one) for one in several) or name == "Optional" and value is None


def value_of(annotation: ast.expr, chance: random.Random) -> Any:
    """A random value of the type."""
    if isinstance(annotation, ast.Constant):
        return None if annotation.value is None else value_of(_parsed(annotation), chance)
    if isinstance(annotation, ast.BinOp):
        return value_of(chance.choice((annotation.left, annotation.right)), chance)
    if not isinstance(annotation, ast.Subscript):
        while not fits(value := random_data.plain(chance, 2), annotation):
            pass
        return value
    name, inner = _name(annotation.value), annotation.slice
    several = inner.elts if isinstance(inner, ast.Tuple) else [inner]
    some = range(chance.randrange(4))
    if name in _LISTS:
        values = [value_of(inner, chance) for _ in some]
        return values if _LISTS[name] is list else set(filter(_is_hashable, values))
    if name in _DICTS:
        keys = filter(_is_hashable, [value_of(several[0], chance) for _ in some])
        return {key: value_of(several[1], chance) for key in keys}
    if name in _TUPLES and _is_open(several):
        return tuple(value_of(several[0], chance) for _ in some)
    if name in _TUPLES:
        return tuple(value_of(one, chance) for one in several)
    if name == "Optional" and chance.random() < 0.3:
        return None
    return value_of(chance.choice(several), chance)


def _parsed(text: ast.Constant) -> ast.expr:
    return ast.parse(str(text.value), mode="eval").body


def _name(expression: ast.expr) -> str:
    return expression.attr if isinstance(expression, ast.Attribute) else ast.unparse(expression)


def _is_open(several: list[ast.expr]) -> bool:
    return len(several) == 2 and isinstance(several[1], ast.Constant) and several[1].value is ...


def _is_hashable(value: object) -> bool:
    try:
        return hash(value) is not None
    except TypeError:
        return False
