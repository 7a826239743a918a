"""Classes of the standard library patched by one pair, and objects that come to life in the time of the next."""

from .attack import KEPT_OUT, RAISED, REFUTED, UNSAFE, Attack, Pair, body, holds

_QUICK = Pair("def f(x: int):\n    return x == 5", "def g():\n    return 5")
_WORK = holds("len([[i] for i in range(10 ** 5)]) == 10 ** 5")


def _patched(name: str, change: str, expression: str, imports: str) -> Attack:
    """g changes a class; f of the same pair and the next pair use it. The answer is right where the patch works."""
    f = f"{imports}\ndef f(x: int, n=7):\n    return not ({expression})"
    return Attack(
        name,
        f"{imports}\n{body(f'{change}{chr(10)}return 8')}",
        f,
        REFUTED | RAISED,
        after=(holds(expression, imports),),
    )


def _left(name: str, text: str, *after: Pair, verdicts: frozenset[str] = REFUTED) -> Attack:
    """g leaves something that runs later."""
    return Attack(name, body(text), verdicts=verdicts, after=(*after, _WORK, _QUICK))


ATTACKS = [
    _patched(
        "Counter",
        "Counter.most_common = lambda *a: []\nCounter.__missing__ = lambda *a: 7",
        "Counter('aab').most_common(1) == [('a', 2)] and Counter()['x'] == 0",
        "from collections import Counter",
    ),
    _patched(
        "OrderedDict",
        "OrderedDict.move_to_end = lambda *a: None",
        "(lambda d: d.move_to_end(1) or list(d) == [2, 1])(OrderedDict([(1, 1), (2, 2)]))",
        "from collections import OrderedDict",
    ),
    _patched(
        "a named tuple's maker",
        "collections.namedtuple = lambda *a: lambda *b: [7]",
        "collections.namedtuple('A', 'a')(1).a == 1",
        "import collections",
    ),
    _patched("deque", "collections.deque = list", "collections.deque([1, 2], 1)[0] == 2", "import collections"),
    _patched(
        "Fraction",
        "Fraction.__add__ = lambda *a: 7\nFraction.__eq__ = lambda *a: True",
        "Fraction(1, 2) + Fraction(1, 2) == 1 and Fraction(1) != 2",
        "from fractions import Fraction",
    ),
    _patched("Decimal", "decimal.Decimal = float", "str(decimal.Decimal('0.10')) == '0.10'", "import decimal"),
    _patched(
        "date",
        "datetime.date = type('date', (datetime.date,), {'weekday': lambda s: 7})",
        "datetime.date(2024, 1, 1).weekday() == 0",
        "import datetime",
    ),
    _patched(
        "Template",
        "string.Template.substitute = lambda *a, **k: 'x'",
        "string.Template('a').substitute() == 'a'",
        "import string",
    ),
    _patched(
        "Formatter",
        "string.Formatter.vformat = string.Formatter.get_field = lambda *a: 'x'",
        "string.Formatter().format('{}', 1) == '1'",
        "import string",
    ),
    _patched(
        "Enum",
        "enum.EnumMeta.__iter__ = enum.Enum.__eq__ = lambda *a: iter(())",
        "len(list(enum.Enum('A', 'a b'))) == 2",
        "import enum",
    ),
    _patched(
        "dataclasses",
        "dataclasses.dataclass = lambda c: c\ndataclasses.field = None",
        "dataclasses.make_dataclass('A', ['a'])(1) == dataclasses.make_dataclass('A', ['a'])(1) or dataclasses.is_dataclass(dataclasses.make_dataclass('A', ['a']))",
        "import dataclasses",
    ),
    _patched(
        "partial",
        "functools.partial = functools.reduce = lambda *a: lambda *b: 7",
        "functools.partial(max, 1)(2) == 2",
        "import functools",
    ),
    _patched(
        "lru_cache",
        "functools.lru_cache = lambda *a: lambda f: lambda *b: 7\nfunctools.cache = None",
        "functools.lru_cache(None)(lambda x: x)(1) == 1",
        "import functools",
    ),
    _patched(
        "chain and permutations",
        "itertools.chain = itertools.permutations = lambda *a: [7]",
        "list(itertools.chain([1], [2])) == [1, 2]",
        "import itertools",
    ),
    _patched(
        "heappush",
        "heapq.heappush = heapq.heappop = lambda *a: 7",
        "(lambda h: heapq.heappush(h, 1) or h == [1])([])",
        "import heapq",
    ),
    _patched(
        "bisect", "bisect.bisect = bisect.bisect_left = lambda *a: 7", "bisect.bisect([1, 3], 2) == 1", "import bisect"
    ),
    _patched(
        "Random",
        "random.Random.random = random.Random.seed = lambda *a: 7",
        "random.Random(1).random() < 1",
        "import random",
    ),
    _patched(
        "mean", "statistics.mean = statistics._sum = lambda *a: 7", "statistics.mean([1, 3]) == 2", "import statistics"
    ),
    _patched(
        "contextlib",
        "contextlib.contextmanager = contextlib.suppress = None",
        "contextlib.nullcontext(1).__enter__() == 1 and contextlib.suppress",
        "import contextlib",
    ),
    _patched(
        "the abstract classes",
        "abc.ABCMeta.__instancecheck__ = lambda *a: True",
        "not isinstance('a', collections.abc.Mapping)",
        "import abc, collections.abc",
    ),
    _patched(
        "userdict and userlist",
        "collections.UserList.__len__ = lambda s: 7",
        "len(collections.UserList([1])) == 1",
        "import collections",
    ),
    _left(
        "a generator with a finally",
        "import builtins\ndef h():\n    try:\n        yield\n    finally:\n        builtins.len = lambda *a: 7\nglobal k\nk = h()\nnext(k)\nreturn n",
    ),
    _left(
        "a generator that does not end",
        "def h():\n    while True:\n        try:\n            yield\n        except BaseException: pass\nk = h()\nnext(k)\ng.k = k\nreturn n",
    ),
    _left("a coroutine never awaited", "async def h():\n    try: pass\n    finally: 1 / 0\ng.k = h()\nreturn n"),
    _left(
        "an object that patches when it is freed",
        "import builtins\nclass A:\n    def __del__(self): builtins.len = builtins.range = lambda *a: 7\nk = A()\nk.k = k\nreturn n",
    ),
    _left(
        "an object that loops when it is freed",
        "class A:\n    def __del__(self):\n        while True: pass\nk = A()\nk.k = k\nreturn n",
    ),
    _left(
        "an object that exits when it is freed",
        "import os\nclass A:\n    def __del__(self): os._exit(0)\nk = A()\nk.k = k\nreturn n",
        verdicts=REFUTED | RAISED,
    ),
    _left(
        "an object that comes back when it is freed",
        "class A:\n    def __del__(self): g.kept = A()\nk = A()\nk.k = k\nreturn n",
    ),
    _left(
        "a callback of a weak reference",
        "import weakref, builtins\nclass A: pass\nk = A()\nk.k = k\ng.r = weakref.ref(k, lambda r: setattr(builtins, 'len', None))\nreturn n",
    ),
    _left(
        "a finalizer",
        "import weakref, os\nclass A: pass\nk = A()\nk.k = k\nweakref.finalize(k, os._exit, 0)\nreturn n",
        verdicts=REFUTED | RAISED,
    ),
    _left(
        "an error that keeps its frames",
        "try:\n    1 / 0\nexcept ZeroDivisionError as e:\n    import sys\n    sys.last_value = g.e = e\nreturn n",
    ),
    _left("a closed file", "import os\ng.f = os.fdopen(os.dup(0))\nreturn n", verdicts=KEPT_OUT),
    _left("a large circle", "x = [0] * (60 << 20)\nx.append(x)\nreturn n"),
    _left(
        "a deep chain that is freed late",
        "x = None\nfor _ in range(10 ** 6): x = (x,)\ng.x = x\nreturn n",
        verdicts=REFUTED | RAISED | UNSAFE,
    ),
]
