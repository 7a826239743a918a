"""Reads a candidate puzzle with Python's own parser; runs nothing of it.

Taken are the imports before the first function named f, or f and digits, and that function alone: renamed to f, its
docstring dropped, every other character as it was written.
"""

import ast
import re
from typing import Any

from .normal_form import content_id

_PUZZLE_NAME = re.compile(r"f\d*")
_PUZZLE_LINE = re.compile(r"def\s+f\d*\s*\(")
_MOST_CUTS = 50


def inspect(source: str) -> dict[str, Any]:
    """The `Inspection` of a text, as JSON values."""
    source = source.replace("\r\n", "\n").replace("\r", "\n")  # Each ends a line for Python, within strings too.
    try:
        source, module = _parse(source)
        function = next((node for node in module.body if _is_puzzle(node)), None)
        if not isinstance(function, ast.FunctionDef):
            return _problem("noPuzzle", "The text has no function f at its top level.")
        return _describe(source, module, function)
    except SyntaxError as error:
        return _problem("syntax", error.msg, error.lineno)
    except ValueError as error:
        return _problem("syntax", str(error))
    except (RecursionError, MemoryError):
        return _problem("syntax", "The text is nested too deeply.")


def _problem(problem: str, detail: str, line: int | None = None) -> dict[str, Any]:
    found = {"ok": False, "problem": problem, "detail": detail}
    return found if line is None else {**found, "line": line}


def _is_puzzle(node: ast.stmt) -> bool:
    return isinstance(node, ast.FunctionDef) and _PUZZLE_NAME.fullmatch(node.name) is not None


def _parse(source: str) -> tuple[str, ast.Module]:
    """Parses all of the text, or else as much of it as ends with the first puzzle. Raises `SyntaxError`."""
    try:
        return source, ast.parse(source)
    except SyntaxError as whole:
        for cut in _cuts(source):
            try:
                return cut, ast.parse(cut)
            except SyntaxError:
                continue
        raise whole


def _cuts(source: str) -> list[str]:
    """The text up to each unindented line after the first puzzle's, shortest first."""
    lines = source.split("\n")
    start = next((number for number, line in enumerate(lines) if _PUZZLE_LINE.match(line)), None)
    if start is None:
        return []
    ends = [number for number in range(start + 1, len(lines)) if re.match(r"[^\s#]", lines[number])]
    return ["\n".join(lines[:end]) for end in ends[:_MOST_CUTS]]


def _describe(source: str, module: ast.Module, function: ast.FunctionDef) -> dict[str, Any]:
    identity = content_id(function)
    source, function = _renamed(source, module, function)
    lines = source.split("\n")
    imports = [
        ast.get_source_segment(source, node) or ""
        for node in ast.parse(source).body
        if isinstance(node, (ast.Import, ast.ImportFrom)) and node.lineno < function.lineno
    ]
    text = _text_without_docstring(lines, function)
    arguments = function.args
    inputs = _parameters(source, arguments)
    answer = inputs[0]["name"] if inputs else None
    return {
        "ok": True,
        "id": identity,
        "f": "\n".join([*imports, "", "", text] if imports else [text]),
        "parameters": inputs,
        "variadic": bool(arguments.vararg or arguments.kwarg or arguments.kwonlyargs or arguments.posonlyargs),
        "hasReturn": _returns(function),
        "answerMentions": sum(
            isinstance(node, ast.Name) and node.id == answer for part in function.body for node in ast.walk(part)
        ),
        "header": f"def g({', '.join(map(_as_written, inputs[1:]))}):",
    }


def _parameters(source: str, arguments: ast.arguments) -> list[dict[str, str | None]]:
    parameters = [*arguments.posonlyargs, *arguments.args]
    required = len(parameters) - len(arguments.defaults)
    defaults = [None] * required + [_segment(source, default) for default in arguments.defaults]
    return [
        {"name": parameter.arg, "annotation": _segment(source, parameter.annotation), "default": default}
        for parameter, default in zip(parameters, defaults)
    ]


def _segment(source: str, node: ast.expr | None) -> str | None:
    return None if node is None else ast.get_source_segment(source, node)


def _as_written(parameter: dict[str, str | None]) -> str:
    text = str(parameter["name"])
    if parameter["annotation"] is not None:
        text += f": {parameter['annotation']}"
    if parameter["default"] is not None:
        text += f" = {parameter['default']}" if parameter["annotation"] is not None else f"={parameter['default']}"
    return text


def _returns(function: ast.FunctionDef) -> bool:
    """Says whether the function itself, not one within it, has a `return` with a value."""
    pending: list[ast.AST] = list(function.body)
    while pending:
        node = pending.pop()
        if isinstance(node, ast.Return) and node.value is not None:
            return True
        if not isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda, ast.ClassDef)):
            pending.extend(ast.iter_child_nodes(node))
    return False


def _renamed(source: str, module: ast.Module, function: ast.FunctionDef) -> tuple[str, ast.FunctionDef]:
    """The text with the function, and each of its calls of itself, named f; and the function as then parsed."""
    old = function.name.encode()
    if old != b"f":
        lines = source.encode().split(b"\n")
        for line, column in sorted(_own_mentions(function), reverse=True):
            text = lines[line - 1]
            if text[column : column + len(old)] == old:  # Before Python 3.12, columns within f-strings are wrong.
                lines[line - 1] = text[:column] + b"f" + text[column + len(old) :]
        lines[function.lineno - 1] = re.sub(rb"def\s+" + old + rb"\b", b"def f", lines[function.lineno - 1], count=1)
        source = b"\n".join(lines).decode()
    index = module.body.index(function)
    parsed = ast.parse(source).body[index]
    assert isinstance(parsed, ast.FunctionDef)
    return source, parsed


def _own_mentions(function: ast.FunctionDef) -> list[tuple[int, int]]:
    """Line and byte column of every name in the body that means the function itself."""
    nodes = list(ast.walk(function))
    if any(isinstance(node, ast.arg) and node.arg == function.name for node in nodes):
        return []
    names = [node for node in nodes if isinstance(node, ast.Name) and node.id == function.name]
    return [(name.lineno, name.col_offset) for name in names]


def _text_without_docstring(lines: list[str], function: ast.FunctionDef) -> str:
    first = min([function.lineno, *(decorator.lineno for decorator in function.decorator_list)])
    last = function.end_lineno or function.lineno
    dropped = range(0)
    if ast.get_docstring(function, clean=False) is not None and len(function.body) > 1:
        docstring, following = function.body[:2]
        if docstring.lineno > function.lineno and following.lineno > (docstring.end_lineno or 0):
            dropped = range(docstring.lineno, (docstring.end_lineno or 0) + 1)
    return "\n".join(lines[number - 1] for number in range(first, last + 1) if number not in dropped)
