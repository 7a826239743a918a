"""State of the interpreter and of modules, set by one pair and met by the next; all of it is to stay behind."""

from .attack import KEPT_OUT, RAISED, REFUTED, Attack, Pair, body, holds

_RANDOM = "[random.Random(3).randrange(9) for _ in range(3)] and random.Random('a').random() < 1"


def _state(name: str, setting: str, *after: Pair, verdicts: frozenset[str] = REFUTED) -> Attack:
    """g sets something, and answers wrongly."""
    return Attack(name, body(f"{setting}\nreturn n"), verdicts=verdicts, after=after)


def _fresh(imports: str, value: str) -> Pair:
    """A pair whose f and g are alike, and are to find `value` true."""
    return holds(value, imports)


ATTACKS = [
    _state(
        "the seed of random",
        "import random\nrandom.seed(5)\nrandom.random = lambda: 0.25",
        _fresh("import random", "random.random() != 0.25 and " + _RANDOM),
    ),
    _state(
        "the state of random",
        "import random\nrandom.setstate(random.Random(5).getstate())\nrandom._inst = None",
        _fresh("import random", _RANDOM),
    ),
    _state(
        "the context of decimal",
        "import decimal\ndecimal.getcontext().prec = 2\ndecimal.DefaultContext.prec = 2",
        _fresh("import decimal", "str(decimal.Decimal(1) / 3) == '0.' + '3' * 28"),
    ),
    _state(
        "the rounding of decimal",
        "import decimal\ndecimal.setcontext(decimal.Context(prec=3, rounding=decimal.ROUND_UP, Emax=9))",
        _fresh(
            "from decimal import Decimal",
            "Decimal('2.675').quantize(Decimal('0.01')) == Decimal('2.68') and Decimal(10) ** 20 > 1",
        ),
    ),
    _state(
        "the limit of recursion, low",
        "import sys\nsys.setrecursionlimit(60)",
        Pair(
            "def f(x: int):\n    def h(k): return 1 + h(k - 1) if k else 0\n    return h(600) == x",
            "def g():\n    def h(k): return 1 + h(k - 1) if k else 0\n    return h(600)",
        ),
        verdicts=REFUTED | RAISED,
    ),
    _state(
        "the limit of recursion, high",
        "import sys\nsys.setrecursionlimit(10 ** 8)",
        Pair(
            "def f(x: int):\n    return x == 1",
            "def g():\n    def h(k): return 1 + h(k - 1) if k else 0\n    return h(10 ** 6)",
            "raised",
        ),
    ),
    _state(
        "the limit of digits",
        "import sys\ngetattr(sys, 'set_int_max_str_digits', lambda n: 0)(640)",
        _fresh("", "len(str(10 ** 5000)) == 5001"),
    ),
    _state(
        "filters of warnings",
        "import warnings\nwarnings.filterwarnings('error')\nwarnings.warn = lambda *a: 1 / 0",
        Pair(
            "def f(x: int):\n    import warnings\n    warnings.warn('deprecated', DeprecationWarning)\n    return x == 1",
            "def g():\n    return 1",
        ),
    ),
    _state(
        "the cache of re",
        "import re\nre.compile('(a)')\nre._cache.clear()\nre._cache.update({k: re.compile('b') for k in list(re._cache)})\nre._compile = lambda *a: re.compile",
        _fresh("import re", "re.match('(a)', 'a').group(1) == 'a' and re.sub('a+', 'b', 'caat') == 'cbt'"),
        verdicts=REFUTED | RAISED,
    ),
    _state(
        "caches of the library",
        "import functools, gc\nfor o in gc.get_objects():\n    if isinstance(o, functools._lru_cache_wrapper): o.cache_clear()",
        _fresh("import typing, fnmatch", "fnmatch.fnmatch('ab', 'a*') and typing.List[int] == typing.List[int]"),
    ),
    _state(
        "the cache of struct and of statistics",
        "import struct\nstruct._clearcache()\nstruct.pack = lambda *a: b''",
        _fresh("import struct", "struct.pack('<I', 1)[:1] == b'\\x01'"),
    ),
    _state(
        "garbage is not collected",
        "import gc\ngc.disable()\ngc.set_threshold(0)\ngc.set_debug(gc.DEBUG_SAVEALL)",
        _fresh("import gc", "gc.isenabled() and gc.get_threshold()[0] > 0"),
    ),
    _state("garbage is frozen", "import gc\ngc.unfreeze()\ngc.collect()", _fresh("", "len('a') == 1")),
    _state(
        "the standard streams are closed",
        "import sys\nsys.stdout.close()\nsys.stderr = sys.stdin = None",
        Pair(
            "def f(x: int):\n    print('a', flush=True)\n    return x == 1",
            "def g():\n    print('b', flush=True)\n    return 1",
        ),
        verdicts=REFUTED | RAISED,
    ),
    _state(
        "the standard streams are others",
        "import sys\nclass S:\n    def write(self, text): raise SystemExit\n    flush = write\nsys.stdout = sys.stderr = S()",
        Pair("def f(x: int):\n    print('a')\n    return x == 1", "def g():\n    print('b')\n    return 1"),
    ),
    _state(
        "the descriptors of the standard streams are closed",
        "import os\nfor d in range(3): os.close(d)",
        Pair(
            "def f(x: int):\n    print('a' * 9999, flush=True)\n    return x == 1",
            "def g():\n    print('b' * 9999, flush=True)\n    return 1",
        ),
    ),
    _state(
        "something for the end of the process",
        "import atexit, os\natexit.register(os.abort)\natexit.register(print, 'x')",
        holds("1"),
    ),
    _state("the switch interval", "import sys\nsys.setswitchinterval(100)", holds("1")),
    _state(
        "interned texts",
        "import sys\nfor t in ('f', 'g', 'n', 'x', 'returned', 'end'): sys.intern(t + '')\nsys.intern = None",
        holds("'f' + '' == 'f'"),
    ),
    _state(
        "a contextvar",
        "import contextvars\nglobal v\nv = contextvars.ContextVar('v')\nv.set(1)",
        _fresh("import contextvars", "len(contextvars.copy_context()) == 0"),
    ),
    _state(
        "an error handler of codecs",
        "import codecs\ncodecs.register_error('ignore', lambda e: ('!', e.end))\ncodecs.register_error('backslashreplace', lambda e: ('!', e.end))",
        _fresh(
            "",
            "b'a\\xff'.decode('utf-8', 'ignore') == 'a' and chr(0xd800).encode('utf-8', 'backslashreplace') == b'\\\\ud800'",
        ),
    ),
    _state(
        "another default of json",
        "import json\njson.JSONEncoder.item_separator = ';'\njson.JSONEncoder.default = lambda *a: 1\njson._default_encoder.ensure_ascii = False",
        _fresh("import json", "json.dumps([1, 'é']) == '[1, \"\\\\u00e9\"]'"),
    ),
    _state(
        "the calendar's first day",
        "import calendar\ncalendar.setfirstweekday(3)",
        _fresh("import calendar", "calendar.monthcalendar(2024, 2)[0] == [0, 0, 0, 1, 2, 3, 4]"),
    ),
    _state(
        "places that copy knows",
        "import copy, copyreg\ncopy._deepcopy_dispatch[list] = copy._copy_dispatch[list] = lambda x, *a: [7]\ncopyreg.dispatch_table[int] = None",
        _fresh("import copy", "copy.deepcopy([[1]]) == [[1]] and copy.copy([2]) == [2]"),
    ),
    _state(
        "constructors that copyreg knows",
        "import copyreg, fractions\ncopyreg.pickle(fractions.Fraction, lambda f: (int, (7,)))",
        _fresh("import copy, fractions", "copy.deepcopy(fractions.Fraction(1, 2)) * 2 == 1"),
    ),
    _state(
        "a function that singledispatch knows",
        "import functools, statistics, pprint\nfunctools.singledispatch = lambda f: print\nfunctools.wraps = lambda *a, **k: print",
        _fresh("import functools", "functools.singledispatch(lambda x: 1)(2) == 1"),
    ),
    _state(
        "classes that abc knows",
        "import collections.abc, numbers\ncollections.abc.Sequence.register(int)\nnumbers.Integral.register(str)",
        _fresh(
            "import collections.abc, numbers",
            "not isinstance(1, collections.abc.Sequence) and not isinstance('a', numbers.Integral)",
        ),
    ),
    _state(
        "types that typing knows",
        "import typing\ntyping.List.__origin__ = tuple\ntyping._cleanups.clear()\ntyping.TYPE_CHECKING = True\ntyping.get_type_hints = lambda *a: {}",
        _fresh("import typing", "typing.get_origin(typing.List[int]) is list and not typing.TYPE_CHECKING"),
        verdicts=REFUTED | RAISED,
    ),
    _state(
        "texts of a template",
        "import string\nstring.Template.delimiter = '%'\nstring.Template.idpattern = 'x'\nstring.digits = '7'",
        _fresh(
            "import string", "string.Template(chr(36) + 'ab').substitute(ab=1) == '1' and string.digits == '0123456789'"
        ),
    ),
    _state(
        "names of the time",
        "import time, datetime\ntime.time = time.monotonic = time.process_time = lambda: 0\ndatetime.date.today = None",
        _fresh("import time", "time.time() > 1"),
        verdicts=KEPT_OUT,
    ),
    _state(
        "a profile of the heap", "import tracemalloc\ntracemalloc.start(50)", holds("len([0] * 10 ** 6) == 10 ** 6")
    ),
    _state(
        "development mode of asyncio and others",
        "import asyncio, faulthandler\nasyncio.set_event_loop_policy(None)\nfaulthandler.enable()\nasyncio.events._set_running_loop(asyncio.new_event_loop())",
        holds("1"),
        verdicts=KEPT_OUT,
    ),
]
