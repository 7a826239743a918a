"""Which programs may share a process with others, one after another: those that cannot leave anything behind in it.

Judged by the syntax tree, before anything runs. Where there is any doubt the answer is no: the program then gets a process
of its own, which costs time and nothing else. `docs/judge.md` gives the argument for each rule.
"""

import ast
import re

from . import shared_names

_OPERATORS = (ast.boolop, ast.operator, ast.unaryop, ast.cmpop, ast.expr_context)
_YIELDS = frozenset({ast.Yield, ast.YieldFrom})
_PLAIN = frozenset(
    {
        ast.Module, ast.alias, ast.arguments, ast.keyword, ast.Return, ast.Assign, ast.For, ast.While, ast.If, ast.Raise,
        ast.Assert, ast.Nonlocal, ast.Global, ast.Expr, ast.Pass, ast.Break, ast.Continue, ast.BoolOp, ast.NamedExpr,
        ast.BinOp, ast.UnaryOp, ast.Lambda, ast.IfExp, ast.Dict, ast.Set, ast.ListComp, ast.SetComp, ast.DictComp,
        ast.GeneratorExp, ast.comprehension, ast.Compare, ast.FormattedValue, ast.JoinedStr, ast.Subscript,
        ast.Starred, ast.List, ast.Tuple, ast.Slice, ast.AugAssign, ast.AnnAssign, ast.Delete, ast.Try,
        *_YIELDS, *(kind for base in _OPERATORS for kind in base.__subclasses__()),
    }
)  # fmt: skip
"""Nodes that are harmless whatever stands in them, what stands in them being looked at by itself."""
_PLAIN_FORMAT = re.compile(r"(?:[^{}]|\{\{|\}\}|\{\w*(?:![rsa])?(?::[^{}]*)?\})*")
"""A format text whose fields are names or numbers alone: no attributes, no items, nothing nested."""


class _Objection(Exception):
    """The program may not share; the message says why."""


def objection(module: ast.Module) -> str | None:
    """Why the program may not share a process with others, or None if it may."""
    kinds: set[type] = set()
    pending: list[ast.AST] = [module]
    try:
        while pending:
            node = pending.pop()
            kind = type(node)
            kinds.add(kind)
            if kind in _PLAIN:
                _push_children(node, pending)
            elif kind is ast.Name:
                _look_at_name(node.id)  # type: ignore[attr-defined]
            elif kind is ast.Constant:
                pass
            elif kind is ast.Call:
                _push_call(node, pending)  # type: ignore[arg-type]
            elif look := _LOOKS.get(kind):
                look(node)
                _push_children(node, pending)
            else:
                raise _Objection(f"{kind.__name__} in line {getattr(node, 'lineno', 1)}")
    except _Objection as found:
        return str(found)
    if ast.Try in kinds and kinds & _YIELDS:
        # A generator that is left hanging is closed when it is freed, be it in another program's time; a `try` in it
        # would run on then.
        return "a generator beside a try"
    return None


def _push_call(node: ast.Call, pending: list[ast.AST]) -> None:
    function = node.func
    if type(function) is ast.Attribute and function.attr == "format" and type(function.value) is ast.Constant:
        text = function.value.value
        if type(text) is not str or _PLAIN_FORMAT.fullmatch(text) is None:
            raise _Objection(f"a format text with more than plain fields in line {node.lineno}")
        pending += [*node.args, *node.keywords]
    else:
        _push_children(node, pending)


def _push_children(node: ast.AST, pending: list[ast.AST]) -> None:
    for name in node._fields:
        value = getattr(node, name, None)
        if type(value) is list:
            pending += [item for item in value if isinstance(item, ast.AST)]
        elif isinstance(value, ast.AST):
            pending.append(value)


def _look_at_name(name: str) -> None:
    if name in shared_names.FORBIDDEN_NAMES or name.startswith("__"):
        raise _Objection(f"the name {name}")


def _look_at_attribute(node: ast.Attribute) -> None:
    if not isinstance(node.ctx, ast.Load):
        raise _Objection(f"a change of the attribute {node.attr}")
    if node.attr not in shared_names.ATTRIBUTES:
        raise _Objection(f"the attribute {node.attr}")


def _look_at_import(node: ast.Import) -> None:
    for alias in node.names:
        if alias.name not in shared_names.MODULES:
            raise _Objection(f"the module {alias.name}")
        _look_at_name(alias.asname or alias.name)


def _look_at_import_from(node: ast.ImportFrom) -> None:
    if node.level or node.module not in shared_names.MODULES:
        raise _Objection(f"the module {node.module}")
    for alias in node.names:
        if alias.name not in shared_names.members(node.module):
            raise _Objection(f"{alias.name} of the module {node.module}")
        _look_at_name(alias.asname or alias.name)


def _look_at_function(node: ast.FunctionDef) -> None:
    _look_at_name(node.name)
    if getattr(node, "type_params", None):
        raise _Objection("type parameters")


def _look_at_parameter(node: ast.arg) -> None:
    _look_at_name(node.arg)


def _look_at_handler(node: ast.ExceptHandler) -> None:
    if node.name is not None:
        _look_at_name(node.name)


_LOOKS = {
    ast.Attribute: _look_at_attribute,
    ast.Import: _look_at_import,
    ast.ImportFrom: _look_at_import_from,
    ast.FunctionDef: _look_at_function,
    ast.arg: _look_at_parameter,
    ast.ExceptHandler: _look_at_handler,
}
