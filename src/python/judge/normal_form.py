"""A form of Python's syntax trees that is the same on every supported Python, and for renamed copies of a function."""

import ast

_TYPING = {"List": "list", "Dict": "dict", "Set": "set", "Tuple": "tuple", "FrozenSet": "frozenset"}
_DROPPED_FIELDS = {"ctx", "kind", "type_comment", "type_ignores"}


def content_id(function: ast.FunctionDef) -> str:
    """The first 16 hexadecimal digits of SHA-256 over the function's normal form.

    Docstring and return annotation do not count, nor how the function, its parameters and its local names are
    called, nor whether a type is written `typing.List`, `List` or `list`.
    """
    import hashlib  # Takes longer to import than all else here; a judge that is never asked for an id need not.

    body = function.body[1:] if ast.get_docstring(function, clean=False) is not None else function.body
    bare = ast.FunctionDef(function.name, function.args, body or function.body, function.decorator_list, returns=None)
    return hashlib.sha256(serialise(bare, _bound_names(bare)).encode("utf-8", "backslashreplace")).hexdigest()[:16]


def serialise(tree: ast.AST, renamed: frozenset[str] = frozenset()) -> str:
    """The tree in text; equal texts mean equal trees, 1, 1.0 and True being different. `renamed` names are numbered.

    Raises `RecursionError` on trees nested deeper than the interpreter's recursion limit.
    """
    return _Serialiser(renamed).text_of(tree)


class _Serialiser:
    def __init__(self, renamed: frozenset[str]) -> None:
        self._renamed = renamed
        self._numbers: dict[str, int] = {}

    def text_of(self, node: object) -> str:
        if isinstance(node, ast.Constant):
            return _constant(node.value)
        if isinstance(node, ast.Name) and node.id in _TYPING and node.id not in self._renamed:
            return self._name(_TYPING[node.id])
        if isinstance(node, ast.Name):
            return self._name(node.id)
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id == "typing":
            return self._name(_TYPING.get(node.attr, node.attr))
        if isinstance(node, ast.AST):
            fields = [self._field(node, name) for name in node._fields if name not in _DROPPED_FIELDS]
            return f"{type(node).__name__}({','.join(filter(None, fields))})"
        if isinstance(node, list):
            return f"[{','.join(map(self.text_of, node))}]"
        return repr(node)

    def _field(self, node: ast.AST, name: str) -> str:
        value = getattr(node, name, None)
        if value is None or value == []:
            return ""
        if isinstance(value, str) and self._is_variable(node, name):
            return f"{name}={self._name(value)}"
        return f"{name}={self.text_of(value)}"

    def _is_variable(self, node: ast.AST, field: str) -> bool:
        """Says whether a field of text names a variable, rather than an attribute, a module or a keyword."""
        return (type(node), field) in _BINDING_FIELDS

    def _name(self, name: str) -> str:
        if name not in self._renamed:
            return f"Name({name})"
        return f"Name({self._numbers.setdefault(name, len(self._numbers))})"


_BINDING_FIELDS = {
    (ast.FunctionDef, "name"),
    (ast.AsyncFunctionDef, "name"),
    (ast.ClassDef, "name"),
    (ast.arg, "arg"),
    (ast.alias, "asname"),
    (ast.ExceptHandler, "name"),
    (ast.MatchAs, "name"),
    (ast.MatchStar, "name"),
    (ast.MatchMapping, "rest"),
}


def _bound_names(function: ast.FunctionDef) -> frozenset[str]:
    """The function's name, its parameters, and every name that it or a function in it binds."""
    names = {node.id for node in ast.walk(function) if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)}
    for node in ast.walk(function):
        names.update(getattr(node, field) for kind, field in _BINDING_FIELDS if type(node) is kind)
    return frozenset(name for name in names if name is not None)


def _constant(value: object) -> str:
    if type(value) is int:
        return f"int:{value:x}"
    if type(value) is float:
        return f"float:{value.hex()}"
    if type(value) is str:
        return f"str:{ascii(value)}"
    if type(value) is complex:
        return f"complex:{value.real.hex()},{value.imag.hex()}"
    return f"{type(value).__name__}:{value!r}"
