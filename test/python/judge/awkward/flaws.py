"""Pairs that are right and that the judge does not verify yet: known flaws. Each goes to its subject when it is mended.

The module of a program is not among `sys.modules`, where some of the standard library looks for it by its name.
"""

from .pair import both

PAIRS = [
    both("a dataclass with an annotation that is a text", "int", "1", "from dataclasses import dataclass\n@dataclass\nclass A:\n    x: 'int'\ndef h(): return A(1).x"),
    both("a dataclass under annotations of the future", "int", "1", "from __future__ import annotations\nfrom dataclasses import dataclass\n@dataclass\nclass A:\n    x: int\n    y: list[A] = ()\ndef h(): return A(1).x"),
    both("annotations of a class that are looked up", "List[str]", "['x']", "import typing\nclass A:\n    x: 'A'\ndef h(): return list(typing.get_type_hints(A))"),
    both("a pickled object of a class of its own", "int", "5", "import pickle\nclass A: pass\ndef h():\n    a = A()\n    a.v = 5\n    return pickle.loads(pickle.dumps(a)).v"),
    both("its own module among all", "int", "3", "import sys\nX = 3\ndef h(): return sys.modules[__name__].X"),
]  # fmt: skip
