"""Innocent looks, fifth: text that tries what stands in, in a shared process, for something stronger."""

from .attack import ILL_TYPED, RAISED, REFUTED, TIMED_OUT, UNSAFE, Attack, Pair, body, holds

_SEVEN = 0.32383276483316237
"""The first number of a generator with seed 7."""
_OWN_RANDOM = Pair(
    f"import random\ndef f(x: float):\n    return x != {_SEVEN} != random.random()",
    "import random\ndef g():\n    return random.random()",
)
_SEEDED = holds(
    f"random.Random(7).random() == {_SEVEN} and round(random.Random(1).gauss(0, 1), 9) == 1.288184753", "import random"
)
_TEXTS = holds("json.loads(json.dumps({'a': [1, None]})) == {'a': [1, None]}", "import json")
_ROWS = holds("next(csv.reader(['a,\"b,c\"'])) == ['a', 'b,c']", "import csv")
_DAYS = holds("calendar.monthcalendar(2024, 2)[0][3] == 1 and calendar.day_name[0] == 'Monday'", "import calendar")
_NUMBERS = holds("eval('1+2*3') == 7 and type(1) is int and sys.maxsize > 2 ** 30", "import sys")
_COUNTS = holds("Counter('aab').copy().most_common(1) == [('a', 2)]", "from collections import Counter")
_AFTER = (_OWN_RANDOM, _SEEDED, _TEXTS, _ROWS, _DAYS, _NUMBERS, _COUNTS)
_CLASS = """
C = T("C", (), {"__del__": lambda self: [0 for _ in iter(int, 1)], "__eq__": lambda self, other: True})
x = [C()]
x.append(x)
return n"""


def _tries(name: str, text: str, head: str = "", verdicts: frozenset[str] = REFUTED | RAISED) -> Attack:
    return Attack(name, f"{head}\n{body(text)}", verdicts=verdicts, after=_AFTER)


ATTACKS = [
    _tries("a class by a copy of a class", "T = Counter.copy(int)" + _CLASS, "from collections import Counter"),
    _tries("a class by a copy, without import", "T = Counter.copy(int)" + _CLASS),
    _tries("a class by a copy, typed", "T = Counter[str].copy(int)" + _CLASS, "from collections import Counter"),
    _tries(
        "a class by a copy that a map makes",
        "T, = map(Counter.copy, [int])" + _CLASS,
        "from collections import Counter",
    ),
    _tries(
        "a class by a copy that a table makes",
        "T = defaultdict(Counter).default_factory.copy(dict)" + _CLASS,
        "from collections import Counter, defaultdict",
    ),
    _tries("a class by a type", "T = type(type(n))" + _CLASS),
    _tries("a class by a type in a comparison", "(T := type(n)) is int\nT = type(T)" + _CLASS),
    _tries("a type in a table that compares", "x = []\n(x.append(type(n)) or type(n)) == int\nreturn n"),
    _tries("a type by another name", "type = max\nreturn type(n, 3)"),
    _tries("numbers that are not by chance", "import random\nrandom.seed(7)\nreturn n"),
    _tries("numbers by the state", "import random\nrandom.setstate(random.Random(7).getstate())\nreturn n"),
    _tries("numbers of a generator for all", "random.seed(7)\nreturn n", "import random\nrandom.seed(7)"),
    _tries(
        "the state of a class",
        "x = Random(1).getstate()\ntry: Random.setstate(Random, (*x[:2], 5.0))\nexcept TypeError: pass\nreturn n",
        "from random import Random",
    ),
    _tries(
        "the state of a class by a name",
        "R = random.Random\nx = R(1).getstate()\ntry: R.setstate(R, (*x[:2], 5.0))\nexcept TypeError: pass\nreturn n",
        "import random",
    ),
    _tries("a generator copied", "import copy, random\nx = copy.deepcopy(random.random)\nx()\nreturn n"),
    _tries("attributes of random", "import random\nrandom.random = random.choice = lambda *a: 7\nreturn n"),
    _tries("arithmetic that is none", "return eval('__import__(\"os\").getpid()') * 0 + n", "", REFUTED | UNSAFE),
    _tries("arithmetic with a lambda", "return eval('(lambda: 7)()')"),
    _tries("arithmetic with a table of names", "return eval('n', {'n': n})"),
    _tries("arithmetic with another table", "return eval('1+1', {'__builtins__': {}}, {}) * 0 + n"),
    _tries("arithmetic by another name", "e = eval\nreturn e('n', {'n': n})"),
    _tries("arithmetic over and over", "return sum(eval('1+1') for _ in range(300)) * 0 + n"),
    _tries("arithmetic that does not end", "return eval('9**9**9**9')", "", TIMED_OUT | frozenset(["outOfMemory"])),
    _tries("arithmetic that is no syntax", "return eval('1+')", "", RAISED),
    _tries("arithmetic that is deep", "return eval('(' * 150 + '7' + ')' * 150)"),
    _tries("arithmetic that is long", "return eval('+'.join(['1'] * 5000)) * 0 + n"),
    _tries("arithmetic of bytes", "return eval(b'7')"),
    _tries("eval is another", "return eval(n)", "def eval(x): return x"),
    _tries("hooks of json", "import json\nx = json.loads('{\"a\": {}}', object_hook=lambda d: n)\nreturn x"),
    _tries(
        "a decoder of its own", "import json\nreturn len(json.loads('a', cls=lambda **k: b'abc', strict=False)) + 4"
    ),
    _tries("an encoder of its own", "import json\njson.dumps([{1}], default=lambda x: x.clear() or [])\nreturn n"),
    _tries(
        "a hook that frees what is written",
        "import json\nx = {str(i): {i} for i in range(99)}\n"
        "json.dumps(x, default=lambda y: x.clear() or [bytes(64) for _ in range(999)] and [])\nreturn n",
    ),
    _tries(
        "a hook among options",
        "import json\nx = [[{1}] * 3]\njson.dumps(x, **{'default': lambda y: x[0].clear() or []})\nreturn n",
    ),
    _tries("a hook by a map", "import json\nx = [[{1}], 2]\nlist(map(json.dumps, x, [lambda y: x.clear()]))\nreturn n"),
    _tries(
        "a reader that its lines read",
        "import csv\nx = []\nx += [csv.reader(iter(lambda: str(next(x[0])) if x.append(1) or len(x) < 9 else 'a', 0))]\n"
        "next(x[0])\nreturn n",
    ),
    _tries("arithmetic that warns", "return eval('1()') or n", "", RAISED),
    _tries("a table that holds itself, as json", "import json\nx = []\nx.append(x)\njson.dumps(x)", "", RAISED),
    _tries("a deep json", "import json\njson.loads('[' * 100000)\nreturn n"),
    _tries("attributes of json", "import json\njson.loads = json.dumps = None\nreturn n"),
    _tries("an error of json as the answer", "return JSONDecodeError('a', 'b', 0)", "from json import *", ILL_TYPED),
    _tries("a dialect for all", "import csv\ncsv.register_dialect('excel', delimiter=';')\nreturn n"),
    _tries("a limit of fields for all", "import csv\ncsv.field_size_limit(1)\nreturn n"),
    _tries(
        "a reader that hangs", "import csv\nx = csv.reader(iter(lambda: 'a', 1))\nnext(x)\ny = [x, y := []]\nreturn n"
    ),
    _tries("the first day of the week for all", "import calendar\ncalendar.setfirstweekday(3)\nreturn n"),
    _tries("names of days", "import calendar\ncalendar.day_name._days[0] = str\nreturn n"),
    _tries("the largest size", "import sys\nsys.maxsize = 1\nreturn n"),
    _tries("the table of modules", "import sys\nsys.modules.clear()\nreturn n"),
    _tries("the room on the stack", "import sys\nsys.setrecursionlimit(10 ** 6)\nreturn n"),
]
