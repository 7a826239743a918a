"""The whitelist on syntax trees that nobody would write: it says yes or no, and never fails."""

import ast
import copy
import random
import sys
import unittest

from judge.whitelist import objection

from .mutations import mutate
from .test_awkward import PAIRS

_CASES = 2500


class WhitelistFuzzTest(unittest.TestCase):
    def test_says_yes_or_no_to_mutated_texts(self) -> None:
        chance = random.Random(1)
        said = {True: 0, False: 0}
        for _ in range(_CASES):
            pair = chance.choice(_SHORT)
            text = mutate(mutate(chance.choice((pair.f, pair.g)), chance), chance)
            try:
                tree = ast.parse(text)
            except (SyntaxError, ValueError):
                continue
            found = objection(tree)
            self.assertIsInstance(found, (str, type(None)))
            said[found is None] += 1
        self.assertGreater(min(said.values()), 100)

    def test_says_yes_or_no_to_trees_with_parts_of_others(self) -> None:
        chance = random.Random(2)
        trees = [ast.parse(pair.g) for pair in _SHORT]
        for _ in range(_CASES):
            tree = copy.deepcopy(chance.choice(trees))
            for _ in range(chance.randint(1, 4)):
                _graft(tree, chance.choice(trees), chance)
            with self.subTest(tree=ast.dump(tree)[:500]):
                self.assertIsInstance(objection(tree), (str, type(None)))

    def test_never_says_yes_where_a_tree_holds_what_is_not_allowed(self) -> None:
        chance = random.Random(3)
        trees = [tree for tree in (ast.parse(pair.g) for pair in _SHORT) if objection(tree) is None]
        bad = [ast.parse(text).body[0] for text in ("import os", "x.y = 1", "class A: pass", "x.__class__", "open(1)")]
        for _ in range(_CASES):
            tree = copy.deepcopy(chance.choice(trees))
            bodies = [getattr(node, "body", None) for node in ast.walk(tree)]
            body = chance.choice([body for body in bodies if isinstance(body, list)])
            body.insert(chance.randrange(len(body) + 1), chance.choice(bad))
            self.assertIsNotNone(objection(tree))

    def test_takes_trees_of_any_depth(self) -> None:
        nodes: list[ast.expr] = [ast.Name("x", ast.Load())]
        for number in range(30_000):
            inner = nodes[-1]
            nodes.append(ast.UnaryOp(ast.Not(), inner) if number % 2 else ast.Starred(inner, ast.Load()))
        module = ast.Module([ast.Expr(nodes[-1])], [])
        self.assertIsNone(objection(module))
        module.body.clear()
        while nodes:  # From the outside: freed at one go, it would be too deep for some Pythons.
            nodes.pop()


_SHORT = [pair for pair in PAIRS if pair.since <= sys.version_info[:2] and len(pair.f) + len(pair.g) < 4000]


def _graft(tree: ast.AST, other: ast.AST, chance: random.Random) -> None:
    """Puts a node of another tree where a node of the tree is, however badly it fits."""
    value = copy.deepcopy(chance.choice(list(ast.walk(other))))
    places = [(node, name, old) for node in ast.walk(tree) for name, old in ast.iter_fields(node)]
    node, name, old = chance.choice([place for place in places if isinstance(place[2], (ast.AST, list))])
    if not isinstance(old, list):
        setattr(node, name, value)
    elif not isinstance(node, (ast.Global, ast.Nonlocal, ast.Import, ast.ImportFrom)):  # These hold names alone.
        old.insert(chance.randrange(len(old) + 1), value)


if __name__ == "__main__":
    unittest.main()
