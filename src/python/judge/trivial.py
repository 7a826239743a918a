"""The fixed trivial answers of the method's filter 4: a puzzle that one of them solves teaches nothing."""

from collections.abc import Callable, Iterator
from itertools import chain, product

from . import annotations

_INTS = range(-10, 101)
_STRINGS = ("", "a", "b", "ab", "abc", "0", " ", "A")
_FLOATS = (0.0, 1.0, -1.0, 0.5, -0.5, 2.0, -2.0, 0.1, 10.0, -10.0, 100.0, -100.0, 3.5)
_BASES = (
    (0, 1, -1, 2, 3, 10),
    ("", "a", "b", "ab", "0"),
    (0.0, 1.0, -1.0, 0.5, 10.0),
    (True, False),
    ([], [0], [1], [0, 1], [0, 0]),
    ([""], ["a"], ["a", "b"], ["0"], ["ab"]),
    ([0.0], [1.0], [0.5], [0.0, 1.0], [-1.0]),
    ([True], [False], [True, False], [False, False], [True, True]),
)
_LONGEST = 2


def first_that_solves(solves: Callable[[object], object], check: annotations.Check) -> str | None:
    """The `repr` of the first trivial answer of the checked type for which `solves` returns True itself."""
    for candidate in _candidates():
        if annotations.fits(candidate, check):
            shown = repr(candidate)
            try:
                if solves(candidate) is True:
                    return shown
            except Exception:
                continue
    return None


def _candidates() -> Iterator[object]:
    yield from chain(_INTS, _STRINGS, _FLOATS, (True, False))
    for length in range(_LONGEST + 1):
        for base in _BASES:
            for combination in product(base, repeat=length):
                # A copy all through, for a puzzle may change its answer.
                yield [list(item) if isinstance(item, list) else item for item in combination]
