"""Runs the code of f or g in the calling process, which has to be a closed-in child."""

import sys
import typing
from collections.abc import Callable
from types import CodeType, ModuleType
from typing import Any

from . import shared_names

_MOST_MESSAGE_CHARACTERS = 500
_FRAMES_OF_A_PROGRAM = 1000
"""As many as a program of its own may have by default."""
_TYPING_NAMES = {name: getattr(typing, name) for name in typing.__all__}


class Program:
    """Within it, the function of that name that the module's code defines. `with Program(code, "g", shared) as g: g()`.

    Names of `typing` are there without import, as in P3. A `shared` program sees the builtins and modules of
    `shared_names` alone, and its globals are emptied when it is over: they hold themselves through its functions. Any
    other is a module among `sys.modules`, where dataclasses, pickle and `typing.get_type_hints` look for it by name; a
    shared one can use none of these.
    """

    def __init__(self, code: CodeType, name: str, shared: bool) -> None:
        self._code, self._name, self._shared = code, name, shared
        self._namespace = shared_names.namespace(name) if shared else _namespace_of_new_module(name)

    def __enter__(self) -> Callable[..., Any]:
        try:
            exec(self._code, self._namespace)
            return self._namespace[self._name]
        except BaseException:
            self.__exit__()
            raise

    def __exit__(self, *_: object) -> None:
        if self._shared:
            self._namespace.clear()
            shared_names.forget()


def _namespace_of_new_module(name: str) -> dict[str, Any]:
    """The globals of a module that is known to this process by that name, until it ends."""
    module = sys.modules[name] = ModuleType(name)
    vars(module).update(_TYPING_NAMES)
    return vars(module)


def limit_recursion() -> None:
    """Gives what the caller calls next the same room on the stack wherever the caller stands on it."""
    depth, frame = 0, sys._getframe()
    while frame is not None:
        depth, frame = depth + 1, frame.f_back
    sys.setrecursionlimit(depth + _FRAMES_OF_A_PROGRAM)


def describe_exception(name: str, error: BaseException) -> str:
    """A sentence with the exception, its message and the last line of f's or g's text that it passed."""
    try:
        message = str(error)
    except BaseException:
        message = ""
    text = f"{name} raised {type(error).__name__}"
    if line := _line_within(f"<{name}>", error):
        text += f" in line {line}"
    message = message.encode("utf-8", "backslashreplace").decode()[:_MOST_MESSAGE_CHARACTERS]
    return f"{text}: {message}" if message else f"{text}."


def _line_within(filename: str, error: BaseException) -> int | None:
    line = None
    trace = error.__traceback__
    while trace is not None:
        if trace.tb_frame.f_code.co_filename == filename:
            line = trace.tb_lineno
        trace = trace.tb_next
    return line
