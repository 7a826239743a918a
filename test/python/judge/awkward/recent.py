"""Syntax and library that came after Python 3.10; each pair says with which version."""

from dataclasses import replace

from .pair import Awkward, both

_SINCE = {
    (3, 11): [
        both(
            "groups of errors",
            "List[str]",
            "['ValueError', 'KeyError']",
            """
            def h():
                out = []
                try:
                    raise ExceptionGroup('g', [ValueError(1), KeyError(2)])
                except* ValueError as e:
                    out.append(type(e.exceptions[0]).__name__)
                except* KeyError as e:
                    out.append(type(e.exceptions[0]).__name__)
                return out
            """,
        ),
        both("a star in an index", "int", "5", "def h():\n    k = (1, 2)\n    return {(0, 1, 2): 5}[0, *k]"),
        both(
            "a star in a tuple of an annotation",
            "int",
            "2",
            "def k(*a: *tuple[int, ...]): return len(a)\ndef h(): return k(1, 2)",
        ),
        both(
            "notes of errors",
            "List[str]",
            "['n']",
            "def h():\n    e = ValueError()\n    e.add_note('n')\n    return e.__notes__",
        ),
        both(
            "cube roots, and powers of two",
            "List[float]",
            "[3.0, 8.0]",
            "import math\ndef h(): return [math.cbrt(8) + 1, math.exp2(3)]",
        ),
        both(
            "enums of texts",
            "str",
            "'a'",
            "from enum import StrEnum\nclass E(StrEnum): A = 'a'\ndef h(): return str(E.A)",
        ),
        both(
            "call of operator, and Self",
            "int",
            "3",
            "from operator import call\nfrom typing import Self\ndef h() -> int: return call(max, 1, 3)",
        ),
    ],
    (3, 12): [
        both(
            "functions and classes with type parameters",
            "List[int]",
            "[1, 2]",
            "class B[T]:\n    def __init__(self, v: T): self.v = v\ndef k[T](x: T) -> T: return x\ntype P = list[int]\ndef h(): return [B[int](1).v, k(2)]",
        ),
        both(
            "f-strings with the same quotes", "str", "'a, b 1'", "def h(): return f'{', '.join(['a', 'b'])} {f'{1}'}'"
        ),
        both(
            "f-strings with backslashes, comments and lines",
            "str",
            "'a\\nb 3'",
            "def h(): return f\"{'\\n'.join('ab')} {\n    1 + 2  # three\n}\"",
        ),
        both(
            "batches",
            "List[List[int]]",
            "[[0, 1], [2]]",
            "import itertools\ndef h(): return [[*k] for k in itertools.batched(range(3), 2)]",
        ),
        both("sums of products", "int", "11", "from math import sumprod\ndef h(): return sumprod([1, 2], [3, 4])"),
        both(
            "override",
            "int",
            "1",
            "from typing import override\nclass A:\n    @override\n    def m(self): return 1\ndef h(): return A().m()",
        ),
    ],
    (3, 13): [
        both(
            "type parameters with defaults",
            "int",
            "1",
            "class B[T = int]:\n    v: T\ndef h(): return len(B.__type_params__)",
        ),
        both(
            "copy.replace",
            "int",
            "5",
            "import copy\nfrom typing import NamedTuple\nclass P(NamedTuple):\n    x: int\ndef h(): return copy.replace(P(1), x=5).x",
        ),
        both("replace by keyword", "str", "'bba'", "def h(): return 'aba'.replace('a', 'b', count=1)"),
        both("fma", "float", "7.0", "import math\ndef h(): return math.fma(2.0, 3.0, 1.0)"),
    ],
    (3, 14): [
        both(
            "template texts",
            "List[str]",
            "['a ', ' b', 'x']",
            "def h():\n    x = 'x'\n    t = t'a {x} b'\n    return [*t.strings, t.values[0]]",
        ),
        both(
            "errors without brackets",
            "int",
            "1",
            "def h():\n    try:\n        1 / 0\n    except ZeroDivisionError, ValueError:\n        return 1",
        ),
        both(
            "annotations that are not read at once",
            "int",
            "1",
            "class A:\n    next: B\nclass B: pass\ndef h(): return len(A.__annotations__)",
        ),
    ],
}
PAIRS: list[Awkward] = [replace(pair, since=since) for since, pairs in _SINCE.items() for pair in pairs]
