"""Headers: parameters, defaults and annotations that are written differently, but are the same."""

from .pair import Awkward, pair


def _inputs(name: str, of_f: str, of_g: str, use: str = "n") -> Awkward:
    """A pair that differs in how its inputs are written; the answer is `use`."""
    return pair(name, f"def f(x: Any, {of_f}):\n    return x == {use}", f"def g({of_g}):\n    return {use}")


PAIRS = [
    _inputs("inputs in another order", "n=1, s='a', k=[2]", "k=[2], n=1, s='a'", "[n, s, k]"),
    _inputs("inputs with annotations in f alone", "n: int = 5, k: List[int] = [1]", "n=5, k=[1]", "k * n"),
    _inputs("inputs with annotations in g alone", "n=5, k=[1]", "n: int = 5, k: list = [1]", "k * n"),
    _inputs("a number in another base", "n=255", "n=0xFF"),
    _inputs("a number with underscores", "n=1000000", "n=1_000_000"),
    _inputs("a number in octal and binary", "n=8, k=5", "n=0o10, k=0b101", "n + k"),
    _inputs("a float written otherwise", "n=100.0", "n=1e2"),
    _inputs("a float with many digits", "n=0.1", "n=0.1000000000000000055511151231257827"),
    _inputs("a text in other quotes", "s='a\"b'", 's="a\\"b"', "s"),
    _inputs("a text with an escape", "s='é\\n'", "s='\\u00e9\\x0a'", "s"),
    _inputs("a text in parts", "s='abc'", "s='a' 'b' \"c\"", "s"),
    _inputs("a raw text", "s='\\\\d'", "s=r'\\d'", "s"),
    _inputs("a text over lines", "s='a\\nb'", "s='''a\nb'''", "s"),
    _inputs("a list with a last comma", "k=[1, 2]", "k=[1,2,]", "k"),
    _inputs("a list over lines", "k=[[1, 2], [3, 4]]", "k=[\n        [1, 2],  # one\n        [3, 4],\n    ]", "k"),
    _inputs("a tuple in brackets", "k=((1), (2,))", "k=(1, (2,))", "k"),
    _inputs("negative numbers", "n=-5, k=[-1.5, +2]", "n = - 5, k = [ -1.5, + 2 ]", "[n, k]"),
    _inputs("sums in defaults", "n=2 ** 10 - 1", "n=2**10-1"),
    _inputs("brackets around sums", "n=1 + 2 * 3", "n=(1 + (2 * 3))"),
    _inputs("a large number", f"n={'7' * 6000}", f"n={'7' * 6000}"),
    _inputs("a long list", f"k={list(range(3000))}", f"k={list(range(3000))}", "k"),
    _inputs("None and bools", "a=None, b=True, c=False", "a=None,b=True,c=False", "[a, b, c]"),
    _inputs("a dict and a set", "d={'a': 1, (1, 2): [3]}, s={1, 2}", "d={'a':1,(1,2):[3]}, s={1,2}", "[d, s]"),
    _inputs("a default that is called", "k=list(range(5))", "k = list( range(5) )", "k"),
    _inputs("a default that is a comprehension", "k=[i for i in range(3)]", "k=[i for i in range(3)]", "k"),
    _inputs("a default that is a lambda", "k=lambda a: a + 1", "k=lambda a: a + 1", "k(1)"),
    _inputs("inputs named beyond ASCII", "größe=3, ﬁ=4", "größe=3, fi=4", "größe + fi"),
    _inputs("inputs named as builtins", "list=[1], str='a', len=5", "len=5, list=[1], str='a'", "[list, str, len]"),
    _inputs("inputs named as in the judge", "f=1, g=2, answer=3, n=4", "f=1, g=2, answer=3, n=4", "[f, g, answer, n]"),
    pair("an answer called f", "def f(f: int, n=1):\n    return f == n", "def g(n=1): return n"),
    pair("an answer called answer", "def f(answer: int) -> bool:\n    return answer == 1", "def g() -> int: return 1"),
    pair("an answer called g", "def f(g: List[int], x=[]):\n    return g == x", "def g(x=[]): return x"),
    pair("no inputs", "def f(x: int): return x == 1", "def g(): return 1"),
    pair("all on one line", "def f(x: int, n=1): y = x; return y == n", "def g(n=1): m = n; return m"),
    pair("a header over lines", "def f(\n    x: List[int],\n    # what it is\n    n: int = 2,\n) -> bool:\n    return x == [n]", "def g(\n    n: int = 2\n) -> List[int]: return [n]"),
    pair("what is returned is annotated oddly", "def f(x: int) -> 'Nonsense[': return x == 1", "def g() -> List['Nonsense']: return 1"),
    pair("docstrings of f and g", "def f(x: int):\n    '''What it is.\n\n    f(1)\n    '''\n    return x == 1", "def g():\n    \"\"\"It's one.\"\"\"\n    return 1"),
    pair("comments before and behind", "# f\n\n# of x\ndef f(x: int):  # header\n    # body\n    return x == 1  # end\n# after", "#!/usr/bin/python\n# -*- coding: utf-8 -*-\ndef g():\n    return 1\n\n\n# def g(n)"),
    pair("asserts behind", "def f(x: int):\n    return x == 1\n\nassert f(1)", "def g():\n    return 1\n\nassert g() == 1\nprint(g())"),
    pair("a decorator of f and of g", "def same(k): return k\n@same\ndef f(x: int): return x == 1", "from functools import cache\n@cache\ndef g(): return 1"),
    pair("another function within f", "def f(x: int):\n    def f(y): return y == 1\n    return f(x)", "def g():\n    def g(): return 1\n    return g()"),
    pair("f calls itself", "def f(x: int, n=5):\n    return n == 0 and x == 1 or n > 0 and f(x, n - 1)", "def g(n=5): return 1 if n == 0 else g(n - 1)"),
    pair("g in f's text and f in g's", "def f(x: int):\n    return x == g()\n\ndef g(): return 1", "def g():\n    return 1 if f(1) else 2\n\ndef f(x): return x == 1"),
    pair("a wide indentation", "def f(x: int):\n            if x:\n                                return x == 1", "def g():\n return 1"),
    Awkward("no line at the end, and many at the start", "\n\n\ndef f(x: int): return x == 1", "def g(): return 1\n\n\n\n"),
    pair("lines of Windows in both", "import math\r\ndef f(x: int,\r\n      n=2):\r\n    return x == math.gcd(n, 4)\r\n", "def g(n=2):\r\n    return n\r\n"),
]  # fmt: skip
