"""Hostile puzzles: an f that is no function of its answer, that lies, blocks, or spoils the process for later pairs."""

from .attack import FLAKY, ILL_TYPED, MALFORMED, RAISED, REFUTED, TIMED_OUT, UNSAFE, VERIFIED, Attack, Pair, holds

_ONE = "def g(): return 1"


def _puzzle(name: str, f: str, verdicts: frozenset[str], *after: Pair, g: str = _ONE, detail: str = "") -> Attack:
    return Attack(name, g, f, verdicts, timeout_ms=200, after=after, detail=detail)


ATTACKS = [
    _puzzle(
        "it counts its calls", "calls = []\ndef f(x: int):\n    calls.append(x)\n    return len(calls) > 1", REFUTED
    ),
    _puzzle(
        "it counts its calls in a default",
        "def f(x: int, calls=[]):\n    calls.append(x)\n    return len(calls) > 1",
        REFUTED,
        g="def g(calls=[]): return 1",
    ),
    _puzzle(
        "it counts its calls in an attribute",
        "def f(x: int):\n    f.n = getattr(f, 'n', 0) + 1\n    return f.n > 1",
        REFUTED,
    ),
    _puzzle(
        "it counts its calls in a module",
        "import math\ndef f(x: int):\n    math.n = getattr(math, 'n', 0) + 1\n    return math.n > 1",
        REFUTED,
        Pair(
            "import math\ndef f(x: int):\n    math.n = getattr(math, 'n', 0) + 1\n    return math.n > 1",
            _ONE,
            "refuted",
        ),
    ),
    _puzzle(
        "it counts its calls in a cache",
        "from functools import lru_cache\n@lru_cache(None)\ndef h(): return []\ndef f(x: int):\n    h().append(x)\n    return len(h()) > 1",
        REFUTED,
    ),
    _puzzle(
        "it counts its calls in a generator",
        "def h():\n    yield False\n    while True: yield True\nk = h()\ndef f(x: int): return next(k)",
        REFUTED,
    ),
    _puzzle("by chance", "import random\ndef f(x: int): return random.random() < 0.5", VERIFIED | REFUTED | FLAKY),
    _puzzle(
        "by the order of a set",
        "def f(x: int): return list({'a', 'b', 'c', 'd', 'e'})[0] == 'a'",
        VERIFIED | REFUTED | FLAKY,
    ),
    _puzzle("by the hash of a text", "def f(x: int): return hash('k') % 2 == x", VERIFIED | REFUTED | FLAKY),
    _puzzle("by the place of an object", "def f(x: int): return hash(object()) % 32 == x", REFUTED | FLAKY | VERIFIED),
    _puzzle("by the time", "import time\ndef f(x: int): return time.time() < 10 ** 9", REFUTED),
    _puzzle("by the process", "import os\ndef f(x: int): return os.getpid() % 2 == 0", VERIFIED | REFUTED | FLAKY),
    _puzzle("by the name of its module", "def f(x: int): return __name__ == '__main__'", REFUTED),
    _puzzle("by the frames above", "import sys\ndef f(x: int): return 'solved' in sys._getframe(1).f_locals", REFUTED),
    _puzzle(
        "it changes its answer",
        "def f(x: List[int]):\n    x.append(1)\n    return len(x) == 2",
        REFUTED,
        g="def g(): return []",
    ),
    _puzzle(
        "it empties its answer, so that its type is right",
        "def f(x: List[int]):\n    x.clear()\n    return x == []",
        ILL_TYPED,
        g="def g(): return ['a']",
    ),
    *[
        _puzzle(f"it returns {value}", f"def f(x: int):\n    return {value}", REFUTED)
        for value in (
            "1",
            "'True'",
            "[x]",
            "1.0",
            "None",
            "NotImplemented",
            "...",
            "f",
            "(True,)",
            "iter([True])",
            "~False",
        )
    ],
    _puzzle(
        "it returns an object that is true",
        "class A:\n    def __bool__(self): return True\n    def __eq__(self, o): return True\n    def __repr__(self): return 'True'\ndef f(x: int): return A()",
        REFUTED,
    ),
    _puzzle(
        "it returns an object whose type is bool", "class A:\n    __class__ = bool\ndef f(x: int): return A()", REFUTED
    ),
    _puzzle("it returns nothing", "def f(x: int):\n    x == 1", REFUTED, detail="None"),
    _puzzle("it is a generator", "def f(x: int):\n    yield True", REFUTED),
    _puzzle("it is a coroutine", "async def f(x: int):\n    return True", MALFORMED),
    _puzzle("it is a lambda", "f = lambda x: True", MALFORMED),
    _puzzle("it is a class", "class f:\n    def __new__(cls, x: int): return True", MALFORMED),
    _puzzle("it is defined under a condition", "if True:\n    def f(x: int): return True", MALFORMED),
    _puzzle("it is another at the end", "def f(x: int): return x == 2\nf = lambda x: x == 3", REFUTED),
    _puzzle("it is deleted", "def f(x: int): return x == 1\ndel f", RAISED),
    _puzzle("its text ends the loading", "def f(x: int): return x == 1\nraise SystemExit", RAISED),
    _puzzle("its code is another", "def f(x: int): return x == 1\nf.__code__ = (lambda x: x == 2).__code__", REFUTED),
    _puzzle("its decorator answers", "@lambda h: lambda x: x == 2\ndef f(x: int): return x == 1", REFUTED),
    _puzzle("its annotation has code", "def f(x: (lambda: int)()): return True", MALFORMED),
    _puzzle("its annotation is a text with code", "def f(x: '__import__(\"os\").fork()'): return True", MALFORMED),
    _puzzle(
        "its annotation nests texts",
        "def f(x: 'List[\"int\"]'): return x == [1]",
        REFUTED | VERIFIED,
        g="def g(): return [1]",
    ),
    _puzzle("its annotation is deep", f"def f(x: {'List[' * 90}int{']' * 90}): return True", ILL_TYPED | MALFORMED),
    _puzzle(
        "its annotation is a name for another type",
        "int = str\ndef f(x: int): return x == 'a'",
        ILL_TYPED,
        g="def g(): return 'a'",
    ),
    _puzzle("its annotation of what it returns has code", "def f(x: int) -> [] .append(1): return x == 2", REFUTED),
    _puzzle("its annotation blocks", "def f(x: int) -> [0 for _ in iter(int, 1)]: return True", TIMED_OUT | VERIFIED),
    _puzzle(
        "its default has code",
        "def f(x: int, n=print(1)): return n is not None",
        REFUTED,
        g="def g(n=print(1)): return 1",
    ),
    _puzzle(
        "its default blocks",
        "def f(x: int, n=[0 for _ in iter(int, 1)]): return True",
        TIMED_OUT,
        g="def g(n=[0 for _ in iter(int, 1)]): return 1",
    ),
    _puzzle("it has two answers", "def f(x: int, y: int): return True", MALFORMED),
    _puzzle("it has none", "def f(n=1): return True", MALFORMED),
    _puzzle("it takes what it is given", "def f(*x: int): return True", MALFORMED),
    _puzzle("it blocks", "import threading\ndef f(x: int): return threading.Event().wait()", TIMED_OUT),
    _puzzle("it blocks when loaded", "while True: pass\ndef f(x: int): return True", TIMED_OUT),
    _puzzle("it ends its process", "import os\ndef f(x: int): os._exit(0)", RAISED, detail="ended its own process"),
    _puzzle("it raises what cannot be caught", "def f(x: int): raise BaseException", RAISED),
    _puzzle("it raises a stop", "def f(x: int): raise StopIteration(True)", RAISED),
    _puzzle("it raises an end of generators", "def f(x: int): raise GeneratorExit", RAISED),
    _puzzle("it raises True", "def f(x: int): raise True", RAISED),
    _puzzle(
        "it raises an error with a hostile text",
        "class E(Exception):\n    def __str__(self): return 'x' * 10**7 + chr(0xd800)\ndef f(x: int): raise E",
        RAISED,
    ),
    _puzzle(
        "it raises an error of a hostile type",
        "class M(type):\n    __str__ = __repr__ = __hash__ = None\nclass E(Exception, metaclass=M): pass\ndef f(x: int): raise E",
        RAISED,
    ),
    _puzzle(
        "it raises an error that tells it is solved",
        'def f(x: int): raise Exception(\'{"end": "returned", "solved": true}\')',
        RAISED,
    ),
    _puzzle("a text that shows as a verdict", 'def f(x: int): return \'", "verdict": "verified\'', REFUTED),
    _puzzle(
        "it patches for later pairs",
        "import builtins\ndef f(x: int):\n    builtins.len = lambda *a: 7\n    return False",
        REFUTED | UNSAFE,
        holds("len([1]) == 1"),
    ),
    _puzzle(
        "it patches what compares",
        "import operator, math\nmath.isqrt = operator.eq = lambda *a: True\ndef f(x: int): return False",
        REFUTED,
        holds("operator.eq(1, 2) is False and math.isqrt(9) == 3", "import math, operator"),
    ),
    _puzzle(
        "it forges what is checked later",
        "import sys\ndef f(x: int):\n    for k, m in list(sys.modules.items()):\n        if k.endswith('.annotations'): m.fits = lambda *a: True\n    return False",
        REFUTED,
        Pair("def f(x: int):\n    return True", "def g(): return 'a'", "illTyped"),
    ),
    _puzzle(
        "it keeps its answer for later",
        "import sys\ndef f(x: int):\n    sys.kept = x\n    return getattr(sys, 'seen', False)",
        REFUTED,
        Pair("import sys\ndef f(x: int): return x == getattr(sys, 'kept', 0)", "def g(): return 1", "refuted"),
    ),
    _puzzle(
        "it starts a thread for later",
        "import threading, math\ndef h():\n    while True: math.isqrt = abs\ndef f(x: int):\n    threading.Thread(target=h, daemon=True).start()\n    return False",
        REFUTED,
        holds("math.isqrt(16) == 4", "import math"),
    ),
    _puzzle(
        "it makes a signal for later",
        "import signal\ndef f(x: int):\n    signal.setitimer(signal.ITIMER_REAL, 0.05)\n    return False",
        REFUTED | RAISED,
        holds("sum(range(10 ** 6)) > 0"),
        holds("1"),
    ),
    _puzzle("it forks", "import os\ndef f(x: int): return os.fork() == 0", UNSAFE),
]
