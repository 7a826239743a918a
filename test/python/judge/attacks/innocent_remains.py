"""Innocent looks, third: what remains of a program in memory, in caches, on the stack, or in time to come."""

from .attack import ILL_TYPED, OUT_OF_MEMORY, PUZZLE, RAISED, REFUTED, TIMED_OUT, Attack, Pair, body, holds

_ROOM = Pair(
    "def f(x: int):\n    try:\n        return len(bytes(1100 << 20)) == x\n    except Exception:\n        return False",
    "def g():\n    try:\n        return len(bytes(1100 << 20))\n    except Exception:\n        return 0",
)
"""Needs more than half of the memory that a program may take, and does not tell where it lacks."""
_DEEP = Pair(
    "def f(x: int):\n    def h(k):\n        try: return h(k + 1)\n        except Exception: return k\n    return 900 < x < 1010 and 900 < h(0) < 1010",
    "def g():\n    def h(k):\n        try: return h(k + 1)\n        except Exception: return k\n    return h(0)",
)
"""Says how much room there is on the stack."""
_BUSY = holds("sum(i * i for i in range(200000)) == 2666646666700000")
_QUICK = holds("[i for i in range(5)] == [0, 1, 2, 3, 4]")


def _left(
    name: str, text: str, *after: Pair, head: str = "", verdicts: frozenset[str] = REFUTED, f: str = PUZZLE
) -> Attack:
    g = f"{head}\n{body(text)}" if head else body(text)
    return Attack(name, g, f, verdicts, 300 if TIMED_OUT <= verdicts else 1000, after=(*after, _ROOM, _QUICK))


ATTACKS = [
    _left("memory in a list that holds itself", "x = [bytes(1100 << 20)]\nx.append(x)\nreturn n"),
    _left("memory in a closure that holds itself", "x = bytes(1100 << 20)\ndef h(): return h, x\nreturn n"),
    _left("memory in a default", "def h(x=bytes(1100 << 20)): return x\nh.__defaults__\nreturn n"),
    _left(
        "memory in a default of a function that calls itself",
        "def h(k, x=bytes(1100 << 20)): return h(k - 1) if k else 0\nreturn n + h(3)",
    ),
    _left("memory in a global", "global x\nx = bytes(1100 << 20)\nreturn n"),
    _left("memory of the text", "return n + len(x[:0])", head="x = bytes(1100 << 20)\ny = [x]\ny.append(y)"),
    _left(
        "memory in a generator that hangs",
        "def h(x):\n    yield x\n    yield h\nk = h(bytes(1100 << 20))\nnext(k)\ny = [k]\ny.append(y)\nreturn n",
    ),
    _left(
        "memory in a cache of functools",
        "from functools import lru_cache\n@lru_cache(None)\ndef h(k): return bytes(1100 << 20), h\nh(1)\nreturn n",
    ),
    _left("memory in a cache of typing", "h = lambda x=bytes(1100 << 20): x\nList[h]\nOptional[h]\nreturn n"),
    _left(
        "memory in a cache of typing, by a tuple",
        "h = lambda x=bytes(1100 << 20): x\nDict[str, h]\nTuple[h, ...]\nUnion[h, int]\nreturn n",
    ),
    _left("memory in an annotation", "def h(x: bytes(1100 << 20)): return x\nk = [h]\nk.append(k)\nreturn n"),
    _left(
        "memory in an error",
        "try:\n    raise ValueError(bytes(1100 << 20))\nexcept ValueError as e:\n    x = e\n    y = [x]\n    y.append(y)\nreturn n",
    ),
    _left(
        "memory in an error that ends it",
        "x = bytes(1100 << 20)\ny = [x]\ny.append(y)\nraise ValueError(y)",
        verdicts=RAISED | TIMED_OUT,
    ),
    _left(
        "memory in an iterator of itself",
        "import itertools\nx = [bytes(1100 << 20)]\nx.append(itertools.cycle(x))\nreturn n",
    ),
    _left(
        "memory in an answer that holds itself", "x = [bytes(1100 << 20)]\nx.append(x)\nreturn x", verdicts=ILL_TYPED
    ),
    _left(
        "memory of f",
        "return n",
        f="def f(x: int, n=7):\n    y = [bytes(1100 << 20)]\n    y.append(y)\n    return x == n + 1",
    ),
    _left("memory past the limit", "x = []\nwhile True: x.append(bytes(256 << 20))", verdicts=OUT_OF_MEMORY),
    _left(
        "memory past the limit that it catches",
        "x = []\ntry:\n    while True: x.append(bytes(256 << 20))\nexcept Exception:\n    x.append(x)\nreturn n",
    ),
    _left("many small things in circles", "for _ in range(200000):\n    x = []\n    x.append(x)\nreturn n", _BUSY),
    _left("the end of the stack", "def h(k): return h(k + 1)\nreturn h(0)", _DEEP, verdicts=RAISED),
    _left(
        "the end of the stack, caught",
        "def h(k):\n    try: return h(k + 1)\n    except Exception: return k\nh(0)\nreturn n",
        _DEEP,
    ),
    _left(
        "the end of the C stack",
        "x = iter([1])\nfor _ in range(200000): x = map(abs, x)\nreturn sum(x)",
        _DEEP,
        verdicts=RAISED,
    ),
    _left(
        "the end of the C stack at its own end", "x = []\nfor _ in range(10 ** 6): x = [x]\ny = (x, x)\nreturn n", _DEEP
    ),
    _left(
        "the end of the C stack in a comparison",
        "x, y = [], []\nfor _ in range(10 ** 5): x, y = [x], [y]\nreturn x == y",
        _DEEP,
        verdicts=RAISED | ILL_TYPED,
    ),
    _left("a deep text", "return " + "(" * 90 + "n" + ")" * 90, _DEEP),
    _left("a long text", "return " + " + ".join(["n"] * 500) + " - 1", _DEEP),
    _left("a long loop", "while True: pass", _BUSY, verdicts=TIMED_OUT),
    _left("a long loop of C", "return sum(iter(int, 1))", _BUSY, verdicts=TIMED_OUT),
    _left("a long loop of f", "return 1", _BUSY, verdicts=TIMED_OUT, f="def f(x: int, n=7):\n    while x: pass"),
    _left("a long power", "return 3 ** 10 ** 8", _BUSY, verdicts=TIMED_OUT | OUT_OF_MEMORY),
    _left(
        "a generator that hangs over a loop",
        "def h():\n    while True: yield 1\nk = h()\nnext(k)\nm = map(next, [k] * 3)\nnext(m)\nreturn n",
    ),
    _left(
        "a generator beside an error that is caught",
        "def h():\n    try:\n        yield 1\n    except Exception:\n        pass\n    finally:\n        while True: pass\nk = h()\nnext(k)\ny = [k]\ny.append(y)\nreturn n",
        verdicts=REFUTED | TIMED_OUT,
    ),
    _left(
        "a generator that closes another",
        "def h():\n    yield 1\ndef m():\n    try:\n        yield from h()\n    finally:\n        for _ in iter(int, 1): pass\nk = [m()]\nnext(k[0])\nk.append(k)\nreturn n",
        verdicts=REFUTED | TIMED_OUT,
    ),
    _left("output that is never flushed", "for _ in range(999): print('x' * 1000, end='')\nreturn n"),
    _left("output in odd characters", "print(chr(0xd800))\nreturn n", verdicts=RAISED | REFUTED),
    _left(
        "many patterns",
        "import re\nfor i in range(600): re.compile('a{%d}' % i)\nreturn n",
        holds("re.sub('a{2}', 'b', 'aaa') == 'ba'", "import re"),
    ),
    _left(
        "many encodings that there are not",
        "for i in range(300):\n    try: 'a'.encode('x%d' % i)\n    except LookupError: pass\nreturn n",
        holds("'é'.encode('latin-1') == b'\\xe9'"),
    ),
    _left("many names", "x = {'name%d' % i: i for i in range(10 ** 5)}\nreturn n"),
    _left("warnings", "x = 1 is 1\nreturn n if '\\d' else 0"),
    _left(
        "the same again, with a memory",
        "global k\ntry:\n    k += 1\nexcept NameError:\n    k = n\nreturn k",
        Pair(
            "def f(x: int, n=7):\n    return x == n",
            "def g(n=7):\n    global k\n    try:\n        k += 1\n    except NameError:\n        k = n\n    return k",
        ),
    ),
    _left(
        "a default that grows",
        "return h() + 6",
        Pair(
            "def h(x=[]):\n    x.append(1)\n    return len(x)\ndef f(x: int):\n    return h() == x == 1",
            "def h(x=[]):\n    x.append(1)\n    return len(x)\ndef g():\n    return h()",
        ),
        head="def h(x=[]):\n    x.append(1)\n    return len(x)",
    ),
    _left("an iterator used up", "return n + len(list(k))", head="k = iter([])"),
]
