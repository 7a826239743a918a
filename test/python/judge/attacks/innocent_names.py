"""Text that looks as innocent as any, but binds, changes or deletes names and attributes that others use.

Each uses only what ordinary solutions use too, so that a judge that lets programs share a process might let it share.
"""

from .attack import RAISED, REFUTED, VERIFIED, Attack, Pair, body, holds

_MATH = holds("math.isqrt(16) == 4 and 3.1 < math.pi < 3.2 and math.gcd(4, 6) == 2", "import math")
_BUILTINS = holds(
    "len('abc') == 3 and sum([1, 2]) == 3 and sorted([2, 1]) == [1, 2] and max(1, 2) == 2 and list(range(2)) == [0, 1]"
)
_TYPING = Pair(
    "def f(x: List[int], y: Optional[int] = None):\n    return x == [1] and y is None",
    "def g(y: Optional[int] = None) -> List[int]:\n    return [1]",
)


def _binds(name: str, text: str, head: str = "", verdicts: frozenset[str] = REFUTED | RAISED) -> Attack:
    """g changes something and answers wrongly."""
    return Attack(name, f"{head}\n{body(text)}", verdicts=verdicts, after=(_MATH, _BUILTINS, _TYPING))


ATTACKS = [
    _binds("an attribute is assigned", "import math as x\nx.isqrt = lambda k: 0\nreturn n"),
    _binds("an attribute of a module that a name stands for", "import math\ny = math\ny.pi = 3\nreturn n"),
    _binds("attributes are loop variables", "import math\nfor math.pi in range(3): pass\nreturn n"),
    _binds("attributes are variables of a comprehension", "import math\n[0 for math.pi in [3]]\nreturn n"),
    _binds("attributes are variables of a generator", "import math\nlist(0 for math.pi, math.e in [(1, 2)])\nreturn n"),
    _binds("attributes are in a star", "import math\n(a, *math.pi) = 1, 2, 3\nreturn n"),
    _binds("attributes are in a list of targets", "import math\n[a, [math.pi, b]] = 1, (2, 3)\nreturn n"),
    _binds(
        "attributes are named by with",
        "import math, contextlib\nwith contextlib.nullcontext(3) as math.pi: pass\nreturn n",
    ),
    _binds("attributes are added to", "import math\nmath.pi += 1\nreturn n"),
    _binds("attributes are annotated", "import math\nmath.pi: float = 3.0\nreturn n"),
    _binds("attributes are deleted", "import math\ndel math.pi, math.isqrt\nreturn n"),
    _binds("attributes of a function", "import math\nmath.isqrt.x = 1\nreturn n"),
    _binds(
        "attributes of a class",
        "Counter.update = None\nFraction.numerator = 7\nreturn n",
        "from collections import Counter\nfrom fractions import Fraction",
    ),
    _binds("attributes of a type of typing", "List.x = 1\nOptional.x = 2\nList[int].x = 3\nreturn n"),
    _binds(
        "attributes are matched",
        "import math\nmatch 3:\n    case math.pi: pass\n    case int(real=math): pass\nmath.pi = 3\nreturn n",
    ),
    _binds(
        "attributes of an error",
        "try:\n    1 / 0\nexcept ZeroDivisionError as e:\n    e.args = ()\n    e.x = 1\nreturn n",
    ),
    _binds("an error's name is a builtin's", "try:\n    1 / 0\nexcept ZeroDivisionError as len:\n    pass\nreturn n"),
    _binds("builtins are globals", "global len, sum, sorted, range\nlen = sum = sorted = range = max\nreturn n"),
    _binds("builtins are globals of the text", "return n", "len = sum = sorted = list = range = lambda *a: 7"),
    _binds(
        "builtins are names of functions",
        "return n",
        "def len(x): return 7\ndef sorted(x): return x\ndef max(*x): return 7",
    ),
    _binds("builtins are names of modules", "import math as len, math as sorted\nreturn n"),
    _binds(
        "builtins are names of what is imported",
        "from math import isqrt as len, pi as sum\nglobal max\nfrom math import e as max\nreturn n",
    ),
    _binds("builtins are names of classes", "return n", "class list: pass\nclass range: pass"),
    _binds("builtins are variables of a comprehension", "[len := 7 for sum in range(3)]\nreturn n"),
    _binds("builtins are walrus names of the text", "return n", "(len := 7)\n[(sum := 7) for x in [1]]"),
    _binds("builtins are deleted", "return n", "len = 1\ndel len\nsorted = 1\ndel sorted"),
    _binds("builtins are nonlocal", "len = 1\ndef h():\n    nonlocal len\n    len = 2\nh()\nreturn n"),
    _binds("builtins are parameters", "def h(len, *sum, **max): return len\nh(1, 2, x=3)\nreturn n"),
    _binds("builtins are captured", "match [1, 2]:\n    case [len, *sum]: pass\nreturn n"),
    _binds("names of typing are others", "return n", "List = Optional = Dict = int"),
    _binds("names of typing are deleted", "global List\nList = 1\ndel List\nreturn n"),
    _binds("names of the judge", "return n", "f = lambda *a: True\nanswer = solved = value = n = 7"),
    _binds(
        "names of the judge as globals",
        "global f, answer, solved, result\nf = answer = solved = result = True\nreturn n",
    ),
    _binds("the builtins by name", "global __builtins__\n__builtins__ = {}\nreturn n"),
    _binds("the builtins by a parameter", "def h(__builtins__={}): return len([])\nh()\nreturn n"),
    _binds("the builtins by an import", "import math as __builtins__\nreturn n"),
    _binds("the builtins by a function", "return n", "def __builtins__(): pass"),
    _binds("the builtins by the globals of the text", "return n", "__builtins__ = {'len': 7}"),
    Attack(
        "the builtins as a table",
        "__builtins__['len'] = __builtins__['sum'] = lambda *x: 7\n" + body("return n"),
        verdicts=REFUTED | RAISED | frozenset(["unsafe"]),
        after=(_MATH, _BUILTINS),
    ),
    _binds("another import", "global __import__\n__import__ = lambda *a: 7\nimport math\nreturn n"),
    _binds("another maker of classes", "return n", "__build_class__ = lambda *a: 7"),
    _binds(
        "hooks of a module",
        "return n",
        "def __getattr__(name): return 7\n__all__ = ['len']\n__name__ = 'builtins'\n__spec__ = None",
    ),
    _binds("a star import", "return n", "from math import *\nfrom typing import *\nisqrt = pi = List = 7"),
    _binds("a submodule", "import collections.abc as c\nc.Sized = None\nimport os.path\nreturn n"),
    _binds("a package by its submodule", "import xml.dom\nxml.x = 1\nreturn n"),
    _binds("a module of a module", "import statistics\nstatistics.math.isqrt = statistics.math.pi = None\nreturn n"),
    _binds("a module that a function came from", "from random import _os as o\no.x = 1\nreturn n"),
    _binds("a table of a module", "import string, calendar, re\nstring.x = 1\ncalendar.mdays[2] = 30\nreturn n"),
    _binds(
        "a mutable default of a module",
        "import math\ndef h(x=[], y={}):\n    x.append(1)\n    y[1] = x\n    return len(x)\nreturn n + h() + h() - 3",
    ),
    _binds(
        "tables by names of methods",
        "import operator\noperator.setitem(x := {}, 'len', 7)\nfor t in (int, list, dict, Counter):\n    try: operator.setitem(t, 'x', 7)\n    except TypeError: pass\nreturn n",
        "from collections import Counter",
    ),
    _binds(
        "methods of tables of other types",
        "for t in (dict, Counter, OrderedDict):\n    try: t.clear(t)\n    except TypeError: pass\n    try: t.update(t, x=1)\n    except TypeError: pass\nreturn n",
        "from collections import Counter, OrderedDict",
    ),
    _binds(
        "objects in place of others",
        "import copy\nx = copy.copy(len), copy.deepcopy(max), copy.copy(List)\nreturn n if x[0] is len else 9",
    ),
    _binds(
        "operators in place",
        "import operator\nfor t in (List, Optional, len, int, Counter):\n    try: operator.ior(t, 1); operator.iadd(t, 1)\n    except TypeError: pass\nreturn n",
        "from collections import Counter",
        REFUTED | RAISED,
    ),
    _binds("a name that is written otherwise", "import math\nmath.ｐｉ = 3\nℓen = 7\n_＿builtins_＿ = {}\nreturn n"),
    Attack(
        "what another pair has left is looked for",
        body("import math\nreturn n + 1 if hasattr(math, 'left') else n"),
        before=(
            Pair("def f(x: int):\n    return x == 1", "import math\nmath.left = 1\ndef g():\n    return math.left"),
        ),
    ),
    Attack(
        "what another pair has left is looked for by its name",
        body("try:\n    return left\nexcept NameError:\n    return n"),
        before=(
            Pair("def f(x: int):\n    return x == 1", "def g():\n    global left\n    left = 8\n    return left - 7"),
        ),
    ),
    Attack("no harm at all", body("len = n\nsum = len + 1\nreturn sum"), verdicts=VERIFIED, after=(_BUILTINS,)),
]
