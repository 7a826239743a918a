"""How programs run: recursion, generators, scopes, errors, and the looks of their texts."""

from .pair import both, pair

PAIRS = [
    both(
        "two functions that call each other 900 deep",
        "bool",
        "True",
        "def even(k): return k == 0 or odd(k - 1)\ndef odd(k): return k != 0 and even(k - 1)\ndef h(): return even(900)",
    ),
    both(
        "recursion through generators",
        "int",
        "200",
        "def down(k):\n    if k:\n        yield k\n        yield from down(k - 1)\ndef h(): return len(list(down(200)))",
    ),
    both(
        "recursion through comprehensions",
        "int",
        "255",
        "def h(): return size(tree(7))\ndef tree(k): return [tree(k - 1) for _ in range(2)] if k else []\ndef size(t): return 1 + sum([size(s) for s in t])",
    ),
    both(
        "recursion through sorting, map and max",
        "int",
        "60",
        "def deep(k): return max(map(deep, sorted([k - 1], key=lambda i: i))) + 1 if k else 0\ndef h(): return deep(60)",
    ),
    both(
        "recursion through a cache",
        "int",
        "300",
        "from functools import lru_cache\n@lru_cache(None)\ndef deep(k): return 0 if k == 0 else 1 + deep(k - 1)\ndef h(): return deep(300)",
    ),
    both(
        "recursion of a method",
        "int",
        "400",
        "class N:\n    def __init__(self, k): self.next = N(k - 1) if k else None\n    def __len__(self): return 1 + len(self.next) if self.next is not None else 0\ndef h(): return len(N(400))",
    ),
    both(
        "recursion with a closure",
        "List[List[int]]",
        "[[1, 2, 3], [1, 3, 2], [2, 1, 3], [2, 3, 1], [3, 1, 2], [3, 2, 1]]",
        """
        def h():
            out, used = [], []
            def walk():
                if len(used) == 3:
                    out.append(used[:])
                    return
                for i in (1, 2, 3):
                    if i not in used:
                        used.append(i)
                        walk()
                        used.pop()
            walk()
            return out
        """,
    ),
    both(
        "a function of two variables",
        "int",
        "61",
        "def h(m=2, n=29):\n    return n + 1 if m == 0 else h(m - 1, 1) if n == 0 else h(m - 1, h(m, n - 1))",
    ),
    both(
        "generators one behind another",
        "List[int]",
        "[4, 16, 36]",
        "def h():\n    a = (i for i in range(1, 7))\n    b = (i for i in a if i % 2 == 0)\n    return [*(i * i for i in b)]",
    ),
    both(
        "a generator of primes",
        "List[int]",
        "[2, 3, 5, 7, 11]",
        """
        def numbers(k):
            while True:
                yield k
                k += 1
        def sieve(s):
            p = next(s)
            yield p
            yield from sieve(i for i in s if i % p)
        def h():
            k = sieve(numbers(2))
            return [next(k) for _ in range(5)]
        """,
    ),
    both(
        "a generator that is thrown an error",
        "List[str]",
        "['caught', 'end']",
        """
        def k():
            try:
                yield 'a'
            except ValueError:
                yield 'caught'
        def h():
            m = k()
            next(m)
            return [m.throw(ValueError('x')), next(m, 'end')]
        """,
    ),
    both(
        "a generator that is left hanging",
        "int",
        "0",
        "def k():\n    while True:\n        yield 0\nhanging = k()\ndef h(): return next(hanging)",
    ),
    both(
        "scopes within scopes",
        "List[str]",
        "['inner', 'middle', 'outer', 'module']",
        """
        x = 'module'
        def h():
            out = []
            def outer():
                x = 'outer'
                def middle():
                    nonlocal x
                    out_of_here = x
                    x = 'middle'
                    def inner():
                        x = 'inner'
                        out.append(x)
                    inner()
                    out.append(x)
                    return out_of_here
                out.append(middle())
            outer()
            return out + [x]
        """,
    ),
    both(
        "a class whose body sees the module",
        "List[int]",
        "[1, 2, 2]",
        "x = 1\nclass A:\n    y = x\n    x = 2\n    k = [x for _ in range(1)] if False else [x]\n    def m(self): return self.x\ndef h(): return [A.y, *A.k, A().m()]",
    ),
    both(
        "a walrus in a comprehension that stays",
        "Tuple[List[int], int]",
        "([0, 1, 3], 3)",
        "def h():\n    t = 0\n    k = [t := t + i for i in range(3)]\n    return k, t",
    ),
    both(
        "a walrus in a lambda and in arguments",
        "int",
        "9",
        "def h(): return (lambda: (y := 4) + y)() + max(z := 1, 0) + (0 if (w := None) else 0)",
    ),
    both(
        "lambdas with defaults, stars and keywords",
        "List[Any]",
        "[3, (1, 2), {'a': 1}, 5, 'x']",
        "def h(): return [(lambda a, b=2: a + b)(1), (lambda *a: a)(1, 2), (lambda **k: k)(a=1), (lambda *, k: k)(k=5), (lambda: 'x')()]",
    ),
    both(
        "names that are deleted",
        "str",
        "'UnboundLocalError'",
        "def h():\n    x = 1\n    del x\n    try:\n        return x\n    except NameError as e:\n        return 'UnboundLocalError' if isinstance(e, UnboundLocalError) else ''",
    ),
    both(
        "an error's name that is gone afterwards",
        "bool",
        "True",
        "def h():\n    e = 1\n    try:\n        raise KeyError\n    except KeyError as e:\n        pass\n    try:\n        return e == 1\n    except NameError:\n        return True",
    ),
    both(
        "errors caught by their bases",
        "List[str]",
        "['lookup', 'lookup', 'arithmetic', 'value', 'exception', 'base']",
        """
        def name(k):
            try:
                k()
            except LookupError:
                return 'lookup'
            except ArithmeticError:
                return 'arithmetic'
            except ValueError:
                return 'value'
            except Exception:
                return 'exception'
            except BaseException:
                return 'base'
        def stop(): raise KeyboardInterrupt
        def h(): return [*map(name, (lambda: [][0], lambda: {}['a'], lambda: 1 // 0, lambda: int('x'), lambda: None + 1, stop))]
        """,
    ),
    both(
        "errors in chains",
        "List[Any]",
        "['ZeroDivisionError', True, None]",
        """
        def h():
            try:
                try:
                    1 / 0
                except ZeroDivisionError:
                    raise KeyError('k')
            except KeyError as e:
                kept = e
            try:
                raise ValueError from None
            except ValueError as e:
                return [type(kept.__context__).__name__, e.__suppress_context__, e.__cause__]
        """,
    ),
    both(
        "an error that is raised again",
        "Tuple[str, int]",
        "('again', 2)",
        """
        def h():
            n = 0
            try:
                try:
                    raise ValueError('again')
                except ValueError:
                    n += 1
                    raise
                finally:
                    n += 1
            except ValueError as e:
                return str(e), n
        """,
    ),
    both(
        "finally that decides what is returned",
        "List[int]",
        "[2, 1]",
        """
        def a():
            try:
                return 1
            finally:
                return 2
        def b():
            k = 1
            try:
                return k
            finally:
                k = 2
        def h(): return [a(), b()]
        """,
    ),
    both(
        "break and continue through finally",
        "List[int]",
        "[0, 1, 2]",
        """
        def h():
            out = []
            for i in range(9):
                try:
                    if i == 2: break
                    continue
                finally:
                    out.append(i)
            return out
        """,
    ),
    both(
        "the end of the system, caught",
        "int",
        "3",
        "import sys\ndef h():\n    try:\n        sys.exit(3)\n    except SystemExit as e:\n        return e.code",
    ),
    both(
        "the end of the memory, raised by hand",
        "str",
        "'x'",
        "def h():\n    try:\n        raise MemoryError('x')\n    except MemoryError as e:\n        return e.args[0]",
    ),
    both(
        "several managers in one with",
        "List[str]",
        "['+a', '+b', '-b', '-a']",
        """
        class C:
            def __init__(self, name, k): self.name, self.k = name, k
            def __enter__(self):
                self.k.append('+' + self.name)
                return self
            def __exit__(self, kind, error, trace): self.k.append('-' + self.name)
        def h():
            k = []
            with (C('a', k) as a, C('b', k) as b,):
                pass
            return k
        """,
    ),
    both(
        "unpacking within unpacking",
        "List[Any]",
        "[1, 2, [3, 4], 5, 'a', ['b']]",
        "def h():\n    (a, (b, *c)), d = (1, (2, 3, 4)), 5\n    [e, *k] = 'ab'\n    return [a, b, c, d, e, k]",
    ),
    both(
        "unpacking in loops and comprehensions",
        "List[int]",
        "[6, 15, 3, 7]",
        "def h():\n    out = []\n    for a, *k in [(1, 2, 3), (4, 5, 6)]: out.append(a + sum(k))\n    return out + [i + j for i, (j,) in ((1, [2]), (3, [4]))]",
    ),
    both(
        "targets of every kind",
        "Dict[str, List[int]]",
        "{'a': [1, 5, 9], 'b': [0, 7]}",
        """
        def h():
            d, k = {'a': [1, 2]}, [0, 0]
            d['a'][1], k[1], d['b'] = 5, 7, k
            d['a'] += [8]
            for d['a'][2] in range(10): pass
            return d
        """,
    ),
    both(
        "assignments in a row",
        "List[int]",
        "[1, 1, 2]",
        "def h():\n    a = b = [1]\n    i = k = 0\n    i, b[i] = 0, 1\n    return [*a, b[k], 2]",
    ),
    both(
        "values that are swapped",
        "List[int]",
        "[2, 3, 1]",
        "def h():\n    k = [1, 2, 3]\n    k[0], k[1], k[2] = k[1], k[2], k[0]\n    return k",
    ),
    both(
        "a list that grows while it is walked",
        "List[int]",
        "[1, 2, 4, 8]",
        "def h():\n    k = [1]\n    for i in k:\n        if i < 8: k.append(i * 2)\n    return k",
    ),
    both(
        "conditional expressions in a row",
        "List[str]",
        "['neg', 'zero', 'pos']",
        "def h(): return ['neg' if i < 0 else 'zero' if i == 0 else 'pos' for i in (-1, 0, 1)]",
    ),
    both(
        "and, or and not with values",
        "List[Any]",
        "[0, 'a', [], 3, None, True]",
        "def h(): return [1 and 0, '' or 'a', [] and 1 / 0, 0 or '' or 3, None and 1, not []]",
    ),
    both(
        "operators of its own",
        "List[int]",
        "[3, 6, 30, 4, 1]",
        """
        class V:
            def __init__(self, *k): self.k = k
            def __matmul__(self, o): return sum(a * b for a, b in zip(self.k, o.k))
            def __radd__(self, o): return o + len(self.k)
            def __imul__(self, n): return V(*(a * n for a in self.k))
            def __contains__(self, n): return n == 4
            def __bool__(self): return False
            def __index__(self): return 1
        def h():
            v = V(1, 2)
            w = V(3)
            w *= 2
            return [1 + v, w.k[0], V(1, 3) @ V(0, 10), 4 if 4 in v and not v else 0, [0, 1][v]]
        """,
    ),
    both(
        "descriptors, metaclasses and hooks",
        "List[Any]",
        "[5, 'made', ['B'], 'missing x']",
        """
        class D:
            def __get__(self, o, kind): return 5
        class M(type):
            def __new__(m, name, bases, space): return super().__new__(m, name, bases, {**space, 'made': 'made'})
        known = []
        class A(metaclass=M):
            d = D()
            def __init_subclass__(cls): known.append(cls.__name__)
            def __getattr__(self, name): return 'missing ' + name
        class B(A): pass
        def h(): return [B().d, B.made, known, B().x]
        """,
    ),
    both(
        "a dict with a missing",
        "List[int]",
        "[4, 0]",
        "class D(dict):\n    def __missing__(self, k): return k * 2\ndef h():\n    d = D()\n    return [d[2], len(d)]",
    ),
    both(
        "match with guards, ors, stars and bindings",
        "List[str]",
        "['neg', 'small', 'x', 'list 1..3', 'dict a', 'none', 'float', 'const', 'nested 2']",
        """
        class K: X = 99
        def name(v):
            match v:
                case K.X: return 'const'
                case int(n) if n < 0: return 'neg'
                case 0 | 1 | 2: return 'small'
                case ('x' | 'y') as c: return c
                case [[_, n], *_]: return f'nested {n}'
                case [a, *_, b]: return f'list {a}..{b}'
                case {'k': str(s)}: return 'dict ' + s
                case None: return 'none'
                case float(): return 'float'
        match = case = 0
        def h(): return [name(v) for v in (-5, 1, 'x', [1, 2, 3], {'k': 'a', 'm': 0}, None, 0.5, 99, [(1, 2), 3])]
        """,
    ),
    both(
        "words that are keywords elsewhere",
        "int",
        "15",
        "match, case, _, type, print_, async_ = 1, 2, 3, 4, 5, 6\ndef h(): return match + case + _ + type + print_",
    ),
    both(
        "input, type, list and sum as names",
        "int",
        "10",
        "def h(input=1, type=2, list=3, sum=4): return input + type + list + sum",
    ),
    both(
        "dunder names in texts and as variables",
        "str",
        "'__import__'",
        "def h():\n    __x__ = '__import__'\n    return __x__",
    ),
    both(
        "the module's own name", "bool", "True", "def h(): return isinstance(__name__, str) and __name__ != '__main__'"
    ),
    both(
        "a module with much that is not used",
        "int",
        "1",
        "\n".join(f"def unused_{i}(x): return x + {i}" for i in range(300)) + "\ndef h(): return 1",
    ),
    both("a sum of many terms", "int", "600", f"def h(): return {' + '.join(['1'] * 600)}"),
    both(
        "a long chain of conditions",
        "int",
        "150",
        "def h(x=150):\n" + "\n".join(f"    {'el' if i else ''}if x == {i}: return {i}" for i in range(200)),
    ),
    both("brackets within brackets", "int", "1", f"def h(): return {'(' * 60}1{')' * 60}"),
    both(
        "a literal of many lines",
        "List[int]",
        "list(range(5000))",
        "def h():\n    return [\n" + "".join(f"        {i},\n" for i in range(5000)) + "    ]",
    ),
    both(
        "blocks within blocks",
        "int",
        "15",
        "def h():\n"
        + "".join(f"{'    ' * i}for k{i} in (1,):\n" for i in range(1, 16))
        + "    " * 16
        + "return sum(("
        + ", ".join(f"k{i}" for i in range(1, 16))
        + "))",
    ),
    both("a line that goes on within a text", "str", "'ab'", "def h(): return 'a\\\nb'"),
    both(
        "tabs in brackets, and spaces at odd places",
        "int",
        "6",
        "def h ( ) :\n\tx = [ 1 ,\n    2,\n\t\t\t3 ]\n\treturn sum ( x ) if x [ 0 ] == 1 else x . pop ( )",
    ),
    both(
        "semicolons and a compound statement on one line",
        "int",
        "7",
        "def h(): x = 1; y = 2; z = x + y; return (z + 4); x = 5",
    ),
    both("lines of old Macs within a text", "str", "'a\\rb'", "def h(): return 'a\\rb'"),
    both(
        "comments at every place",
        "int",
        "3",
        "def h(  # import os\n):  # open(\n    # eval(\n    return (  # exec(\n        1  # __import__(\n        + 2\n    )  # end\n# open(",
    ),
    both(
        "asserts and prints in odd places",
        "int",
        "1",
        "assert print('x') is None\nfor _ in range(100): print(_, end='')\ndef h():\n    print(h, print, sep='\\x00')\n    assert not print(), 'p'\n    return 1",
    ),
    both("much that is printed", "int", "1", "def h():\n    for i in range(2000): print('x' * 500)\n    return 1"),
    both(
        "an import that is never reached",
        "int",
        "1",
        "def h():\n    if 0:\n        import numpy as np\n        return np.array([1])\n    return 1",
    ),
    pair(
        "about 30 ms of work in each",
        "def f(x: int, n=150000):\n    s = 0\n    for i in range(n): s = (s + i * i) % 1000007\n    return x == s",
        "def g(n=150000):\n    s = 0\n    for i in range(n): s = (s + i * i) % 1000007\n    return s",
    ),
    pair(
        "a sieve",
        "def f(x: List[int], n=20000):\n    return len(x) == 2262 and all(a < b for a, b in zip(x, x[1:])) and all(p % q for p in x for q in (2, 3, 5, 7) if p > q)",
        "def g(n=20000):\n    k = bytearray([1]) * n\n    for i in range(2, int(n ** .5) + 1):\n        if k[i]: k[i*i::i] = bytes(len(range(i*i, n, i)))\n    return [i for i in range(2, n) if k[i]]",
    ),
    pair(
        "a table that f fills and g too",
        "def f(x: int, s='kitten', t='sitting'):\n    d = {}\n    for i in range(len(s) + 1):\n        for j in range(len(t) + 1):\n            d[i, j] = min(d[i-1, j] + 1, d[i, j-1] + 1, d[i-1, j-1] + (s[i-1] != t[j-1])) if i and j else i + j\n    return x == d[len(s), len(t)]",
        "def g(s='kitten', t='sitting'):\n    row = range(len(t) + 1)\n    for i, a in enumerate(s, 1):\n        new = [i]\n        for j, b in enumerate(t, 1): new.append(min(row[j] + 1, new[-1] + 1, row[j-1] + (a != b)))\n        row = new\n    return row[-1]",
    ),
]
