"""Builtins and modules of the standard library patched by g, so that f, the judge or a later pair goes wrong."""

from .attack import ILL_TYPED, KEPT_OUT, OUT_OF_MEMORY, RAISED, REFUTED, UNSAFE, Attack, Pair, body, holds

_BROKEN = RAISED | REFUTED | ILL_TYPED | UNSAFE
_LENGTH = "def f(x: List[int], n=7):\n    return len(x) == sum(x) == n"


def _patch(name: str, patch: str, *after: Pair, f: str = _LENGTH, verdicts: frozenset[str] = REFUTED) -> Attack:
    return Attack(name, body(f"{patch}\nreturn [1]"), f, verdicts, after=after)


ATTACKS = [
    _patch(
        "len, sum and repr of the builtins",
        "import builtins\nbuiltins.len = builtins.sum = builtins.repr = lambda *a: 7",
        holds("len('abc') == sum([1, 2]) == 3"),
        verdicts=_BROKEN,
    ),
    _patch(
        "every builtin function is another",
        """import builtins
for key in dir(builtins):
    if key.islower() and not key.startswith('_') and key not in ('type', 'object'):
        builtins.__dict__[key] = lambda *a, **k: 7""",
        holds("sorted([2, 1]) == [1, 2]"),
        verdicts=_BROKEN,
    ),
    _patch("isinstance is always true", "import builtins\nbuiltins.isinstance = lambda *a: True", verdicts=_BROKEN),
    _patch("no builtins", "import builtins\nbuiltins.__dict__.clear()", holds("abs(-1) == 1"), verdicts=_BROKEN),
    _patch(
        "the own builtins are others",
        "g.__builtins__['len'] = g.__globals__['len'] = lambda *a: 7",
        holds("len([]) == 0"),
        verdicts=_BROKEN,
    ),
    _patch("int is str", "import builtins\nbuiltins.int = str", holds("int('7') == 7"), verdicts=_BROKEN),
    _patch("type is another", "import builtins\nbuiltins.type = lambda *a: int", verdicts=_BROKEN),
    _patch(
        "True is a name in the builtins",
        "import builtins\nbuiltins.__dict__['True'] = False\nbuiltins.__dict__['False'] = True",
        holds("not False"),
    ),
    _patch("an assertion that never fails", "import builtins\nbuiltins.AssertionError = StopIteration"),
    _patch(
        "json encodes what it likes",
        "import json, json.encoder\njson.dumps = json.encoder.JSONEncoder.encode = lambda *a, **k: '[1]'",
        holds("json.dumps([1, 2]) == '[1, 2]'", "import json"),
        verdicts=_BROKEN,
    ),
    _patch(
        "json scans what it likes",
        "import json, json.decoder\njson.loads = json.decoder.JSONDecoder.decode = lambda *a, **k: [1] * 7",
        holds("json.loads('[2]') == [2]", "import json"),
        verdicts=_BROKEN,
    ),
    _patch(
        "math computes otherwise",
        "import math\nmath.sqrt = math.gcd = math.isfinite = lambda *a: 7\nmath.pi = 3",
        holds("math.gcd(12, 8) == 4 and math.pi > 3.1 and math.sqrt(16) == 4", "import math"),
    ),
    _patch(
        "another module by the name of math",
        "import sys, types\nsys.modules['math'] = types.SimpleNamespace(sqrt=lambda x: 7)",
        holds("math.sqrt(16) == 4", "import math"),
    ),
    _patch(
        "no modules",
        "import sys\nsys.modules.clear()",
        holds("re.sub('a', 'b', 'a') == 'b'", "import re"),
        verdicts=_BROKEN,
    ),
    _patch(
        "a module of None",
        "import sys\nfor key in ('random', 'fractions', 'statistics'): sys.modules[key] = None",
        holds("random.Random(1).random() > 0 and statistics.mean([1, 3]) == 2", "import random, statistics"),
    ),
    _patch(
        "operators and functools",
        "import operator, functools\noperator.eq = operator.add = functools.reduce = lambda *a: 7",
        holds("functools.reduce(operator.add, [1, 2]) == 3", "import functools, operator"),
    ),
    _patch(
        "the hash functions of hashlib",
        "import hashlib\nhashlib.sha256 = hashlib.md5 = lambda *a: hashlib\nhashlib.hexdigest = lambda: ''",
        holds("hashlib.sha256(b'').hexdigest()[:4] == 'e3b0'", "import hashlib"),
    ),
    _patch(
        "codecs of the text",
        """import codecs
codecs.register(lambda name: codecs.CodecInfo(lambda *a: (b'8', 1), lambda *a: ('8', 1)))
codecs.lookup = codecs.encode = lambda *a: None
codecs.register_error('strict', lambda error: ('?', error.end))""",
        holds("'é'.encode('utf-8') == b'\\xc3\\xa9'"),
    ),
    _patch(
        "how syntax trees are parsed and compiled",
        "import ast, builtins\nast.parse = lambda *a, **k: ast.Module([], [])\nbuiltins.compile = lambda *a, **k: None",
        holds("ast.literal_eval('[1]') == [1]", "import ast"),
        verdicts=_BROKEN,
    ),
    _patch(
        "the tables of re and string",
        "import re, string\nre.compile = re.match = lambda *a: None\nstring.ascii_lowercase = ''\nre.purge()",
        holds("string.ascii_lowercase[:1] == 'a' and re.match('a', 'a')", "import re, string"),
    ),
    _patch(
        "reprlib, which shows answers",
        "import reprlib\nreprlib.Repr.repr = reprlib.repr = lambda *a: 1 / 0",
        Pair("def f(x: List[int]):\n    return len(x) == 10**6", "def g():\n    return [1] * 10**6"),
    ),
    _patch(
        "os, which writes replies",
        "import os\nos.write = lambda fd, data: len(data)\nos._exit = lambda *a: None",
        verdicts=KEPT_OUT | OUT_OF_MEMORY,
    ),
    _patch(
        "warnings become errors",
        "import warnings\nwarnings.simplefilter('error')\nwarnings.showwarning = lambda *a: 1 / 0",
        Pair("def f(x: str):\n    return x == chr(92) + 'd'", "def g():\n    return '\\d'"),
    ),
    _patch(
        "a type of the interpreter gets methods",
        """import ctypes
proxy = int.__dict__
fields = ctypes.cast(id(proxy) + 2 * ctypes.sizeof(ctypes.c_void_p), ctypes.POINTER(ctypes.py_object))
fields[0]['bit_length'] = lambda self: 7
fields[0]['seven'] = 7""",
        holds("(5).bit_length() == 3 and not hasattr(5, 'seven')"),
        verdicts=REFUTED | RAISED,
    ),
]
