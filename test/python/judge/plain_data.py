"""Plain data by chance, with an eye for what is at the edge of something. For tests that try many values."""

import random
import struct
from typing import Any

INTS = (0, 1, -1, 2**53 + 1, 2**63, -(2**63) - 1, 2**256 - 1, 2**256, -(2**256), 1 - 2**256, 10**4300, -(10**5000))
FLOATS = (0.0, -0.0, 0.1, 5e-324, -5e-324, 2.2250738585072014e-308, 1.7976931348623157e308, 1e16, 1e22, 1.0, -1e-7)
STRINGS = (
    "",
    "\x00",
    "\\",
    '"',
    "\ufeff",
    "\u2028\u2029\x85",
    "🐍",
    "\U0010ffff",
    "\ud7ff\ue000",
    "i",
    "t",
    "s",
    "d",
    "ﬁ",
)


def random_data(chance: random.Random, depth: int = 4) -> Any:
    """A value of any kind that an answer may have, its containers no more than `depth` within one another."""
    draw = chance.randrange(10 if depth else 6)
    if draw < 6:
        return random_key(chance, 0)
    size = chance.choice((0, 1, 1, 2, 3, 6))
    if draw == 6:
        return [random_data(chance, depth - 1) for _ in range(size)]
    if draw == 7:
        return tuple(random_data(chance, depth - 1) for _ in range(size))
    if draw == 8:
        return {random_key(chance, depth - 1) for _ in range(size)}
    return {random_key(chance, depth - 1): random_data(chance, depth - 1) for _ in range(size)}


def random_key(chance: random.Random, depth: int) -> Any:
    """A value that can be hashed."""
    draw = chance.randrange(7 if depth else 6)
    if draw == 6:
        return tuple(random_key(chance, depth - 1) for _ in range(chance.randrange(4)))
    if draw == 5:
        return chance.choice((None, True, False))
    return (_int, _int, _float, _string, _string)[draw](chance)


def _int(chance: random.Random) -> int:
    return chance.choice((chance.choice(INTS), chance.randrange(-9, 9), chance.getrandbits(chance.randrange(1, 600))))


def _float(chance: random.Random) -> float:
    (value,) = struct.unpack("<d", chance.randbytes(8))
    return value if chance.random() < 0.5 and value - value == 0 else chance.choice(FLOATS)


def _string(chance: random.Random) -> str:
    if chance.random() < 0.5:
        return chance.choice(STRINGS)
    points = (
        chance.choice((chance.randrange(128), chance.randrange(0xD800), chance.randrange(0xE000, 0x110000)))
        for _ in range(chance.randrange(9))
    )
    return "".join(map(chr, points))


def exact(value: Any) -> Any:
    """A form that is equal for values alike to the last: types, signs of zeros and the order of dicts count."""
    kind = type(value)
    if kind is float:
        return kind, value.hex()
    if kind in (list, tuple):
        return kind, [exact(item) for item in value]
    if kind is set:
        return kind, sorted((exact(item) for item in value), key=repr)
    if kind is dict:
        return kind, [(exact(key), exact(item)) for key, item in value.items()]
    return kind, f"{value:x}" if kind is int else value
