"""Runs the text of f or g in the calling process, which has to be a sandboxed child."""

import ast
import typing
from collections.abc import Callable
from typing import Any

_MOST_MESSAGE_CHARACTERS = 500
_TYPING_NAMES = {name: getattr(typing, name) for name in typing.__all__}


def function_named(module: ast.Module, name: str) -> ast.FunctionDef:
    """The first top-level function of that name. Raises `StopIteration` where there is none."""
    return next(node for node in module.body if isinstance(node, ast.FunctionDef) and node.name == name)


def load(module: ast.Module, name: str) -> Callable[..., Any]:
    """Executes the module and returns its function. Names of `typing` are there without import, as in P3."""
    namespace: dict[str, Any] = {**_TYPING_NAMES, "__name__": name}
    exec(compile(module, f"<{name}>", "exec"), namespace)
    return namespace[name]


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
