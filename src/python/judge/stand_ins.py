"""What a program that shares its process gets in place of something that others would see it use, or that is too strong.

Where a stand-in is asked for more than it can give safely, it ends the process: the program is then judged in one of its
own, with the real thing.
"""

import collections
import os
import re
from collections.abc import Callable
from types import ModuleType
from typing import Any, NoReturn

_MOST_EVALUATED_CHARACTERS = 200
"""So that neither the parser's stack nor its time makes a difference to the real `eval`."""
_ARITHMETIC = re.compile(r"[0-9 +\-*/%().,<>=!&|^~\[\]]*")
"""Texts without a letter, an underscore or a quote: they have no names, so that it does not matter where they stand."""
_OPTIONS_WITHOUT_CODE = frozenset(
    {"allow_nan", "check_circular", "ensure_ascii", "indent", "separators", "skipkeys", "sort_keys", "strict"}
)


def evaluate(text: object) -> Any:
    """`eval` of arithmetic."""
    if type(text) is str and len(text) <= _MOST_EVALUATED_CHARACTERS and _ARITHMETIC.fullmatch(text):
        return eval(text, {"__builtins__": {}})
    leave_to_own_process()


def leave_to_own_process() -> NoReturn:
    """Ends the process, which decides nothing about the program in it."""
    os._exit(0)


def without_hooks(real: Callable[..., Any]) -> Callable[..., Any]:
    """A function of `json` that calls nothing of the program's: the C library reads memory that a hook can free."""

    def guarded(*values: Any, **options: Any) -> Any:
        return real(*values, **options) if _OPTIONS_WITHOUT_CODE.issuperset(options) else leave_to_own_process()

    guarded.__name__ = guarded.__qualname__ = real.__name__
    return guarded


def of_finished_lines(real: Callable[..., Any]) -> Callable[..., Any]:
    """`csv.reader` of what runs no code: lines that ask the reader itself for the next one crash the C library."""

    def guarded(*values: Any, **options: Any) -> Any:
        finished = not values or type(values[0]) in (list, tuple, str)
        return real(*values, **options) if finished else leave_to_own_process()

    return guarded


def guard_shared_classes() -> None:
    """Takes from `Counter.copy`, for good, that it calls the class of whatever it is given: that of `int` is `type`."""
    real = collections.Counter.copy

    def copy(self: Any) -> Any:
        return real(self) if isinstance(self, collections.Counter) else leave_to_own_process()

    copy.__qualname__ = real.__qualname__
    collections.Counter.copy = copy


def give_way(proxy: ModuleType, real: ModuleType) -> None:
    """Leaves to a process of its own what asks a module in part for what only the whole one has.

    An attribute of that name may be harmless, and so be let through, because it is a member of something else.
    """

    def look_up(name: str) -> NoReturn:
        if hasattr(real, name):
            leave_to_own_process()
        raise AttributeError(f"module {real.__name__!r} has no attribute {name!r}", name=name, obj=proxy)

    proxy.__getattr__ = look_up  # type: ignore[method-assign]


class OwnRandom:
    """The module `random` of each program: its functions are of a generator that no other program has."""

    def __init__(self, members: set[str]) -> None:
        self._members = members
        self._of_program: ModuleType | None = None

    def module(self) -> ModuleType:
        """The running program's, seeded by the system when it first asks."""
        if self._of_program is None:
            import random  # Takes some milliseconds, and few programs need it.

            generator, proxy = random.Random(), ModuleType("random")
            proxy.__spec__ = random.__spec__
            for name in self._members:
                if hasattr(generator, name):  # Some came with later versions of Python.
                    setattr(proxy, name, getattr(generator, name))
            proxy.Random = random.Random  # type: ignore[attr-defined]
            give_way(proxy, random)
            self._of_program = proxy
        return self._of_program

    def forget(self) -> None:
        """The program is over."""
        self._of_program = None
