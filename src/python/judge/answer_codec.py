"""Answers as data between the process that ran g and the one that runs f.

Exactly None, bool, int, finite float, str, list, tuple, set and dict go through, by exact type: no instance of a
subclass, nothing that has code of its own. The form is JSON, in which lists, strings, floats and small integers stand
for themselves and an object with one tag stands for the rest: `{"i": hex}` a large integer, `{"t": […]}` a tuple,
`{"s": […]}` a set, `{"d": [[key, value], …]}` a dict. `decode` is safe on any bytes.
"""

import json
import math
import re
from typing import Any

MAX_BYTES = 128 << 20
"""Most bytes of an encoded answer; the largest known-good answer of P3 has 81 MB."""
MAX_DEPTH = 100
"""Most containers within one another."""

_SMALL = 1 << 256  # Larger integers go in hexadecimal: decimal conversion takes time quadratic in the digits.
_as_json = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), allow_nan=False, check_circular=False).encode
_PLAIN_IDS = frozenset(map(id, (bool, str, type(None))))
_INT_IDS, _FLOAT_IDS = frozenset((id(int),)), frozenset((id(float),))
"""Types are told by identity alone: a metaclass can make a type equal another."""
_NAME_OF_TYPE = type.__dict__["__name__"]
_SURROGATE_ESCAPE = re.compile(rb"\\u[dD][89a-fA-F]")


class NotData(ValueError):
    """The answer is not plain data, or too much of it; the message says why."""


def encode(answer: object) -> bytes:
    """The answer's data form. Raises `NotData`."""
    try:
        data = _as_json(_Encoder().pack(answer, 0)).encode("utf-8")
    except UnicodeEncodeError:
        raise NotData("it holds a string with a lone surrogate") from None
    if len(data) > MAX_BYTES:
        raise NotData(f"it is larger than {MAX_BYTES >> 20} MiB")
    return data


def decode(data: bytes) -> Any:
    """The answer that `data` stands for. Raises `NotData` on anything that `encode` cannot have made."""
    if len(data) > MAX_BYTES:
        raise NotData(f"it is larger than {MAX_BYTES >> 20} MiB")
    try:
        tree = json.loads(data.decode("utf-8"), parse_float=_finite, parse_constant=_finite)
        if _SURROGATE_ESCAPE.search(data):
            _as_json(tree).encode("utf-8")
        return _unpack(tree, 0)
    except (ValueError, TypeError, RecursionError) as error:
        raise NotData(str(error) or "it is not in the judge's form") from None


class _Encoder:
    def __init__(self) -> None:
        self._open: set[int] = set()  # ids of the containers being packed, to notice a cycle
        self._left = MAX_BYTES  # every element takes a byte at least

    def pack(self, value: object, depth: int) -> object:
        kind = type(value)
        if id(kind) in _PLAIN_IDS:
            return value
        if kind is int:
            return value if -_SMALL < value < _SMALL else {"i": hex(value)}  # type: ignore[operator]
        if kind is float:
            if not math.isfinite(value):  # type: ignore[arg-type]
                raise NotData(f"it holds the float {value!r}, which is not finite")
            return value
        if kind is list:
            return self._elements(value, value, depth)  # type: ignore[arg-type]
        if kind is tuple:
            return {"t": self._elements(value, list(value), depth)}  # type: ignore[call-overload]
        if kind is set:
            return {"s": self._elements(value, list(value), depth)}  # type: ignore[call-overload]
        if kind is dict:
            items = list(value.items())  # type: ignore[attr-defined]
            keys = self._elements(value, [key for key, _ in items], depth)
            return {"d": list(zip(keys, self._elements(value, [item for _, item in items], depth)))}
        raise NotData(f"it holds an object of type {_NAME_OF_TYPE.__get__(kind)}, which is not plain data")

    def _elements(self, container: object, elements: list, depth: int) -> list:
        self._left -= len(elements)
        if self._left < 0:
            raise NotData(f"it is larger than {MAX_BYTES >> 20} MiB")
        if _stands_for_itself(elements):
            return elements
        if id(container) in self._open:
            raise NotData("it contains itself")
        if depth >= MAX_DEPTH:
            raise NotData(f"it is nested more than {MAX_DEPTH} deep")
        self._open.add(id(container))
        packed = [self.pack(element, depth + 1) for element in elements]
        self._open.remove(id(container))
        return packed


def _stands_for_itself(elements: list) -> bool:
    """Says, at C speed for large lists, whether JSON holds all elements as they are."""
    kinds = set(map(id, map(type, elements)))
    if kinds <= _PLAIN_IDS:
        return True
    if kinds == _INT_IDS:
        return -_SMALL < min(elements) and max(elements) < _SMALL
    return kinds == _FLOAT_IDS and all(map(math.isfinite, elements))


def _finite(text: str) -> float:
    value = float(text)
    if not math.isfinite(value):
        raise NotData(f"it holds the float {text}, which is not finite")
    return value


def _unpack(tree: Any, depth: int) -> Any:
    if type(tree) is list:
        return _unpack_all(tree, depth)
    if type(tree) is not dict:
        return tree
    ((tag, content),) = tree.items()
    if tag == "i":
        return int(content, 16)
    if type(content) is not list:
        raise NotData("it is not in the judge's form")
    if tag == "t":
        return tuple(_unpack_all(content, depth))
    if tag == "s":
        return set(_unpack_all(content, depth))
    if tag == "d":
        if depth > MAX_DEPTH:
            raise NotData(f"it is nested more than {MAX_DEPTH} deep")
        return {_unpack(key, depth + 1): _unpack(value, depth + 1) for key, value in content}
    raise NotData("it is not in the judge's form")


def _unpack_all(trees: list, depth: int) -> list:
    if depth > MAX_DEPTH:
        raise NotData(f"it is nested more than {MAX_DEPTH} deep")
    if {list, dict}.isdisjoint(map(type, trees)):
        return trees
    return [_unpack(tree, depth + 1) for tree in trees]
