"""Requests: JSON objects read into dataclasses, whose annotations say what is allowed."""

import math
import re
from dataclasses import MISSING, fields, is_dataclass
from types import NoneType, UnionType
from typing import Any, Literal, TypeVar, Union, get_args, get_origin, get_type_hints

from .failure import Failure

T = TypeVar("T")


def read_request(kind: type[T], value: object, where: str = "The request") -> T:
    """An instance of the dataclass `kind` from a JSON object with the same fields in camelCase.

    Raises `Failure` (`badRequest`) for unknown and missing fields and for values of another type. A `ValueError` of
    the dataclass's own `__post_init__` counts the same.
    """
    if not isinstance(value, dict):
        raise _bad(f"{where} is no JSON object.")
    hints = get_type_hints(kind)
    names = {_camel(field.name): field for field in fields(kind)}  # type: ignore[arg-type]
    if unknown := sorted(set(value) - set(names)):
        raise _bad(f"{where} has unknown fields: {', '.join(unknown)}.")
    missing = [name for name, field in names.items() if name not in value and field.default is MISSING]
    if missing:
        raise _bad(f"{where} lacks {', '.join(missing)}.")
    read = {
        field.name: _read(hints[field.name], value[name], f"{name} of the request")
        for name, field in names.items()
        if name in value
    }
    try:
        return kind(**read)
    except ValueError as problem:
        raise _bad(f"{where} is wrong: {problem}.") from None


def _read(kind: Any, value: Any, where: str) -> Any:
    if is_dataclass(kind):
        return read_request(kind, value, where)  # type: ignore[type-var]
    origin = get_origin(kind)
    if origin in (Union, UnionType):
        return _read_union(get_args(kind), value, where)
    if origin is Literal:
        fits = any(type(value) is type(choice) and value == choice for choice in get_args(kind))
    elif origin is list:
        return [_read(get_args(kind)[0], item, f"an item of {where}") for item in _checked(value, list, where)]
    elif kind is float:
        fits = type(value) in (int, float) and math.isfinite(value)
        value = float(value) if fits else value
    else:
        fits = type(value) is kind
    if not fits:
        raise _bad(f"{where} is {value!r}, which is not allowed.")
    return value


def _read_union(kinds: tuple[Any, ...], value: Any, where: str) -> Any:
    """The one of `kinds` that the value is: objects are told apart by their fields."""
    if value is None and NoneType in kinds:
        return None
    for kind in kinds:
        if is_dataclass(kind) and not (
            isinstance(value, dict) and {_camel(field.name) for field in fields(kind)} == set(value)
        ):
            continue
        try:
            return _read(kind, value, where)
        except Failure:
            continue
    raise _bad(f"{where} is {value!r}, which is not allowed.")


def _checked(value: Any, kind: type, where: str) -> Any:
    if type(value) is not kind:
        raise _bad(f"{where} is {value!r}, which is not allowed.")
    return value


def _camel(name: str) -> str:
    return re.sub(r"_([a-z])", lambda match: match[1].upper(), name)


def _bad(message: str) -> Failure:
    return Failure("badRequest", message, "This is a fault of the program that started the trainer; please report it.")
