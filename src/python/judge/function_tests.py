"""Turns tests that call a function into a puzzle about the results of its calls; runs nothing of them.

A test such as `assert add(1, 2) == 3` would run what a model wrote beside what checks it. Taken apart, the calls belong to
a solution, `[add(1, 2)]`, and what the test says of them to a puzzle: `results[0] == 3`.
"""

import ast
import builtins
from typing import Any

_CHECK = "check"
"""HumanEval's tests stand in a function of this name, whose parameter is the function under test."""

_RESULTS = "results"


class _CannotBeTakenApart(Exception):
    """Why tests need the function itself; the message is the end of a sentence."""


def read_tests(source: str, function: str) -> dict[str, Any]:
    """The puzzle `f` that takes the list of results, and the `calls` and `imports` that make it, as JSON values.

    `source` are assertions that call `function`, or HumanEval's `check(candidate)` with such assertions in it.
    """
    try:
        module = ast.parse(source)
        return _take_apart(module, function)
    except SyntaxError as error:
        return _problem(f"the tests do not parse: {error.msg} (line {error.lineno})")
    except ValueError as error:
        return _problem(f"the tests do not parse: {error}")
    except (RecursionError, MemoryError):
        return _problem("the tests are nested too deeply")
    except _CannotBeTakenApart as reason:
        return _problem(str(reason))


def _problem(detail: str) -> dict[str, Any]:
    return {"ok": False, "detail": detail}


def _take_apart(module: ast.Module, function: str) -> dict[str, Any]:
    statements, called = module.body, function
    for node in module.body:
        if isinstance(node, ast.FunctionDef) and node.name == _CHECK and node.args.args:
            statements, called = node.body, node.args.args[0].arg
            statements = [*(each for each in module.body if _is_import(each)), *statements]
    imports = [node for node in statements if _is_import(node)]
    calls = _Calls(called, function, {*dir(builtins), *_names_of(imports)})
    conditions = [calls.take_from(node.test) for node in statements if isinstance(node, ast.Assert)]
    for node in statements:
        if not (_is_import(node) or isinstance(node, (ast.Assert, ast.Pass)) or _says_nothing(node)):
            raise _CannotBeTakenApart(f"line {node.lineno} of the tests is more than an assertion")
    if not calls.found:
        raise _CannotBeTakenApart(f"no test calls {function}")
    head = [ast.unparse(node) for node in imports]
    body = "\n        and ".join(f"({condition})" for condition in conditions)
    lines = [*head, "", "", f"def f({_RESULTS}: list):", f"    return bool(\n        {body}\n    )"]
    return {"ok": True, "f": "\n".join(lines).lstrip("\n"), "imports": head, "calls": calls.found}


def _is_import(node: ast.stmt) -> bool:
    return isinstance(node, (ast.Import, ast.ImportFrom))


def _says_nothing(node: ast.stmt) -> bool:
    """A text that stands alone, or a constant for people, such as HumanEval's METADATA."""
    if isinstance(node, ast.Expr):
        return isinstance(node.value, ast.Constant)
    return isinstance(node, ast.Assign) and not any(isinstance(each, ast.Call) for each in ast.walk(node.value))


def _names_of(imports: list[ast.stmt]) -> set[str]:
    return {
        (alias.asname or alias.name).split(".")[0]
        for node in imports
        if isinstance(node, (ast.Import, ast.ImportFrom))
        for alias in node.names
    }


class _Calls(ast.NodeTransformer):
    """Puts `results[i]` in the place of each call, and keeps the calls, under the function's own name."""

    def __init__(self, called: str, function: str, known: set[str]) -> None:
        self._called, self._function, self._known = called, function, known
        self.found: list[str] = []

    def take_from(self, test: ast.expr) -> str:
        """What the test says of the results."""
        condition = self.visit(test)
        names = [node for node in ast.walk(condition) if isinstance(node, ast.Name)]
        own = {name.id for name in names if isinstance(name.ctx, ast.Store)}
        for name in names:
            if name.id not in self._known | own | {_RESULTS}:
                raise _CannotBeTakenApart(f"a test speaks of {name.id}, which only the tests know")
        return ast.unparse(condition)

    def visit_Call(self, node: ast.Call) -> ast.AST:
        if not self._is_called(node.func):
            return self.generic_visit(node)
        for each in ast.walk(node):
            if isinstance(each, ast.Name) and not self._is_called(each) and each.id not in self._known:
                raise _CannotBeTakenApart(f"a test calls the function with {each.id}, which only the tests know")
        for each in ast.walk(node):
            if isinstance(each, ast.Name) and self._is_called(each):
                each.id = self._function
        self.found.append(ast.unparse(node))
        return ast.parse(f"{_RESULTS}[{len(self.found) - 1}]", mode="eval").body

    def visit_Name(self, node: ast.Name) -> ast.AST:
        if self._is_called(node):
            raise _CannotBeTakenApart("a test hands the function itself on")
        return node

    def _is_called(self, node: ast.expr) -> bool:
        return isinstance(node, ast.Name) and node.id == self._called
