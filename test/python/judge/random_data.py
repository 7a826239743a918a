"""Random plain data and annotations, for tests that try many; the same for the same `Random`."""

import random
from typing import Any

_EDGES = [0, 1, -1, 2**53 + 1, 2**63, 2**256 - 1, 2**256, 1 - 2**256, -(2**256), 10**400]
_FLOATS = [0.0, -0.0, 0.1, 5e-324, 1.7976931348623157e308, -1e22, 123456789.125]
_TEXTS = ["", "a", "é", "\0", '"', "\\", "\u2028", "🐍", "\n\t\x7f", "\ufeff", "i", "t", "s", "d", "null", "1"]


def atom(chance: random.Random) -> Any:
    """None, a bool, an int, a float or a str; often one at an edge."""
    return chance.choice(
        (
            lambda: None,
            lambda: chance.random() < 0.5,
            lambda: chance.choice(_EDGES),
            lambda: chance.randint(-(10**9), 10**9),
            lambda: chance.choice(_FLOATS),
            lambda: chance.uniform(-1e9, 1e9),
            lambda: chance.choice(_TEXTS),
            lambda: "".join(chance.choices(_TEXTS, k=5)),
        )
    )()


def hashable(chance: random.Random, depth: int) -> Any:
    """What may stand in a set or be a key."""
    if depth == 0 or chance.random() < 0.7:
        return atom(chance)
    return tuple(hashable(chance, depth - 1) for _ in range(chance.randrange(4)))


def plain(chance: random.Random, depth: int) -> Any:
    """Plain data, at most so many containers deep."""
    if depth == 0 or chance.random() < 0.3:
        return atom(chance)
    size = chance.randrange(5)
    if chance.random() < 0.2:  # Elements of one kind, which the codec treats all at once.
        return [chance.choice((chance.choice(_TEXTS), 0, 0.5)) if size else None] * size
    return chance.choice(
        (
            lambda: [plain(chance, depth - 1) for _ in range(size)],
            lambda: tuple(plain(chance, depth - 1) for _ in range(size)),
            lambda: {hashable(chance, depth - 1) for _ in range(size)},
            lambda: {hashable(chance, depth - 1): plain(chance, depth - 1) for _ in range(size)},
        )
    )()


def with_one_inside(chance: random.Random, stranger: object, depth: int) -> object:
    """Plain data with a hashable stranger somewhere in it."""
    if depth == 0:
        return stranger
    inner = with_one_inside(chance, stranger, depth - 1)
    others = [plain(chance, 1) for _ in range(chance.randrange(3))]
    made: list[object] = [[*others, inner], (inner, *others), {"key": inner, "other": others}]
    if depth == 1:
        made += [{inner, 1}, {inner: others}]
    return chance.choice(made)


def annotation(chance: random.Random, depth: int) -> str:
    """The text of an annotation that can be checked."""
    if depth == 0 or chance.random() < 0.3:
        return chance.choice(("int", "str", "float", "bool", "None", "Any", "list", "List", "dict", "Tuple", "set"))

    def inner() -> str:
        return annotation(chance, depth - 1)

    return chance.choice(
        (
            lambda: f"{chance.choice(('List', 'list', 'typing.List', 'Set', 'set'))}[{inner()}]",
            lambda: f"{chance.choice(('Dict', 'dict', 't.Dict'))}[{inner()}, {inner()}]",
            lambda: f"{chance.choice(('Tuple', 'tuple'))}[{', '.join(inner() for _ in range(chance.randint(1, 3)))}]",
            lambda: f"{chance.choice(('Tuple', 'tuple'))}[{inner()}, ...]",
            lambda: "Tuple[()]",
            lambda: f"Optional[{inner()}]",
            lambda: f"Union[{inner()}, {inner()}]",
            lambda: f"({inner()} | {inner()})",
            lambda: repr(inner()),
        )
    )()
