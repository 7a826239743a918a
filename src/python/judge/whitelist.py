"""Which programs may share a process with others, one after another: those that cannot leave anything behind in it.

Judged by the syntax tree, before anything runs. Where there is any doubt the answer is no: the program then gets a process
of its own, which costs time and nothing else. `docs/judge.md` gives the argument for each rule.
"""

import ast
import re
from collections.abc import Callable
from typing import Any

from . import shared_names

_PLAIN = (
    ast.Module, ast.arguments, ast.keyword, ast.Return, ast.Assign, ast.For, ast.While, ast.If, ast.Raise,
    ast.Assert, ast.Nonlocal, ast.Global, ast.Expr, ast.Pass, ast.Break, ast.Continue, ast.BoolOp, ast.NamedExpr,
    ast.BinOp, ast.UnaryOp, ast.Lambda, ast.IfExp, ast.Dict, ast.Set, ast.ListComp, ast.SetComp, ast.DictComp,
    ast.GeneratorExp, ast.comprehension, ast.FormattedValue, ast.JoinedStr, ast.Subscript, ast.Starred, ast.List,
    ast.Tuple, ast.Slice, ast.AugAssign, ast.AnnAssign, ast.Delete, ast.Constant, type(None),
)  # fmt: skip
"""Nodes that are harmless whatever stands in them, what stands in them being looked at by itself; or none at all."""
_NO_NODES = frozenset({
    "ctx", "op", "ops", "id", "names", "type_comment", "type_ignores", "conversion", "simple", "is_async", "kind", "arg",
})  # fmt: skip
"""Fields of the plain nodes that hold operators, names and numbers."""


def _fields_with_nodes(kind: type) -> tuple[str, ...]:
    fields = () if kind is ast.Constant else getattr(kind, "_fields", ())
    return tuple(name for name in fields if name not in _NO_NODES)


_FIELDS = {kind: _fields_with_nodes(kind) for kind in _PLAIN}
_YIELDS = frozenset({ast.Yield, ast.YieldFrom})
_SAYING_NO_MORE_THAN_A_BOOL = frozenset({ast.Is, ast.IsNot, ast.Eq, ast.NotEq, ast.In, ast.NotIn})
"""Comparisons whose result, of a class and any object in reach, is True or False."""
_PLAIN_FORMAT = re.compile(r"(?:[^{}]|\{\{|\}\}|\{\w*(?:![rsa])?(?::[^{}]*)?\})*")
"""A format text whose fields are names or numbers alone: no attributes, no items, nothing nested."""


class _Objection(Exception):
    """The program may not share; the message says why."""


def objection(module: ast.Module) -> str | None:
    """Why the program may not share a process with others, or None if it may. The tree has to be a parser's."""
    seen: set[type] = set()
    pending: list[Any] = [module]
    try:
        while pending:
            node = pending.pop()
            kind = type(node)
            if kind is ast.Name:
                _look_at_name(node.id)
                continue
            fields = _FIELDS.get(kind)
            if fields is None:
                if kind not in _LOOKS:
                    raise _Objection(f"{kind.__name__} in line {getattr(node, 'lineno', 1)}")
                seen.add(kind)
                pending += _LOOKS[kind](node)
                continue
            for name in fields:
                value = getattr(node, name, None)
                if type(value) is list:
                    pending += value
                else:
                    pending.append(value)
    except _Objection as found:
        return str(found)
    if ast.Try in seen and seen & _YIELDS:
        # A generator that is left hanging is closed when it is freed, be it in another program's time; a `try` in it
        # would run on then.
        return "a generator beside a try"
    return None


def _look_at_name(name: str) -> None:
    if name in shared_names.FORBIDDEN_NAMES or name.startswith("__"):
        raise _Objection(f"the name {name}")


def _look_at_call(node: ast.Call) -> list[Any]:
    function = node.func
    inside = [*node.args, *node.keywords]
    if type(function) is ast.Name and function.id == "eval" and _is_of_one_argument(node):
        return inside
    if type(function) is ast.Name and function.id == "Random":
        return inside
    if type(function) is ast.Attribute and function.attr in shared_names.ONLY_CALLED:
        return [function.value, *inside]
    if type(function) is ast.Attribute and function.attr == "format" and type(function.value) is ast.Constant:
        text = function.value.value
        if type(text) is not str or _PLAIN_FORMAT.fullmatch(text) is None:
            raise _Objection(f"a format text with more than plain fields in line {node.lineno}")
        return inside
    return [function, *inside]


def _look_at_comparison(node: ast.Compare) -> list[Any]:
    """What stands in it; of `type(x)`, which nobody gets hold of here, only x."""
    inside = [node.left, *node.comparators]
    if _SAYING_NO_MORE_THAN_A_BOOL.issuperset(map(type, node.ops)):
        return [part if (argument := _argument_of_type(part)) is None else argument for part in inside]
    return inside


def _argument_of_type(node: ast.expr) -> ast.expr | None:
    """x, where the node is `type(x)`."""
    if type(node) is ast.Call and type(node.func) is ast.Name and node.func.id == "type" and _is_of_one_argument(node):
        return node.args[0]
    return None


def _is_of_one_argument(node: ast.Call) -> bool:
    return len(node.args) == 1 and not node.keywords and type(node.args[0]) is not ast.Starred


def _look_at_attribute(node: ast.Attribute) -> list[Any]:
    if type(node.ctx) is not ast.Load:
        raise _Objection(f"a change of the attribute {node.attr}")
    if node.attr == "__name__" and (argument := _argument_of_type(node.value)) is not None:
        return [argument]
    if node.attr not in shared_names.ATTRIBUTES:
        raise _Objection(f"the attribute {node.attr}")
    return [node.value]


def _look_at_import(node: ast.Import) -> list[Any]:
    for alias in node.names:
        if alias.name not in shared_names.MODULES:
            raise _Objection(f"the module {alias.name}")
        _look_at_name(alias.asname or alias.name)
    return []


def _look_at_import_from(node: ast.ImportFrom) -> list[Any]:
    if node.level or node.module not in shared_names.MODULES:
        raise _Objection(f"the module {node.module}")
    for alias in node.names:
        if alias.name not in shared_names.members(node.module):
            raise _Objection(f"{alias.name} of the module {node.module}")
        if alias.name == "Random" and alias.asname is None:
            continue
        _look_at_name(alias.asname or alias.name)
        if alias.name in shared_names.ONLY_CALLED:
            raise _Objection(f"another name for {alias.name}")
    return []


def _look_at_function(node: ast.FunctionDef) -> list[Any]:
    _look_at_name(node.name)
    if getattr(node, "type_params", None):
        raise _Objection("type parameters")
    return [node.args, node.returns, *node.decorator_list, *node.body]


def _look_at_parameter(node: ast.arg) -> list[Any]:
    _look_at_name(node.arg)
    return [node.annotation]


def _look_at_handler(node: ast.ExceptHandler) -> list[Any]:
    if node.name is not None:
        _look_at_name(node.name)
    return [node.type, *node.body]


def _look_at_try(node: ast.Try) -> list[Any]:
    return [*node.body, *node.handlers, *node.orelse, *node.finalbody]


def _look_at_yield(node: ast.Yield | ast.YieldFrom) -> list[Any]:
    return [node.value]


_LOOKS: dict[type, Callable[[Any], list[Any]]] = {
    ast.Attribute: _look_at_attribute,
    ast.Call: _look_at_call,
    ast.Compare: _look_at_comparison,
    ast.ExceptHandler: _look_at_handler,
    ast.FunctionDef: _look_at_function,
    ast.Import: _look_at_import,
    ast.ImportFrom: _look_at_import_from,
    ast.Try: _look_at_try,
    ast.Yield: _look_at_yield,
    ast.YieldFrom: _look_at_yield,
    ast.arg: _look_at_parameter,
}
"""What has to be looked at itself; each gives what stands in it and has to be looked at next."""
