"""Which programs may share a process: the rules one by one. Whether they suffice, the attacks and `test_differential` ask."""

import ast
import builtins
import importlib
import unittest

from judge import shared_names
from judge.whitelist import objection


def objection_to(text: str) -> str | None:
    return objection(ast.parse(text))


class WhitelistTest(unittest.TestCase):
    def assert_shares(self, *texts: str) -> None:
        for text in texts:
            with self.subTest(text=text):
                self.assertIsNone(objection_to(text))

    def assert_alone(self, reason: str, *texts: str) -> None:
        for text in texts:
            with self.subTest(text=text):
                self.assertIn(reason, objection_to(text) or "no objection")

    def test_ordinary_programs_share(self) -> None:
        self.assert_shares(
            "def g(n=5, s='a'):\n    '''doc'''\n    out = []\n    for i in range(n):\n        out.append(i * len(s))\n    return out",
            "import math, collections\nfrom itertools import product as p\ndef g(): return math.gcd(4, 6)",
            "def g():\n    from functools import lru_cache\n    @lru_cache(None)\n    def h(k): return h(k - 1) if k else 1\n    return h(5)",
            "def g():\n    try:\n        return int('x')\n    except (ValueError, KeyError) as e:\n        return e.args\n    finally:\n        pass",
            "def g():\n    def h():\n        n = 0\n        def k():\n            nonlocal n\n            n += 1\n            return n\n        return k\n    return h()()",
            "def g():\n    def h():\n        yield 1\n        x = yield 2\n    return list(h())",
            "x = {1: [2]}\nx[1][0], y = 3, *[4]\ndel x[1]",
            "def g(a: List[int] = [1]) -> Optional[Tuple[int, str]]:\n    return sorted(a, key=lambda q: -q)[::-1]",
            "def g(): return f'{1!r:>{4}}' + '%d' % 3 + '{} {0:5} {name!s}'.format(1, name=2)",
            "def g(): return [y for x in ([1], [2]) if (z := x) for y in z]",
            "def g():\n    while True:\n        break\n    else:\n        pass\n    assert 1, 'no'\n    raise ValueError",
        )

    def test_no_attribute_is_changed(self) -> None:
        self.assert_alone(
            "change of the attribute",
            "x.y = 1",
            "x.y += 1",
            "del x.y",
            "for x.y in z: pass",
            "[1 for x.y in z]",
            "(a, *x.y) = z",
            "import math\nmath.pi: float = 3.0",
        )

    def test_only_known_attributes_are_read(self) -> None:
        self.assert_alone("the attribute __class__", "x.__class__")
        self.assert_alone("the attribute _private", "x._private")
        self.assert_alone("the attribute gi_frame", "x.gi_frame")
        self.assert_alone("the attribute tb_frame", "x.tb_frame")
        self.assert_alone("the attribute attrgetter", "import operator\noperator.attrgetter")
        self.assert_alone("the attribute with_traceback", "x.with_traceback")

    def test_no_name_reaches_builtins_that_find_things_by_text(self) -> None:
        for name in (
            "exec",
            "getattr",
            "setattr",
            "vars",
            "globals",
            "open",
            "super",
            "object",
            "input",
        ):
            self.assert_alone(f"the name {name}", f"{name}(x)", f"x = {name}", f"def {name}(): pass")
        for name in ("__builtins__", "__import__", "__name__", "__build_class__"):
            self.assert_alone(f"the name {name}", name, f"import math as {name}", f"def g({name}): pass")
        self.assert_alone("the name __x", "try:\n    pass\nexcept ValueError as __x:\n    pass")

    def test_no_name_of_typing_that_evaluates_or_makes_classes(self) -> None:
        for name in ("get_type_hints", "NamedTuple", "TypedDict", "NewType", "ForwardRef", "cast", "overload"):
            self.assert_alone(f"the name {name}", f"{name}(x)")

    def test_only_modules_that_hold_no_state_are_imported_and_of_these_known_members(self) -> None:
        for name in ("os", "time", "pickle", "os.path", "decimal", "numpy", "builtins", "judge.work"):
            self.assert_alone(f"the module {name}", f"import {name}", f"import {name} as math")
        self.assert_alone("the module", "from . import math", "from .math import pi")
        self.assert_alone("* of the module", "from math import *")
        self.assert_alone("wraps of the module functools", "from functools import wraps")
        self.assert_alone("Template of the module string", "from string import Template")

        self.assert_alone("the attribute setrecursionlimit", "import sys\nsys.setrecursionlimit(10)")
        self.assert_alone("modules of the module sys", "from sys import modules")
        self.assert_alone("SystemRandom of the module random", "from random import SystemRandom")
        self.assert_alone("field_size_limit of the module csv", "from csv import field_size_limit")
        self.assert_shares(
            "import json, random, calendar, csv, sys\nsys.maxsize, json.loads, random.random, calendar.isleap, csv.reader(x)"
        )

    def test_eval_is_only_called_with_one_argument(self) -> None:
        self.assert_shares("eval('1+1')", "[eval(x) for x in y]")
        self.assert_alone(
            "the name eval",
            "eval",
            "eval(x, y)",
            "eval(*x)",
            "eval(x, globals=y)",
            "map(eval, x)",
            "x = eval",
            "def eval(x): pass",
            "eval(eval)",
            "lambda eval: eval(x)",
            "import math as eval",
        )

    def test_type_is_only_compared_or_named(self) -> None:
        self.assert_shares(
            "type(x) is int",
            "int == type(x)",
            "type(x) in (int, str)",
            "type(x) is type(y) is not z",
            "type(x).__name__",
        )
        self.assert_alone(
            "the name type",
            "type(x)",
            "y = type(x)",
            "type is x",
            "type(x, y, z) is w",
            "type(*x) is y",
            "type(x) < y",
            "type(x) is y < z",
            "(y := type(x)) is z",
            "[type(x)] == [int]",
            "type(type(x)) is y",
            "type(type(x)).__name__",
            "type(x)(y)",
        )
        self.assert_alone("change of the attribute", "type(x).__name__ = y")
        self.assert_alone("the attribute __name__", "x.__name__", "type(x, y).__name__")

    def test_the_class_of_generators_of_random_numbers_is_only_called(self) -> None:
        self.assert_shares(
            "import random\nrandom.Random(1).random()",
            "import random as r\nr.Random(*x, **y)",
            "from random import Random\nRandom(1).gauss(0, 1)",
        )
        self.assert_alone(
            "the attribute Random",
            "import random\nx = random.Random",
            "import random\nrandom.Random.setstate(x, y)",
            "import random\nmap(random.Random, x)",
        )
        self.assert_alone(
            "the name Random", "Random", "Random.gauss", "def Random(): pass", "x = [Random]", "import math as Random"
        )
        self.assert_alone("another name for Random", "from random import Random as R")
        self.assert_alone("the name Random", "from random import choice as Random")
        self.assert_shares("import csv\nreader = csv.reader(x)\nnext(reader)")
        self.assert_alone("the attribute reader", "import csv\nx = csv.reader", "import csv\nmap(csv.reader, x)")
        self.assert_alone("another name for reader", "from csv import reader", "from csv import reader as r")

    def test_attributes_of_other_languages_are_errors_and_share(self) -> None:
        self.assert_shares("x.push(1)", "x.length")

    def test_nothing_in_reach_has_these_attributes(self) -> None:
        for module in shared_names.MODULES:
            for member in shared_names.members(module):
                value = getattr(importlib.import_module(module), member)
                for name in shared_names.OF_NOTHING:
                    with self.subTest(module=module, member=member, name=name):
                        self.assertFalse(hasattr(value, name) or hasattr(type(value), name))
        for name in shared_names.OF_NOTHING:
            for builtin in shared_names.BUILTIN_NAMES & set(dir(builtins)):
                self.assertFalse(hasattr(getattr(builtins, builtin), name))

    def test_format_texts_have_plain_fields_only(self) -> None:
        self.assert_alone(
            "format",
            "'{0.real}'.format(1)",
            "'{0[1]}'.format([1, 2])",
            "'{:{}}'.format(1, 2)",
            "'{x.__class__}'.format(x=1)",
            "x = '{0.real}'\nx.format(1)",
            "f = str.format\nf('{0.real}', 1)",
            "'{a.b}'.format_map({})",
            "('{' + '0.real}').format(1)",
        )

    def test_kinds_of_statements_that_call_by_protocol_are_alone(self) -> None:
        self.assert_alone("ClassDef", "class A: pass")
        self.assert_alone("With", "with x: pass")
        self.assert_alone("Match", "match x:\n    case int(): pass")
        self.assert_alone("AsyncFunctionDef", "async def g(): pass")
        self.assert_alone("a generator beside a try", "def h():\n    try:\n        yield 1\n    finally:\n        pass")


if __name__ == "__main__":
    unittest.main()
