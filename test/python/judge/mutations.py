"""Mutations of Python texts: the kinds of slip that a model makes. For tests that need many programs of unknown worth."""

import ast
import copy
import random


def mutate(text: str, chance: random.Random) -> str:
    """One mutation of the text; the text itself where it has no room for the kind that was drawn."""
    return chance.choice((_change_tree, _change_tree, _drop_line, _double_line, _cut))(text, chance)


def _change_tree(text: str, chance: random.Random) -> str:
    try:
        tree = ast.parse(text)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return text
    nodes = [node for node in ast.walk(tree) if type(node) in _CHANGES]
    if not nodes:
        return text
    node = chance.choice(nodes)
    _CHANGES[type(node)](node, chance, tree)
    try:
        return ast.unparse(ast.fix_missing_locations(tree))
    except (
        ValueError,
        RecursionError,
    ):  # Some trees have no text, such as one with a number for a part of an f-string.
        return text


def _change_constant(node: ast.Constant, chance: random.Random, tree: ast.AST) -> None:
    others = [other.value for other in ast.walk(tree) if isinstance(other, ast.Constant)]
    node.value = chance.choice([*others, 0, 1, -1, 2.5, "", "a", True, None])


def _change_name(node: ast.Name, chance: random.Random, tree: ast.AST) -> None:
    names = sorted({other.id for other in ast.walk(tree) if isinstance(other, ast.Name)})
    node.id = chance.choice([*names, "n", "undefined", "sorted", "sum", "type", "random"])


def _change_operator(node: ast.BinOp, chance: random.Random, tree: ast.AST) -> None:
    node.op = chance.choice((ast.Add, ast.Sub, ast.Mult, ast.FloorDiv, ast.Mod, ast.BitXor, ast.LShift))()


def _change_comparison(node: ast.Compare, chance: random.Random, tree: ast.AST) -> None:
    node.ops[0] = chance.choice((ast.Eq, ast.NotEq, ast.Lt, ast.GtE, ast.In, ast.Is))()


def _change_call(node: ast.Call, chance: random.Random, tree: ast.AST) -> None:
    if node.args and chance.random() < 0.5:
        node.args.pop()
    else:
        node.args.append(copy.deepcopy(chance.choice([ast.Constant(1), ast.Name("n"), *node.args])))


def _change_attribute(node: ast.Attribute, chance: random.Random, tree: ast.AST) -> None:
    node.attr = chance.choice(("append", "pop", "sort", "items", "__class__", "_x", "real", "format", "update"))


_CHANGES = {
    ast.Constant: _change_constant,
    ast.Name: _change_name,
    ast.BinOp: _change_operator,
    ast.Compare: _change_comparison,
    ast.Call: _change_call,
    ast.Attribute: _change_attribute,
}


def _drop_line(text: str, chance: random.Random) -> str:
    lines = text.split("\n")
    del lines[chance.randrange(len(lines))]
    return "\n".join(lines)


def _double_line(text: str, chance: random.Random) -> str:
    lines = text.split("\n")
    place = chance.randrange(len(lines))
    return "\n".join([*lines[:place], lines[place], *lines[place:]])


def _cut(text: str, chance: random.Random) -> str:
    return text[: chance.randrange(len(text) + 1)]
